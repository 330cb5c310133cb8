/** rt_sigreturn(2): everything comes back from the frame, as the handler left it there (arch/x86/kernel/signal_64.c). */

import { FLAG } from '../../machine/architecture/bits';
import { exceptionRow, Fault } from '../../machine/architecture/exception';
import { GPR } from '../../machine/architecture/gpr';
import { toLinear } from '../../machine/architecture/linear-address';
import { copyFromUser, isUserRange } from '../model/memory/user-memory';
import { forceSignal, setBlocked } from '../model/tasks/signals';
import { exceptionCall } from '../routines/exceptions';
import type { KernelContext } from '../routines/kernel-context';
import { since, until } from '../routines/of-version';
import { big, flag, num } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { FRAME, RF, SIGCONTEXT, SIGCONTEXT_REGISTERS, UC, UC_FLAG, UC_STACK, USER_CS, USER_SS } from './rt-sigframe';
import { restoreSignalStack } from './sigaltstack';

/** What a frame may set: arithmetic flags, DF, TF, AC and RF. IOPL and IF stay as they are. */
const FIX_EFLAGS = FLAG.CF | FLAG.PF | FLAG.AF | FLAG.ZF | FLAG.SF | FLAG.TF | FLAG.DF | FLAG.OF | FLAG.AC | RF;

/** The kernel returns to user mode whatever a frame says. */
const USER_RPL = 3;
/** Code of 32 bits: `__USER32_CS`. */
const USER32_CS = 0x23;
const COMPATIBILITY_MODE = 'code of 32 bits (CS 0x23) is not modelled by this emulator';

const altstack: RoutineStep<'frame'> = {
  name: 'altstack',
  code: 'if (restore_altstack(&frame->uc.uc_stack)) goto badframe;',
  why: 'As it was when the signal came. Only an unreadable frame is an error: what sigaltstack would refuse is passed over.',
  run: (kernel, locals) =>
    restoreAltstack(kernel, num(locals, 'frame') + FRAME.UC + UC.STACK) ? undefined : { goto: 'badframe' },
};

export const sysRtSigreturn: Routine<'sys_rt_sigreturn'> = {
  name: 'sys_rt_sigreturn',
  signature: 'long sys_rt_sigreturn(void)',
  file: 'arch/x86/kernel/signal_64.c',
  summary: 'The end of a handler. The frame lies in user memory: nothing in it is taken on trust.',
  steps: [
    {
      name: 'frame',
      code: 'frame = (struct rt_sigframe __user *)(regs->sp - sizeof(long));',
      why: 'The handler’s return has popped pretcode, so RSP points at the ucontext.',
      run: ({ cpu }, locals) => {
        locals.frame = (toLinear(cpu.gpr[GPR.RSP] ?? 0n) ?? 0) - 8;
        return undefined;
      },
    },
    {
      name: 'access_ok',
      code: 'if (!access_ok(frame, sizeof(*frame))) goto badframe;',
      why: 'RSP is the program’s: it may point anywhere, but not into the kernel.',
      run: (_kernel, locals) => (isUserRange(num(locals, 'frame'), FRAME.SIZE) ? undefined : { goto: 'badframe' }),
    },
    {
      name: 'sigmask',
      code: 'if (__get_user(set, &frame->uc.uc_sigmask)) goto badframe; set_current_blocked(&set);',
      why: 'The signal is let through again. What was waiting comes next, before the interrupted code.',
      run: (kernel, locals) => {
        const mask = readQword(kernel, num(locals, 'frame') + FRAME.UC + UC.SIGMASK);
        if (mask === undefined) return { goto: 'badframe' };
        if (kernel.current) setBlocked(kernel.current, mask);
        return undefined;
      },
    },
    // Where PKRU opened the way to the frame, the alternate stack comes back before PKRU does.
    ...since('opensPkru', altstack),
    {
      name: 'sigcontext',
      code: 'if (copy_from_user(&sc, &frame->uc.uc_mcontext, sizeof(sc))) goto badframe; regs = sc;',
      why: 'All general registers. A handler that changes RIP in the frame chooses where to go on: the way to skip an instruction.',
      run: (kernel, locals) => {
        const at = num(locals, 'frame') + FRAME.UC + UC.MCONTEXT;
        const bytes = copyFromUser(kernel, at, SIGCONTEXT.SIZE);
        if (!bytes) return { goto: 'badframe' };
        const view = new DataView(bytes.buffer, bytes.byteOffset);
        locals.fpstate = loadRegisters(kernel, view);
        locals.cs = view.getUint16(SIGCONTEXT.CS, true) | USER_RPL;
        const flags = readQword(kernel, num(locals, 'frame') + FRAME.UC + UC.FLAGS) ?? 0n;
        const isStrict = (flags & BigInt(UC_FLAG.STRICT_RESTORE_SS)) !== 0n;
        locals.ss = isStrict ? view.getUint16(SIGCONTEXT.SS, true) | USER_RPL : USER_SS;
        return undefined;
      },
    },
    {
      name: 'fpu',
      code: 'ok = fpu__restore_sig(sc.fpstate, false);',
      why: 'The extended state, from where the frame says it is.',
      run: ({ current }, locals) => ({
        call: 'fpu__restore_sig',
        with: { buf: big(locals, 'fpstate'), tsk: current?.name ?? '' },
        into: 'ok',
      }),
    },
    {
      name: 'check_fpu',
      code: 'if (!ok) goto badframe;',
      why: 'Its registers are initial then, and nobody else’s.',
      run: (_kernel, locals) => (flag(locals, 'ok') ? undefined : { goto: 'badframe' }),
    },
    ...until('opensPkru', altstack),
    {
      name: 'iret',
      code: 'iretq; /* on the way back: a fault of it becomes one of user mode, by fixup_bad_iret() */',
      why: 'CS, SS and RIP are the frame’s. Where the processor cannot return to them, the program gets SIGSEGV there.',
      run: (kernel, locals) => {
        const fault = faultOfReturn(kernel, locals);
        if (!fault) return undefined;
        const { mnemonic, detail } = fault;
        const { vector } = exceptionRow(mnemonic);
        kernel.emit({ kind: 'exception', name: mnemonic, vector, detail, rip: kernel.cpu.rip });
        const { call, locals: passed } = exceptionCall(kernel, fault, true);
        return { call, with: passed };
      },
    },
    {
      name: 'return',
      code: 'return regs->ax;',
      why: 'A system call’s result goes to RAX, so the interrupted RAX has to be the result.',
      run: ({ cpu }) => ({ return: cpu.gpr[GPR.RAX] ?? 0n }),
    },
    {
      name: 'badframe',
      code: 'badframe: signal_fault(regs, frame, "rt_sigreturn"); return 0;',
      why: '"bad frame in rt_sigreturn" in the log, and SIGSEGV.',
      run: (kernel) => {
        forceSignal(kernel, kernel.current, 'SIGSEGV');
        return { return: 0 };
      },
    },
  ],
};

