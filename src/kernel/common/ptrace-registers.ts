/** General registers and memory of a tracee (arch/x86/kernel/ptrace.c, kernel/ptrace.c): all of them lie in memory while it is stopped. */
import { FLAG } from '../../machine/architecture/bits';
import { GPR } from '../../machine/architecture/gpr';
import { toLinear } from '../../machine/architecture/linear-address';
import { SEGMENT } from '../../machine/cpu/effective-address';
import { storedSelector, withSelector } from '../../machine/cpu/selectors';
import { copyFromUser, copyToUser, isUserRange } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';
import { big } from '../routines/read-locals';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO, PTRACE } from '../state/constants';
import type { Task } from '../state/task';
import { tracedChild } from './ptrace-signal';

type Request = LocalsWith<'addr' | 'child' | 'data' | 'request'>;

const WORD = 8;
/** End of the user half, as `TASK_SIZE_MAX`: no base may lie beyond. */
const TASK_SIZE = 0x7fff_ffff_f000n;
/** Flags that a tracer may set (FLAG_MASK). */
const FLAG_MASK = BigInt(
  FLAG.CF | FLAG.PF | FLAG.AF | FLAG.ZF | FLAG.SF | FLAG.TF | FLAG.DF | FLAG.OF | (1 << 16) | (1 << 18),
);
const USER_CS = 0x33n;
const USER_SS = 0x2bn;
const ALL_ONES = 0xffff_ffff_ffff_ffffn;

/** A register of `struct user_regs_struct`. Setting answers whether the kernel takes the value. */
interface UserRegister {
  readonly get: (task: Task) => bigint;
  readonly set: (task: Task, value: bigint) => boolean;
}

function general(index: number): UserRegister {
  return {
    get: ({ saved }) => saved.gpr[index] ?? 0n,
    set: ({ saved }, value) => {
      saved.gpr[index] = value;
      return true;
    },
  };
}

/** ES, DS, FS or GS. A tracer may give it any selector of the user's (`invalid_selector`). */
function selector(index: number): UserRegister {
  return {
    get: ({ saved }) => BigInt(storedSelector(saved.selectors, index)),
    set: ({ saved }, value) => {
      const isUsers = (value & 0xffffn) === 0n || (value & 3n) === 3n;
      if (isUsers) saved.selectors = withSelector(saved.selectors, index, Number(value & 0xffffn));
      return isUsers;
    },
  };
}

function fixed(value: bigint): UserRegister {
  return { get: () => value, set: (_task, given) => (given & 3n) === 3n };
}

function base(name: 'fsBase' | 'gsBase'): UserRegister {
  return {
    get: ({ saved }) => saved[name],
    set: ({ saved }, value) => {
      if (value >= TASK_SIZE) return false;
      saved[name] = value;
      return true;
    },
  };
}

const RIP: UserRegister = {
  get: ({ saved }) => BigInt(saved.rip),
  set: (task, value) => {
    task.saved.rip = toLinear(value) ?? -1;
    task.position = task.saved.rip;
    return true;
  },
};

/** RFLAGS.TF that ptrace has set is not shown, and kept. */
const RFLAGS: UserRegister = {
  get: ({ saved, tracee }) => BigInt(tracee.forcedTf ? saved.rflags & ~FLAG.TF : saved.rflags),
  set: ({ saved, tracee }, value) => {
    if (value & BigInt(FLAG.TF)) tracee.forcedTf = false;
    const forced = tracee.forcedTf ? BigInt(FLAG.TF) : 0n;
    saved.rflags = Number((BigInt(saved.rflags) & ~FLAG_MASK) | (value & FLAG_MASK) | forced);
    return true;
  },
};

/** `orig_ax`: no stop lies within a system call, so it has no number. */
const ORIG_RAX: UserRegister = { get: () => ALL_ONES, set: () => true };

