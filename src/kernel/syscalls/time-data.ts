/** Times in user memory, as system calls take and give them: `struct timespec`, `struct timeval`, and settings of timers. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO } from '../state/constants';
import { KTIME_MAX, SECOND } from '../time/clocks';
import { readView, writeWords } from './user-data';

const TIME_SIZE = 16;
const MICROSECOND = 1000n;

/** What the second field of a time counts, in nanoseconds. */
export const UNIT = { TIMESPEC: 1n, TIMEVAL: MICROSECOND } as const;

/** Nanoseconds, up to `KTIME_MAX`; a negative error where nothing can be read, or a field is out of its range. */
export function readTime(kernel: KernelContext, address: LinearAddress, unit: bigint = UNIT.TIMESPEC): bigint | number {
  const view = readView(kernel, address, TIME_SIZE);
  return view ? timeIn(view, 0, unit) : -ERRNO.EFAULT;
}

function timeIn(view: DataView, at: number, unit: bigint): bigint | number {
  const [seconds, rest] = [view.getBigInt64(at, true), view.getBigInt64(at + 8, true)];
  if (seconds < 0n || rest < 0n || rest >= SECOND / unit) return -ERRNO.EINVAL;
  const time = seconds * SECOND + rest * unit;
  return time < KTIME_MAX ? time : KTIME_MAX;
}

export function writeTime(kernel: KernelContext, address: LinearAddress, time: bigint, unit: bigint = UNIT.TIMESPEC) {
  return writeWords(kernel, address, wordsOf(time, unit));
}

/** The fields of a time: seconds, and the rest in units. */
export function wordsOf(time: bigint, unit: bigint): readonly [bigint, bigint] {
  return [time / SECOND, (time % SECOND) / unit];
}

/** How a timer is set, or how much of that is left, in nanoseconds. */
export interface TimerSetting {
  readonly interval: bigint;
  readonly value: bigint;
}

/** `struct itimerspec` or `struct itimerval`; a negative error as `readTime`. */
export function readSetting(kernel: KernelContext, address: LinearAddress, unit: bigint): TimerSetting | number {
  const view = readView(kernel, address, 2 * TIME_SIZE);
  if (!view) return -ERRNO.EFAULT;
  const [interval, value] = [timeIn(view, 0, unit), timeIn(view, TIME_SIZE, unit)];
  if (typeof interval === 'number') return interval;
  return typeof value === 'number' ? value : { interval, value };
}

/** -EFAULT where it cannot be written, else 0. */
export function writeSetting(
  kernel: KernelContext,
  address: LinearAddress,
  { interval, value }: TimerSetting,
  unit: bigint,
): number {
  return writeWords(kernel, address, [...wordsOf(interval, unit), ...wordsOf(value, unit)]) ? 0 : -ERRNO.EFAULT;
}
