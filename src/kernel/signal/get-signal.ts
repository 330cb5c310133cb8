/** What becomes of a pending signal on the way back to user mode (arch/x86/kernel/signal.c, kernel/signal.c). */

import { GPR } from '../../machine/architecture/gpr';
import { actionOf, defaultAction, dequeueSignal, enqueueSignal, signalBit, signalName } from '../model/tasks/signals';
import { flag, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { SA, SIG_DFL, SIG_IGN, SIGNAL, SYSCALL_LENGTH } from '../state/constants';
import { endInterrupted, restarts } from './interrupted-call';

export const archDoSignal: Routine<'arch_do_signal_or_restart'> = {
  name: 'arch_do_signal_or_restart',
  signature: 'void arch_do_signal_or_restart(struct pt_regs *regs)',
  file: 'arch/x86/kernel/signal.c',
  summary: 'Delivers what is pending: a handler is entered, or the default action taken.',
  steps: [
    {
      name: 'get_signal',
      code: 'if (!get_signal(&ksig)) return;',
      why: 'Comes back only when there is a handler to call, or when nothing is left.',
      run: () => ({ call: 'get_signal', into: 'signr' }),
    },
    {
      name: 'check',
      code: 'if (!ksig.sig) return;',
      why: 'Everything that was pending is ignored.',
      run: (_kernel, locals) => (num(locals, 'signr') === 0 ? { return: false } : undefined),
    },
    {
      name: 'restart',
      code: 'if (regs->ax == -ERESTARTSYS && (ksig.ka.sa.sa_flags & SA_RESTART)) regs->ip -= 2; else regs->ax = -EINTR;',
      why: 'A call that slept is made again behind the handler, where the handler allows it; else it ends with -EINTR. Sleeps, and waits for one of several files, always do (-ERESTARTNOHAND, -ERESTART_RESTARTBLOCK).',
      run: (kernel) => {
        const { current, cpu } = kernel;
        if (!current?.wait) return undefined;
        const isMadeAgain = ((current.delivered?.action.flags ?? 0) & SA.RESTART) !== 0 && restarts(current.wait);
        if (!isMadeAgain) {
          cpu.rip += SYSCALL_LENGTH;
          cpu.gpr[GPR.RAX] = BigInt.asUintN(64, -BigInt(endInterrupted(kernel, current.wait)));
        }
        current.wait = null;
        return undefined;
      },
    },
    {
      name: 'handle',
      code: 'handle_signal(&ksig, regs);',
      why: 'Builds the frame and points the registers at the handler. User code runs when the kernel is left.',
      run: () => ({ call: 'handle_signal', into: 'handled' }),
    },
    { name: 'return', code: 'return;', why: '', run: (_kernel, locals) => ({ return: flag(locals, 'handled') }) },
  ],
};

export const getSignal: Routine<'get_signal'> = {
  name: 'get_signal',
  signature: 'bool get_signal(struct ksignal *ksig)',
  file: 'kernel/signal.c',
  summary: 'Takes the next signal from the queues and, where the process has no handler for it, does the default.',
  steps: [
    {
      name: 'dequeue',
      code: 'next: signr = dequeue_synchronous_signal(&ksig->info) ?: dequeue_signal(&current->blocked, &ksig->info);',
      why: 'Signals that the task caused itself, such as SIGILL and SIGSEGV, come before all others.',
      run: (kernel, locals) => {
        const { current } = kernel;
        const passed = current?.tracee.passed ?? null;
        locals.traced = passed === null;
        if (current) current.tracee.passed = null;
        const signal = passed ?? (current && dequeueSignal(kernel, current));
        locals.signr = signal?.number ?? 0;
        if (!current) return undefined;
        const action = { ...actionOf(kernel.processOf(current), signal?.number ?? 0) };
        current.delivered = signal ? { signal, action, fpstate: 0 } : null;
        return undefined;
      },
    },
    {
      name: 'none',
      code: 'if (!signr) return false;',
      why: 'Nothing is pending that is not blocked.',
      run: (_kernel, locals) => (num(locals, 'signr') === 0 ? { return: 0 } : undefined),
    },
    {
      name: 'ptrace_signal',
      code: 'if (current->ptrace && signr != SIGKILL && !(ka->sa.sa_flags & SA_IMMUTABLE)) signr = ptrace_signal(signr, &ksig->info);',
      why: 'A tracee stops with every signal but SIGKILL, whatever its action. What its tracer has passed on is not reported again.',
      run: ({ current }, locals) => {
        const { signal } = current?.delivered ?? {};
        const isSeen = !signal || signal.number === SIGNAL.SIGKILL || signal.fatal === true;
        if (isSeen || !flag(locals, 'traced') || current?.tracer === null) return undefined;
        return { call: 'ptrace_signal' };
      },
    },
    {
      name: 'requeue',
      code: 'if (sigismember(&current->blocked, signr)) { send_signal_locked(signr, info, current, type); goto next; }',
      why: 'The tracer may pass on a signal that the tracee blocks. It waits then, as any other.',
      run: ({ current }, locals) => {
        const { signal } = current?.delivered ?? {};
        if (!current || !signal || flag(locals, 'traced') || !(current.blocked & signalBit(signal.number)))
          return undefined;
        enqueueSignal(current.pending, signal);
        return { goto: 'dequeue' };
      },
    },
    {
      name: 'ignore',
      code: 'if (ka->sa.sa_handler == SIG_IGN) goto next;',
      why: 'It was let into the queue while it was blocked, or before the action was changed.',
      run: ({ current }, locals) =>
        num(locals, 'signr') !== 0 && current?.delivered?.action.handler === SIG_IGN ? { goto: 'dequeue' } : undefined,
    },
    {
      name: 'handler',
      code: 'if (ka->sa.sa_handler != SIG_DFL) {',
      why: 'The process has a handler of its own.',
      run: ({ current }) =>
        (current?.delivered?.action.handler ?? SIG_DFL) === SIG_DFL ? { goto: 'default_ignore' } : undefined,
    },
    {
      name: 'reset_hand',
      code: '    if (ka->sa.sa_flags & SA_ONESHOT) ka->sa.sa_handler = SIG_DFL;',
      why: 'SA_RESETHAND: once, and then the default again.',
      run: (kernel, locals) => {
        const { current } = kernel;
        const process = current && kernel.processOf(current);
        if (process && (current.delivered?.action.flags ?? 0) & SA.RESETHAND) {
          delete process.actions[num(locals, 'signr')];
        }
        return undefined;
      },
    },
    {
      name: 'found',
      code: '    return true;',
      why: 'With the action in ksig, as it was a moment ago.',
      run: (_kernel, locals) => ({ return: num(locals, 'signr') }),
    },
    { name: 'handler_end', code: '}', why: '' },
    {
      name: 'default_ignore',
      code: 'if (sig_kernel_ignore(signr)) goto next;',
      why: 'SIGCHLD, SIGCONT, SIGURG and SIGWINCH do nothing unless somebody asks for them.',
      run: (_kernel, locals) =>
        num(locals, 'signr') !== 0 && defaultAction(num(locals, 'signr')) === 'ignore'
          ? { goto: 'dequeue' }
          : undefined,
    },
    {
      name: 'default_stop',
      code: 'if (sig_kernel_stop(signr)) { do_signal_stop(signr); goto next; }',
      why: 'Job control. Which task runs is for the trace to say, so a stopped one just goes on here.',
      run: (_kernel, locals) =>
        num(locals, 'signr') !== 0 && defaultAction(num(locals, 'signr')) === 'stop' ? { goto: 'dequeue' } : undefined,
    },
    {
      name: 'core_dump',
      code: 'if (sig_kernel_coredump(signr)) do_coredump(&ksig->info);',
      why: 'SIGILL, SIGSEGV and their like leave a core file with the registers of every thread.',
      run: (_kernel, locals) =>
        num(locals, 'signr') !== 0 && defaultAction(num(locals, 'signr')) === 'core'
          ? { call: 'do_coredump', with: { signr: num(locals, 'signr') } }
          : undefined,
    },
    {
      name: 'default_action',
      code: 'do_group_exit(signr);',
      why: 'The default for everything else, faults above all, is to end the whole process.',
      run: (kernel, locals) => {
        const signr = num(locals, 'signr');
        if (kernel.current) kernel.current.delivered = null;
        locals.signal = signr === 0 ? '' : signalName(signr);
        return { call: 'do_group_exit', with: { exit_code: signr, signal: text(locals, 'signal') } };
      },
    },
    {
      name: 'end',
      code: 'return false;',
      why: 'Not reached: that was the end of the task.',
      run: () => ({ return: 0 }),
    },
  ],
};