/** `struct user_regs_struct`, word by word. */
const USER_REGISTERS: readonly UserRegister[] = [
  ...[15, 14, 13, 12, GPR.RBP, GPR.RBX, 11, 10, 9, 8].map(general),
  ...[GPR.RAX, GPR.RCX, GPR.RDX, GPR.RSI, GPR.RDI].map(general),
  ...[ORIG_RAX, RIP, fixed(USER_CS), RFLAGS, general(GPR.RSP), fixed(USER_SS)],
  ...[base('fsBase'), base('gsBase')],
  ...[SEGMENT.DS, SEGMENT.ES, SEGMENT.FS, SEGMENT.GS].map(selector),
];

/** `sizeof(struct user_regs_struct)`. */
export const GENERAL_SIZE = USER_REGISTERS.length * WORD;
/** `sizeof(struct user)`: debug registers lie at its end. */
const USER_SIZE = 912;
const DEBUG_REGISTERS = 848;

/** PTRACE_PEEKUSR and PTRACE_POKEUSR. */
export function accessUser(kernel: KernelContext, locals: Request): number {
  const child = tracedChild(kernel, locals);
  const at = Number(big(locals, 'addr'));
  if (!child || at % WORD !== 0 || at >= USER_SIZE) return -ERRNO.EIO;
  const register = USER_REGISTERS[at / WORD];
  if (big(locals, 'request') === PTRACE.PEEKUSER) return putWord(kernel, locals, register?.get(child) ?? 0n);
  if (register) return register.set(child, big(locals, 'data')) ? 0 : -ERRNO.EIO;
  return at >= DEBUG_REGISTERS && big(locals, 'data') === 0n ? 0 : -ERRNO.EIO;
}

function putWord(kernel: KernelContext, locals: Request, value: bigint): number {
  const bytes = new Uint8Array(BigUint64Array.of(value).buffer);
  return copyToUser(kernel, toLinear(big(locals, 'data')) ?? -1, bytes) ? 0 : -ERRNO.EFAULT;
}

/** PTRACE_GETREGS and PTRACE_SETREGS. */
export function copyGeneralRegisters(kernel: KernelContext, locals: Request): number {
  const child = tracedChild(kernel, locals);
  const at = toLinear(big(locals, 'data')) ?? -1;
  if (!child) return -ERRNO.EIO;
  return big(locals, 'request') === PTRACE.GETREGS
    ? getGeneralRegisters(kernel, child, at, GENERAL_SIZE)
    : setGeneralRegisters(kernel, child, at, GENERAL_SIZE);
}

/** The first `length` bytes of the registers, to user memory: 0 or an error. */
export function getGeneralRegisters(kernel: KernelContext, task: Task, at: number, length: number): number {
  const words = BigUint64Array.from(USER_REGISTERS, ({ get }) => get(task));
  return copyToUser(kernel, at, new Uint8Array(words.buffer).subarray(0, length)) ? 0 : -ERRNO.EFAULT;
}

/** As many registers as `length` bytes are, from user memory. */
export function setGeneralRegisters(kernel: KernelContext, task: Task, at: number, length: number): number {
  const bytes = copyFromUser(kernel, at, length);
  if (!bytes) return -ERRNO.EFAULT;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const given = USER_REGISTERS.slice(0, length / WORD);
  return given.every(({ set }, word) => set(task, view.getBigUint64(word * WORD, true))) ? 0 : -ERRNO.EIO;
}

/** PTRACE_PEEKDATA, PTRACE_POKEDATA and those of text, which are the same. */
export function accessWord(kernel: KernelContext, locals: Request): number {
  const child = tracedChild(kernel, locals);
  const space = child && kernel.processOf(child)?.space;
  const at = toLinear(big(locals, 'addr')) ?? -1;
  const old = space !== undefined && isUserRange(at, WORD) ? kernel.memory.peek(space, at, WORD) : undefined;
  if (space === undefined || !old) return -ERRNO.EIO;
  const request = big(locals, 'request');
  if (request === PTRACE.PEEKTEXT || request === PTRACE.PEEKDATA) {
    return putWord(kernel, locals, new DataView(old.buffer, old.byteOffset).getBigUint64(0, true));
  }
  const data = new Uint8Array(BigUint64Array.of(big(locals, 'data')).buffer);
  return kernel.memory.poke(space, at, data) === WORD ? 0 : -ERRNO.EIO;
}
