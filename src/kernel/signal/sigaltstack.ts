/** sigaltstack(2) (kernel/signal.c), and how large the stack must be (arch/x86/kernel/signal.c: sigaltstack_size_valid). */

import { GPR } from '../../machine/architecture/gpr';
import { toLinear } from '../../machine/architecture/linear-address';
import { FREGS_SIZE, maxFrameSize } from '../model/signal-frame';
import { USER_DYNAMIC } from '../model/xstate-features';
import type { KernelContext } from '../routines/kernel-context';
import { since } from '../routines/of-version';
import { big, num } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO, MINSIGSTKSZ, SS } from '../state/constants';
import type { Task } from '../state/state';
import { MAGIC2_SIZE } from './rt-sigframe';

/** `on_sig_stack`: that address lies on the task's alternate stack. */
export function isOnSignalStack({ sigaltstack }: Task, sp: number): boolean {
  return sigaltstack !== null && sp > sigaltstack.address && sp - sigaltstack.address <= sigaltstack.size;
}

/** @param checksSize whether frames of different sizes count: since 5.16. */
const sizeCheck: RoutineStep<'fsize' | 'ss_size'> = {
  name: 'check_size',
  code: 'if (!sigaltstack_size_valid(ss->ss_size)) return -ENOMEM;',
  why: 'A process with the permission for tiles needs room for the frame with tiles. Without it, old programs with small stacks are let through, unless strict_sas_size is on.',
  run: (kernel, locals) => {
    const fsize = frameSize(kernel);
    locals.fsize = fsize;
    const isEnforced = kernel.options.strict_sas_size === 'on' || mayUseDynamic(kernel);
    return isEnforced && big(locals, 'ss_size') <= BigInt(fsize) ? { return: -ERRNO.ENOMEM } : undefined;
  },
};

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
      run: ({ current, cpu }) =>
        current && isOnSignalStack(current, toLinear(cpu.gpr[GPR.RSP] ?? 0n) ?? 0)
          ? { return: -ERRNO.EPERM }
          : undefined,
    },
    {
      name: 'check_flags',
      code: 'if (ss->ss_flags != SS_DISABLE && ss->ss_flags != SS_ONSTACK && ss->ss_flags != 0) return -EINVAL;',
      why: 'SS_ONSTACK means nothing here, and is taken for old programs.',
      run: (_kernel, locals) =>
        [0, SS.ONSTACK, SS.DISABLE].includes(num(locals, 'ss_flags')) ? undefined : { return: -ERRNO.EINVAL },
    },
    {
      name: 'disable',
      code: 'if (ss->ss_flags == SS_DISABLE) { ss->ss_size = 0; ss->ss_sp = NULL; goto set; }',
      why: 'Handlers run on the ordinary stack again.',
      run: (_kernel, locals) => {
        if (num(locals, 'ss_flags') !== SS.DISABLE) return undefined;
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
      code: 'set: current->sas_ss_sp = ss->ss_sp; current->sas_ss_size = ss->ss_size;',
      why: 'Under siglock, so that no thread asks for a permission meanwhile whose frames would not fit.',
      run: ({ current }, locals) => {
        if (current) current.sigaltstack = stackOf(locals);
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

function stackOf(locals: LocalsWith<'ss_size' | 'ss_sp'>): Task['sigaltstack'] {
  const size = num(locals, 'ss_size');
  if (size === 0) return null;
  return { address: toLinear(big(locals, 'ss_sp')) ?? 0, size };
}
