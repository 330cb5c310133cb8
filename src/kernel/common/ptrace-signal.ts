/** A tracee and its signals (kernel/signal.c, kernel/ptrace.c): it stops with each of them, and goes on as its tracer says. */

import { FLAG } from '../../machine/architecture/bits';
import { LAST_SIGNAL, signalName } from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { big, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO, PTRACE, SI_USER } from '../state/constants';
import type { PendingSignal } from '../state/signal-state';
import type { Task } from '../state/task';

export const ptraceSignal: Routine<'ptrace_signal'> = {
  name: 'ptrace_signal',
  signature: 'static int ptrace_signal(int signr, kernel_siginfo_t *info, enum pid_type type)',
  file: 'kernel/signal.c',
  summary: 'A signal for a tracee: its tracer hears of it first.',
  steps: [
    {
      name: 'report',
      code: 'current->last_siginfo = info;',
      why: 'What the tracer decides about: PTRACE_CONT and its like say with which signal the tracee goes on, 0 for none.',
      run: ({ current }, locals) => {
        locals.exit_code = current?.delivered?.signal.number ?? 0;
        if (current) Object.assign(current.tracee, { reported: current.delivered?.signal ?? null });
        if (current) current.delivered = null;
        return undefined;
      },
    },
    {
      name: 'stop',
      code: 'signr = ptrace_stop(signr, CLD_TRAPPED, 0, info);',
      why: 'Leaves the CPU until then.',
      run: ({ current }, { exit_code = 0 }) => ({
        call: 'ptrace_stop',
        with: { child: current?.name ?? null, exit_code },
      }),
    },
    {
      name: 'resumed',
      code: 'return signr;',
      why: 'Here the tracee goes on later. Its way back to user mode begins anew then, with the signal that it was given.',
      run: () => ({ abandon: true }),
    },
  ],
};

export const ptraceResume: Routine<'ptrace_resume'> = {
  name: 'ptrace_resume',
  signature: 'static int ptrace_resume(struct task_struct *child, long request, unsigned long data)',
  file: 'kernel/ptrace.c',
  summary: 'A stopped tracee goes on: freely, or for one instruction.',
  steps: [
    {
      name: 'check_signal',
      code: 'if (!valid_signal(data)) return -EIO;',
      why: 'In data is the signal that it gets, 0 for none.',
      run: (_kernel, locals) => (isValidSignal(locals) ? undefined : { return: -ERRNO.EIO }),
    },
    {
      name: 'single_step',
      code: 'if (request == PTRACE_SINGLESTEP) user_enable_single_step(child);',
      why: 'RFLAGS.TF: #DB behind the next instruction. TIF_FORCED_TF notes that the flag is not the program’s own.',
      run: (kernel, locals) => {
        const child = tracedChild(kernel, locals);
        if (child && big(locals, 'request') === PTRACE.SINGLESTEP) enableSingleStep(child);
        return undefined;
      },
    },
    {
      name: 'no_step',
      code: 'else user_disable_single_step(child);',
      why: 'A program that has set RFLAGS.TF itself keeps it.',
      run: (kernel, locals) => {
        const child = tracedChild(kernel, locals);
        if (child && big(locals, 'request') !== PTRACE.SINGLESTEP) disableSingleStep(child);
        return undefined;
      },
    },
    {
      name: 'wake',
      code: 'child->exit_code = data; wake_up_state(child, __TASK_TRACED); return 0;',
      why: 'It loads its registers from memory when it is back in user mode.',
      run: (kernel, locals) => {
        const child = tracedChild(kernel, locals);
        if (child) resume(kernel, child, num(locals, 'data'));
        return { return: 0 };
      },
    },
  ],
};

/** `valid_signal` of the local `data`. */
export function isValidSignal(locals: LocalsWith<'data'>): boolean {
  return big(locals, 'data') <= BigInt(LAST_SIGNAL);
}

/** Resumes the tracee with the signal of that number. The signal that it stopped with keeps its siginfo; another gets a new one. */
export function resume(kernel: KernelContext, child: Task, number: number): void {
  const { reported } = child.tracee;
  const sender = kernel.current?.pid ?? 0;
  const other: PendingSignal = { name: signalName(number), number, code: SI_USER, address: null, sender };
  child.stopped = false;
  // Only a tracee that stopped with a signal takes the signal of its tracer.
  const passed = reported?.number === number ? reported : other;
  child.tracee.passed = reported && number !== 0 ? passed : null;
  Object.assign(child.tracee, { reported: null, exitCode: 0 });
}

/** `enable_single_step`, for a task whose registers are in memory. */
function enableSingleStep({ saved, tracee }: Task): void {
  tracee.forcedTf ||= (saved.rflags & FLAG.TF) === 0;
  tracee.singleStep = true;
  saved.rflags |= FLAG.TF;
}

/** `user_disable_single_step`, likewise. */
export function disableSingleStep({ saved, tracee }: Task): void {
  if (tracee.forcedTf) saved.rflags &= ~FLAG.TF;
  Object.assign(tracee, { singleStep: false, forcedTf: false });
}

/** The task that the local `child` names. */
export function tracedChild(kernel: KernelContext, locals: LocalsWith<'child'>): Task | undefined {
  return kernel.task(text(locals, 'child'));
}
