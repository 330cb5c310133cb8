/** The system-call filters of tasks, and the answer that they give to each call (kernel/seccomp.c). */
import type { SeccompAnswer, Task } from '../../state/task';

/** The least that a filter may answer (MAX_ERRNO). */
export const LEAST_ANSWER = -4095n;

/** One more filter. All of a task's filters see a call: to kill wins, else the newest answer does. */
export function addFilter(task: Task, syscall: string, answer: SeccompAnswer): void {
  task.seccomp = [...task.seccomp, { syscall, answer }];
}

/** `seccomp_run_filters`: the answer of the task's filters to a call; undefined where the filters allow the call. */
export function filterAnswer({ seccomp }: Task, syscall: string): SeccompAnswer | undefined {
  const answers = seccomp.filter((each) => each.syscall === syscall).map(({ answer }) => answer);
  return answers.includes('kill') ? 'kill' : answers.at(-1);
}