/** Returns the pointer to the extended state. */
function loadRegisters({ cpu, current, state }: KernelContext, view: DataView): bigint {
  for (const [index, register] of SIGCONTEXT_REGISTERS.entries()) {
    cpu.gpr[register] = view.getBigUint64(8 * index, true);
  }
  const flags = Number(view.getBigUint64(SIGCONTEXT.FLAGS, true) & 0xffff_ffffn);
  cpu.rflags = ((flags & FIX_EFLAGS) | (cpu.rflags & ~FIX_EFLAGS)) >>> 0;
  const ip = view.getBigUint64(SIGCONTEXT.IP, true);
  cpu.rip = toLinear(ip) ?? 0;
  if (current) current.badRip = toLinear(ip) === undefined ? ip : null;
  state.transfers.push({ kind: 'return', to: cpu.rip });
  return view.getBigUint64(SIGCONTEXT.FPSTATE, true);
}

/** Of IRET to what the frame asks for; undefined where it is a place for 64-bit code of user mode. */
function faultOfReturn({ current }: KernelContext, locals: LocalsWith<'cs' | 'ss'>): Fault | undefined {
  const [cs, ss] = [num(locals, 'cs'), num(locals, 'ss')];
  if (cs === USER32_CS) return new Fault('#UD', { why: COMPATIBILITY_MODE, isNotModelled: true });
  const bad = cs !== USER_CS ? cs : ss !== USER_SS ? ss : undefined;
  if (bad !== undefined) {
    const errorCode = bad & ~USER_RPL;
    return new Fault('#GP', {
      errorCode,
      why: `the frame returns to a segment that cannot be loaded: 0x${bad.toString(16)}`,
    });
  }
  const { badRip = null } = current ?? {};
  if (badRip === null) return undefined;
  return new Fault('#GP', {
    errorCode: 0,
    why: `the frame returns to 0x${badRip.toString(16)}, which is not canonical`,
  });
}

function restoreAltstack(kernel: KernelContext, at: number): boolean {
  const bytes = copyFromUser(kernel, at, UC_STACK.END);
  if (!bytes) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  restoreSignalStack(kernel, {
    address: view.getBigUint64(UC_STACK.ADDRESS, true),
    size: view.getBigUint64(UC_STACK.SIZE, true),
    flags: view.getUint32(UC_STACK.FLAGS, true),
  });
  return true;
}

function readQword(kernel: KernelContext, address: number): bigint | undefined {
  const bytes = copyFromUser(kernel, address, 8);
  return bytes && new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
}
