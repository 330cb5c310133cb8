/** sigaltstack(2) (kernel/signal.c), and how large the stack must be (arch/x86/kernel/signal.c: sigaltstack_size_valid). */

import { GPR } from '../../machine/architecture/gpr';
import { fromLinear, toLinear } from '../../machine/architecture/linear-address';
import { FREGS_SIZE, maxFrameSize } from '../model/tasks/signal-frame';
import { USER_DYNAMIC } from '../model/xstate/xstate-features';
import type { KernelContext } from '../routines/kernel-context';
import { since } from '../routines/of-version';
import { big } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO, MINSIGSTKSZ, SS } from '../state/constants';
import type { Task } from '../state/task';
import { MAGIC2_SIZE } from './rt-sigframe';

/** `__on_sig_stack`: that address lies in the task's alternate stack. */
export function isInSignalStack({ sigaltstack }: Task, sp: number): boolean {
  return sigaltstack !== null && sp > sigaltstack.address && sp - sigaltstack.address <= sigaltstack.size;
}

/** `on_sig_stack`: as above, but never true for a stack with SS_AUTODISARM, which a handler disarms when it enters. */
export function isOnSignalStack(task: Task, sp: number): boolean {
  return !hasFlag(task.sasFlags, SS.AUTODISARM) && isInSignalStack(task, sp);
}

/** `struct sigaltstack`, as a program gives it. */
interface SignalStack {
  readonly address: bigint;
  readonly size: bigint;
  readonly flags: number;
}

/** `do_sigaltstack`, as rt_sigreturn calls it: what sigaltstack(2) would refuse leaves everything as it is. */
export function restoreSignalStack(kernel: KernelContext, stack: SignalStack): void {
  const { current } = kernel;
  if (!current || isBusy(kernel) || !isMode(stack.flags)) return;
  const isWanted = modeOf(stack.flags) !== SS.DISABLE;
  if (
    isWanted &&
    (stack.size < BigInt(MINSIGSTKSZ) || (kernel.has('knowsFrameSizes') && isTooSmall(kernel, stack.size)))
  )
    return;
  setSignalStack(current, isWanted ? stack : { ...stack, address: 0n, size: 0n });
}

/** `stack_t` as the old one is told: address, flags, size. SS_ONSTACK says that somebody is on it. */
export function currentStack({ cpu }: KernelContext, task: Task): readonly bigint[] {
  const { address = 0, size = 0 } = task.sigaltstack ?? {};
  const rsp = toLinear(cpu.gpr[GPR.RSP] ?? 0n) ?? 0;
  const mode = task.sigaltstack === null ? SS.DISABLE : isOnSignalStack(task, rsp) ? SS.ONSTACK : 0;
  return [BigInt(address), BigInt((mode | (task.sasFlags & SS.AUTODISARM)) >>> 0), BigInt(size)];
}

function hasFlag(flags: number, flag: number): boolean {
  return (flags & flag) !== 0;
}

/** Without SS_AUTODISARM, which goes with any of the others. */
function modeOf(flags: number): number {
  return (flags & ~SS.AUTODISARM) >>> 0;
}

function isMode(flags: number): boolean {
  return [0, SS.ONSTACK, SS.DISABLE].includes(modeOf(flags));
}

function isBusy({ current, cpu }: KernelContext): boolean {
  return current !== undefined && isOnSignalStack(current, toLinear(cpu.gpr[GPR.RSP] ?? 0n) ?? 0);
}

function setSignalStack(task: Task, { address, size, flags }: SignalStack): void {
  task.sigaltstack = size === 0n ? null : { address: toLinear(address) ?? 0, size: Number(size) };
  task.sasFlags = flags;
}

const unchanged: RoutineStep<'ss_flags' | 'ss_size' | 'ss_sp'> = {
  name: 'unchanged',
  code: 'if (current->sas_ss_sp == ss->ss_sp && current->sas_ss_size == ss->ss_size && current->sas_ss_flags == ss->ss_flags) return 0;',
  why: 'Before any lock, and before the size is looked at: the stack that is there may be given again, though it would be too small for a new one.',
  run: ({ current }, locals) => {
    const { address, size } = current?.sigaltstack ?? { address: 0, size: 0 };
    const isSame = big(locals, 'ss_sp') === fromLinear(address) && big(locals, 'ss_size') === BigInt(size);
    return isSame && flagsOf(locals) === current?.sasFlags ? { return: 0 } : undefined;
  },
};

