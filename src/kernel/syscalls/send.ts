/** Signals that system calls of programs lead to: to a thread, or to a process. */
import { enqueueSignal, isIgnored, signalName } from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { SI_KERNEL, SI_USER } from '../state/constants';
import type { Process } from '../state/process';
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
  const [thread] = process.threads.flatMap((id) => kernel.state.tasks[id] ?? []).filter(isAlive);
  if (!thread || isIgnored(kernel, thread, number)) return;
  enqueueSignal(process.pending, { name: signalName(number), number, code, address: null, sender });
}
