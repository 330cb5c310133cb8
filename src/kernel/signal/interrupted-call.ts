/** A system call that sleeps when a handler is to run: whether it is made again behind that, or how it ends. */
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO } from '../state/constants';
import type { Wait } from '../state/program-state';
import { isOver } from '../syscalls/time';
import { writeTime } from '../syscalls/time-data';

/** -ERESTARTSYS: behind a handler with SA_RESTART the call is made again. Calls with a limit of time never are. */
export function restarts(wait: Wait): boolean {
  if (wait.kind === 'files') return wait.restarts;
  return wait.kind === 'child' || (wait.kind === 'futex' && wait.until === null);
}

/** The error that the call ends with; 0 for a sleep that is over. What is left of another sleep is written down. */
export function endInterrupted(kernel: KernelContext, wait: Wait): number {
  if (wait.kind !== 'sleep') return ERRNO.EINTR;
  const { until, remaining } = wait;
  if (isOver(kernel.state, until)) return 0;
  if (until === null || remaining === 0) return ERRNO.EINTR;
  return writeTime(kernel, remaining, until - kernel.state.clock) ? ERRNO.EINTR : ERRNO.EFAULT;
}
