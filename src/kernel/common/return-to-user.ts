/** The way back to user mode (kernel/entry/common.c, arch/x86/kernel/signal.c, kernel/signal.c). */
import { num, text } from '../locals';
import type { Routine } from '../routine';

export const exitToUserMode: Routine = {
  name: 'exit_to_user_mode_prepare',
  signature: 'static void exit_to_user_mode_prepare(struct pt_regs *regs)',
  file: 'kernel/entry/common.c',
  summary:
    'The last thing before user code runs: signals first, then the extended state, if it is not in the registers.',
  steps: [
    {
      name: 'signals',
      code: 'if (test_thread_flag(TIF_SIGPENDING)) arch_do_signal_or_restart(regs);',
      why: 'A signal may end the task, and then nothing of it needs to be loaded.',
      run: (kernel) =>
        kernel.current?.pendingSignal
          ? { call: 'arch_do_signal_or_restart', with: { tsk: kernel.current.name } }
          : undefined,
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

export const archDoSignal: Routine = {
  name: 'arch_do_signal_or_restart',
  signature: 'void arch_do_signal_or_restart(struct pt_regs *regs)',
  file: 'arch/x86/kernel/signal.c',
  summary: 'Delivers what is pending. Without a handler the default action is taken, and that is the end of the task.',
  steps: [
    {
      name: 'get_signal',
      code: 'get_signal(&ksig);',
      why: 'Comes back only when there is a handler to call.',
      run: (_kernel, { tsk = null }) => ({ call: 'get_signal', with: { tsk } }),
    },
  ],
};

export const getSignal: Routine = {
  name: 'get_signal',
  signature: 'bool get_signal(struct ksignal *ksig)',
  file: 'kernel/signal.c',
  summary: 'Takes the next signal from the queue and, where the task has no handler for it, does the default.',
  steps: [
    {
      name: 'dequeue',
      code: 'signr = dequeue_synchronous_signal(&ksig->info);',
      why: 'Signals that the task caused itself, such as SIGILL and SIGSEGV, come before all others.',
      run: (kernel, locals) => {
        const signal = kernel.current?.pendingSignal;
        if (!kernel.current || !signal) return { return: false };
        kernel.current.pendingSignal = null;
        locals.signr = signal.number;
        locals.signal = signal.name;
        return undefined;
      },
    },
    {
      name: 'default_action',
      code: 'do_group_exit(signr);',
      why: 'The default for a fault is to end the whole process.',
      run: (_kernel, locals) => ({
        call: 'do_group_exit',
        with: { exit_code: num(locals, 'signr'), signal: text(locals, 'signal') },
      }),
    },
  ],
};
