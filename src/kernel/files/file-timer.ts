/** Files of timerfd(2) (fs/timerfd.c). */
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO, O } from '../state/constants';
import type { OpenFile } from '../state/program-state';
import type { FileTimer } from '../state/timer-state';
import { timeOf } from '../time/clocks';
import { forward } from '../time/rearm';
import type { Read } from './outcome';

const SIZE = 8;

/** How often it has expired since it was read or set last, as eight bytes; 0 is not read. */
export function readTimer({ state }: KernelContext, { timer, flags }: OpenFile, count: number): Read {
  if (!timer || count < SIZE) return -ERRNO.EINVAL;
  if (timer.ticks === 0n) return flags & O.NONBLOCK ? -ERRNO.EAGAIN : 'wait';
  rearmFile(timer, timeOf(state, timer.clock));
  const { ticks } = timer;
  timer.ticks = 0n;
  timer.departures++;
  return new Uint8Array(BigUint64Array.of(ticks).buffer);
}

/** One with an interval that has expired is armed again, and has counted what has passed meanwhile. */
export function rearmFile(timer: FileTimer, now: bigint): void {
  if (!timer.hasExpired) return;
  timer.ticks += forward(timer, now) - 1n;
  timer.hasExpired = false;
}
