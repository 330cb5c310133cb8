/** Signals that system calls of programs and timers lead to: to a thread, or to a process. */
import { enqueueSignal, isIgnored, signalName } from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { SI_KERNEL, SI_USER } from '../state/constants';
import type { Process } from '../state/process';
import type { PendingSignal } from '../state/signal-state';
import type { Task } from '../state/task';
import { isAlive } from '../state/task';

/** To the thread itself, by the kernel. */
export function sendToTask(kernel: KernelContext, task: Task, number: number): void {
  if (isIgnored(kernel, task, number)) return;
  enqueueSignal(task.pending, { name: signalName(number), number, code: SI_USER, address: null, sender: task.pid });
}

/** To any thread of the process. @param code `si_code`. */
export function sendToProcess(
  kernel: KernelContext,
  process: Process,
  number: number,
  { code = SI_KERNEL, sender = 0 }: { readonly code?: number; readonly sender?: number } = {},
): void {
  const [thread] = receiversOf(kernel, process.id, null);
  if (!thread || isIgnored(kernel, thread, number)) return;
  enqueueSignal(process.pending, { name: signalName(number), number, code, address: null, sender });
}

/**
 * By a timer, to a thread of the process, or to any of them. False where it is dropped: ignored, or nobody is there.
 *
 * @param thread index of a task; null for the process.
 */
export function sendByTimer(
  kernel: KernelContext,
  process: number,
  thread: number | null,
  signal: PendingSignal,
): boolean {
  const receivers = receiversOf(kernel, process, thread);
  const [receiver] = receivers;
  if (!receiver || !isTaken(kernel, process, thread, signal.number)) return false;
  const queue = thread === null ? kernel.processOf(receiver)?.pending : receiver.pending;
  if (queue) enqueueSignal(queue, signal);
  const { name, code, address } = signal;
  kernel.emit({ kind: 'signal', task: receiver.name, signal: name, code, address });
  for (const { cpu } of receivers) if (cpu !== null && cpu !== kernel.cpu.index) kernel.interrupt(cpu);
  return true;
}

/** Whether a timer's signal comes into a queue. */
export function isTaken(kernel: KernelContext, process: number, thread: number | null, number: number): boolean {
  const [receiver] = receiversOf(kernel, process, thread);
  return receiver !== undefined && !isIgnored(kernel, receiver, number);
}

function receiversOf({ state }: KernelContext, process: number, thread: number | null): readonly Task[] {
  const threads = thread === null ? (state.processes[process]?.threads ?? []) : [thread];
  return threads.flatMap((id) => state.tasks[id] ?? []).filter(isAlive);
}