/** Frames of different sizes count since 5.16. */
const sizeCheck: RoutineStep<'fsize' | 'ss_size'> = {
  name: 'check_size',
  code: 'if (!sigaltstack_size_valid(ss->ss_size)) return -ENOMEM;',
  why: 'A process with the permission for tiles needs room for the frame with tiles. Without it, old programs with small stacks are let through, unless strict_sas_size is on.',
  run: (kernel, locals) => {
    locals.fsize = frameSize(kernel);
    return isTooSmall(kernel, big(locals, 'ss_size')) ? { return: -ERRNO.ENOMEM } : undefined;
  },
};

/** Whether a frame does not fit, where that counts. */
function isTooSmall(kernel: KernelContext, size: bigint): boolean {
  const isEnforced = kernel.options.strict_sas_size === 'on' || mayUseDynamic(kernel);
  return isEnforced && size <= BigInt(frameSize(kernel));
}

export const sysSigaltstack: Routine<'sys_sigaltstack'> = {
  name: 'sys_sigaltstack',
  signature: 'long sys_sigaltstack(const stack_t *ss, stack_t *oss)',
  file: 'kernel/signal.c',
  summary: 'Where handlers with SA_ONSTACK run. Of this thread alone.',
  steps: [
    {
      name: 'check_busy',
      code: 'if (on_sig_stack(current_user_stack_pointer())) return -EPERM;',
      why: 'A handler is running on it.',
      run: (kernel) => (isBusy(kernel) ? { return: -ERRNO.EPERM } : undefined),
    },
    {
      name: 'check_flags',
      code: 'ss_mode = ss->ss_flags & ~SS_AUTODISARM; if (ss_mode != SS_DISABLE && ss_mode != SS_ONSTACK && ss_mode != 0) return -EINVAL;',
      why: 'SS_ONSTACK means nothing here, and is taken for old programs. SS_AUTODISARM goes with any of them.',
      run: (_kernel, locals) => (isMode(flagsOf(locals)) ? undefined : { return: -ERRNO.EINVAL }),
    },
    ...since('knowsFrameSizes', unchanged),
    {
      name: 'disable',
      code: 'if (ss_mode == SS_DISABLE) { ss->ss_size = 0; ss->ss_sp = NULL; goto set; }',
      why: 'Handlers run on the ordinary stack again.',
      run: (_kernel, locals) => {
        if (modeOf(flagsOf(locals)) !== SS.DISABLE) return undefined;
        locals.ss_sp = 0n;
        locals.ss_size = 0n;
        return { goto: 'set' };
      },
    },
    {
      name: 'check_minimum',
      code: 'if (ss->ss_size < MINSIGSTKSZ) return -ENOMEM;',
      why: '2048 bytes, from the days when that was enough for any frame.',
      run: (_kernel, locals) => (big(locals, 'ss_size') < BigInt(MINSIGSTKSZ) ? { return: -ERRNO.ENOMEM } : undefined),
    },
    ...since('knowsFrameSizes', sizeCheck),
    {
      name: 'set',
      code: 'set: current->sas_ss_sp = ss->ss_sp; current->sas_ss_size = ss->ss_size; current->sas_ss_flags = ss->ss_flags;',
      why: 'Under siglock, so that no thread asks for a permission meanwhile whose frames would not fit.',
      run: ({ current }, locals) => {
        const [address, size] = [big(locals, 'ss_sp'), big(locals, 'ss_size')];
        if (current) setSignalStack(current, { address, size, flags: flagsOf(locals) });
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

/** What a frame of the current process takes at most; a stack must be larger. 11836 bytes with tiles, 3644 without. */
function frameSize(kernel: KernelContext): number {
  const { current, processor, state } = kernel;
  const { userMaxSize } = state.fpu;
  const hasXsave = processor.has('XSAVE');
  const rest = maxFrameSize(userMaxSize, hasXsave) - (userMaxSize + (hasXsave ? MAGIC2_SIZE : 0) + FREGS_SIZE);
  const process = current && kernel.processOf(current);
  return rest + (process?.permSizes.userSize ?? 0);
}

function mayUseDynamic(kernel: KernelContext): boolean {
  const process = kernel.current && kernel.processOf(kernel.current);
  return kernel.state.fpu.dynamic !== 0n && ((process?.perm ?? 0n) & USER_DYNAMIC) !== 0n;
}

/** The argument is an int: 32 bits of a register. */
function flagsOf(locals: LocalsWith<'ss_flags'>): number {
  return Number(BigInt.asUintN(32, big(locals, 'ss_flags')));
}
