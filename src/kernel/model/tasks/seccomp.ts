/** Filters of system calls, as tasks have them: what they come to for each call (kernel/seccomp.c). */
import type { SeccompAnswer, Task } from '../../state/task';

/** The least that a filter may answer (MAX_ERRNO). */
export const LEAST_ANSWER = -4095n;

/** One more filter. All of a task's filters see a call: to kill wins, else the newest answer does. */
export function addFilter({ seccomp }: Task, syscall: string, answer: SeccompAnswer): void {
  if (seccomp[syscall] !== 'kill') seccomp[syscall] = answer;
}

/** `seccomp_run_filters`: what the task's filters say of a call; undefined where they allow it. */
export function filterAnswer({ seccomp }: Task, syscall: string): SeccompAnswer | undefined {
  return Object.hasOwn(seccomp, syscall) ? seccomp[syscall] : undefined;
}
