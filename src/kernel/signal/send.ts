/** Sending a signal (kernel/signal.c): from `signal` in a trace, and kill(2). */

import { enqueueSignal, isIgnored, LAST_SIGNAL, signalBit, signalName } from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { big, flag, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO, SI_USER, SIGNAL } from '../state/constants';
import type { Process } from '../state/process';
import type { PendingSignal } from '../state/signal-state';
import type { Task } from '../state/task';
import { isAlive } from '../state/task';

/** As a pid: all processes but the own one. */
const EVERYBODY = -1;

export const sendSignal: Routine<'send_signal_locked'> = {
  name: 'send_signal_locked',
  context: 'irqs',
  signature: 'int send_signal_locked(int sig, struct kernel_siginfo *info, struct task_struct *t, enum pid_type type)',
  file: 'kernel/signal.c',
  summary: 'Puts a signal where its target finds it on its way back to user mode. Nothing of the target runs here.',
  steps: [
    {
      name: 'prepare',
      code: 'trace_signal_generate(sig, info, t); if (!prepare_signal(sig, t)) return 0;',
      why: 'What the target ignores is dropped at once, unless it is blocked: its action may change before it is let through.',
      run: (kernel, locals) => {
        const target = kernel.task(text(locals, 't'));
        const sig = num(locals, 'sig');
        if (!target || !isAlive(target)) return { return: 0 };
        const { name: signal, code, address } = siginfo(locals);
        kernel.emit({ kind: 'signal', task: target.name, signal, code, address });
        return isIgnored(kernel, target, sig) ? { return: 0 } : undefined;
      },
    },
    {
      name: 'queue',
      code: 'pending = type == PIDTYPE_PID ? &t->pending : &t->signal->shared_pending; if (!legacy_queue(pending, sig)) list_add_tail(&q->list, &pending->list);',
      why: 'For the thread, or for whichever thread of the process takes it. A standard signal waits once, however often it is sent.',
      run: (kernel, locals) => {
        const target = kernel.task(text(locals, 't'));
        const queue = flag(locals, 'group') && target ? kernel.processOf(target)?.pending : target?.pending;
        if (queue) enqueueSignal(queue, siginfo(locals));
        return undefined;
      },
    },
    {
      name: 'complete',
      code: 'complete_signal(sig, t, type);',
      why: 'Sets TIF_SIGPENDING for a thread that does not block it. One that runs on another CPU is interrupted there, so that it enters the kernel and looks.',
      run: (kernel, locals) => {
        const target = kernel.task(text(locals, 't'));
        if (target && num(locals, 'sig') === SIGNAL.SIGKILL) wakeToDie(kernel, target);
        if (target) for (const { cpu } of takers(kernel, target, locals)) if (cpu !== null) kernel.interrupt(cpu);
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

function siginfo(locals: LocalsWith<'code' | 'sender' | 'sig'>): PendingSignal {
  const number = num(locals, 'sig');
  const sender = num(locals, 'sender');
  return { name: signalName(number), number, code: num(locals, 'code'), address: null, sender };
}

/** SIGKILL ends waits that nothing else ends: for a tracer, and for a child of vfork. */
function wakeToDie(kernel: KernelContext, target: Task): void {
  for (const id of kernel.processOf(target)?.threads ?? []) {
    const thread = kernel.state.tasks[id];
    if (thread) Object.assign(thread, { stopped: false, vforkChild: null });
  }
}

function takers(kernel: KernelContext, target: Task, locals: LocalsWith<'group' | 'sig'>): readonly Task[] {
  const { tasks } = kernel.state;
  const threads = flag(locals, 'group') ? (kernel.processOf(target)?.threads ?? []) : [target.id];
  const bit = signalBit(num(locals, 'sig') || 1);
  return threads.flatMap((id) => tasks[id] ?? []).filter((task) => isAlive(task) && (task.blocked & bit) === 0n);
}

export const sysKill: Routine<'sys_kill'> = {
  name: 'sys_kill',
  signature: 'long sys_kill(pid_t pid, int sig)',
  file: 'kernel/signal.c',
  summary: 'kill(2): a signal to all of a process, or of a group; signal 0 only asks whether there is one.',
  steps: [
    {
      name: 'find',
      code: 'p = pid > 0 ? pid_task(find_vpid(pid), PIDTYPE_PID) : first_of_group(pid); if (!p) return -ESRCH;',
      why: '0 means the own process group, -1 all processes but the own one, another negative number the group of that number.',
      run: (kernel, locals) => {
        const [task] = targets(kernel, pidOf(locals));
        if (!task) return { return: -ERRNO.ESRCH };
        locals.p = task.name;
        return undefined;
      },
    },
    {
      name: 'check_signal',
      code: 'if (!valid_signal(sig)) return -EINVAL;',
      why: 'Signals have the numbers 1 to 64.',
      run: (_kernel, locals) => (big(locals, 'sig') > BigInt(LAST_SIGNAL) ? { return: -ERRNO.EINVAL } : undefined),
    },
    {
      name: 'check_null',
      code: 'if (!sig) return 0;',
      why: 'The process exists; that was the question.',
      run: (_kernel, locals) => (big(locals, 'sig') === 0n ? { return: 0 } : undefined),
    },
    {
      name: 'send',
      code: 'ret = send_signal_locked(sig, &info, p, PIDTYPE_TGID);',
      why: 'To the process, with SI_USER and the number of the sender.',
      run: (kernel, locals) => ({
        call: 'send_signal_locked',
        with: {
          sig: num(locals, 'sig'),
          t: text(locals, 'p'),
          group: true,
          code: SI_USER,
          sender: kernel.current?.pid ?? 0,
        },
        into: 'ret',
      }),
    },
    {
      name: 'next',
      code: 'if (p = next_of_group(pid, p)) /* send to p as well */',
      why: 'A group gets it process by process: `kill(0, SIGTERM)` reaches the sender too.',
      run: (kernel, locals) => {
        const all = targets(kernel, pidOf(locals));
        const next = all[all.findIndex(({ name }) => name === locals.p) + 1];
        if (!next) return undefined;
        locals.p = next.name;
        return { goto: 'send' };
      },
    },
    { name: 'return', code: 'return ret;', why: '', run: (_kernel, locals) => ({ return: num(locals, 'ret') }) },
  ],
};

function pidOf(locals: LocalsWith<'pid'>): number {
  return Number(BigInt.asIntN(32, big(locals, 'pid')));
}

/** What kill(2) sends to: a task of each process that `pid` means. */
function targets(kernel: KernelContext, pid: number): readonly Task[] {
  const { tasks, processes } = kernel.state;
  if (pid > 0) {
    const task = tasks.findLast((candidate) => candidate.pid === pid && !candidate.kthread);
    return task ? [task] : [];
  }
  const own = kernel.current && kernel.processOf(kernel.current);
  const isMeant = (process: Process) =>
    pid === EVERYBODY ? process !== own : process.group === (pid === 0 ? own?.group : -pid);
  return processes
    .filter(isMeant)
    .flatMap(
      ({ threads }) => threads.flatMap((id) => tasks[id] ?? []).find((task) => isAlive(task) && !task.kthread) ?? [],
    );
}
