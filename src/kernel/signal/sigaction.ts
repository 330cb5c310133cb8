/** rt_sigaction(2) and rt_sigprocmask(2) (kernel/signal.c). Arguments are values here, where the real calls take pointers. */
import { toLinear } from '../../machine/architecture/linear-address';
import { defaultAction, LAST_SIGNAL, mayHandle, setBlocked } from '../model/tasks/signals';
import { big, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { ERRNO, SA, SIG_HOW } from '../state/constants';

export const sysRtSigaction: Routine<'sys_rt_sigaction'> = {
  name: 'sys_rt_sigaction',
  signature: 'long sys_rt_sigaction(int sig, const struct sigaction *act, struct sigaction *oact, size_t sigsetsize)',
  file: 'kernel/signal.c',
  summary: 'What the process does about a signal: the default, nothing, or a handler of its own.',
  steps: [
    {
      name: 'check_signal',
      code: 'if (!valid_signal(sig) || sig < 1 || sig_kernel_only(sig)) return -EINVAL;',
      why: 'SIGKILL and SIGSTOP always do what they do.',
      run: (_kernel, locals) => {
        const sig = num(locals, 'sig');
        return sig >= 1 && sig <= LAST_SIGNAL && mayHandle(sig) ? undefined : { return: -ERRNO.EINVAL };
      },
    },
    {
      name: 'set',
      code: 'sigdelsetmask(&act->sa.sa_mask, sigmask(SIGKILL) | sigmask(SIGSTOP)); *k = *act;',
      why: 'For all threads. The C library adds SA_RESTORER, with a stub that calls rt_sigreturn.',
      run: (kernel, locals) => {
        const process = kernel.current && kernel.processOf(kernel.current);
        if (!process) return undefined;
        process.actions[num(locals, 'sig')] = {
          handler: toLinear(big(locals, 'handler')) ?? 0,
          flags: (num(locals, 'flags') | (locals.restorer === undefined ? SA.RESTORER : 0)) >>> 0,
          mask: big(locals, 'mask'),
          ...(locals.restorer !== undefined && { restorer: toLinear(big(locals, 'restorer')) ?? 0 }),
        };
        return undefined;
      },
    },
    {
      name: 'flush',
      code: 'if (sig_handler_ignored(sig_handler(p, sig), sig)) flush_sigqueue_mask(&mask, &p->signal->shared_pending);',
      why: 'What is ignored from now on does not wait any longer, blocked or not.',
      run: (kernel, locals) => {
        const { current, state } = kernel;
        const process = current && kernel.processOf(current);
        const sig = num(locals, 'sig');
        const { handler } = process?.actions[sig] ?? { handler: 0 };
        if (!process || handler > 1 || (handler === 0 && defaultAction(sig) !== 'ignore')) return undefined;
        const owners = [process, ...process.threads.flatMap((id) => state.tasks[id] ?? [])];
        for (const owner of owners) owner.pending = owner.pending.filter(({ number }) => number !== sig);
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

export const sysRtSigprocmask: Routine<'sys_rt_sigprocmask'> = {
  name: 'sys_rt_sigprocmask',
  signature: 'long sys_rt_sigprocmask(int how, sigset_t *nset, sigset_t *oset, size_t sigsetsize)',
  file: 'kernel/signal.c',
  summary: 'Which signals wait. Those that a fault of the task itself causes are not held up by it: they kill.',
  steps: [
    {
      name: 'how',
      code: 'switch (how) { case SIG_BLOCK: newset |= nset; case SIG_UNBLOCK: newset &= ~nset; case SIG_SETMASK: newset = nset; default: return -EINVAL; }',
      why: 'Of this thread alone.',
      run: ({ current }, locals) => {
        const [how, set] = [num(locals, 'how'), big(locals, 'nset')];
        const blocked = current?.blocked ?? 0n;
        if (how === SIG_HOW.BLOCK) locals.newset = blocked | set;
        else if (how === SIG_HOW.UNBLOCK) locals.newset = blocked & ~set;
        else if (how === SIG_HOW.SETMASK) locals.newset = set;
        else return { return: -ERRNO.EINVAL };
        return undefined;
      },
    },
    {
      name: 'set',
      code: 'set_current_blocked(&newset);',
      why: 'SIGKILL and SIGSTOP stay unblocked. What was waiting and is let through now comes before the caller goes on.',
      run: ({ current }, locals) => {
        if (current) setBlocked(current, big(locals, 'newset'));
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};
