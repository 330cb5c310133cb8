/** The system-call filters of tasks, and the answer that they give to each call (kernel/seccomp.c). */
import type { SeccompAnswer, Task } from '../../state/task';

/** The least that a filter may answer (MAX_ERRNO). */
export const LEAST_ANSWER = -4095n;

/** One more filter. All of a task's filters see a call: to kill wins, else the newest answer does. */
export function addFilter({ seccomp }: Task, syscall: string, answer: SeccompAnswer): void {
  if (seccomp[syscall] !== 'kill') seccomp[syscall] = answer;
}

/** `seccomp_run_filters`: the answer of the task's filters to a call; undefined where the filters allow the call. */
export function filterAnswer({ seccomp }: Task, syscall: string): SeccompAnswer | undefined {
  return Object.hasOwn(seccomp, syscall) ? seccomp[syscall] : undefined;
}
