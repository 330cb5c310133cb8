/** The way back to user mode (kernel/entry/common.c). */

import { isSignalPending } from '../model/tasks/signals';
import { flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';

/** More deliveries on one way back than there are signals happen only in a kernel that forgets to dequeue. */
const MOST_ROUNDS = 32;

export const exitToUserMode: Routine<'exit_to_user_mode_prepare'> = {
  name: 'exit_to_user_mode_prepare',
  context: 'irqs',
  signature: 'static void exit_to_user_mode_prepare(struct pt_regs *regs)',
  file: 'kernel/entry/common.c',
  summary:
    'The last thing before user code runs: signals first, then the extended state, if it is not in the registers.',
  steps: [
    {
      name: 'signals',
      code: 'while (test_thread_flag(TIF_SIGPENDING)) {',
      why: 'A signal may end the task, and then nothing of it needs to be loaded. A handler may be interrupted by the next signal before its first instruction.',
      run: (kernel, locals) => {
        const rounds = num(locals, 'rounds');
        const { current } = kernel;
        if (!current || !isSignalPending(kernel, current) || rounds >= MOST_ROUNDS) return { goto: 'load_fpu' };
        locals.rounds = rounds + 1;
        return undefined;
      },
    },
    {
      name: 'deliver',
      context: 'preemptible',
      code: '    arch_do_signal_or_restart(regs);',
      why: 'Says whether it set up a handler; only then can there be another round.',
      run: () => ({ call: 'arch_do_signal_or_restart', into: 'delivered' }),
    },
    {
      name: 'again',
      context: 'irqs',
      code: '}',
      why: '',
      run: (_kernel, locals) => (flag(locals, 'delivered') ? { goto: 'signals' } : undefined),
    },
    {
      name: 'load_fpu',
      code: 'if (test_thread_flag(TIF_NEED_FPU_LOAD)) switch_fpu_return();',
      why: 'Lazy restore: a task that never gets back to user mode on this CPU never pays for it.',
      run: (kernel) =>
        kernel.current?.needFpuLoad ? { call: 'switch_fpu_return', with: { tsk: kernel.current.name } } : undefined,
    },
  ],
};
