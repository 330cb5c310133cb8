/** Clocks and sleeping (kernel/time). */
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO } from '../state/constants';
import type { KernelState } from '../state/state';
import { BOOT, CLOCK, clockOf, deadline, KTIME_MAX, originOf, SECOND, timeOf } from '../time/clocks';
import { passSystemTime } from '../time/expire';
import { type Answer, arg, type Call, int, pointer, type SystemCall } from './call';
import { TIMER_ABSTIME } from './posix-timers';
import { readTime, UNIT, writeTime } from './time-data';
import { writeWords } from './user-data';

/** What a look at a clock takes. */
const LOOK = 1000n;

function now(kernel: KernelContext, clock = BOOT): bigint {
  passSystemTime(kernel, LOOK);
  return timeOf(kernel.state, clock);
}

function getTime(call: Call): Answer {
  const { kernel, task } = call;
  const number = int(call, 0);
  const clock = clockOf(kernel, task, number);
  if (!clock) return -ERRNO.EINVAL;
  return writeTime(kernel, pointer(call, 1), originOf(number) + now(kernel, clock)) ? 0 : -ERRNO.EFAULT;
}

function resolution(call: Call): Answer {
  if (!clockOf(call.kernel, call.task, int(call, 0))) return -ERRNO.EINVAL;
  return arg(call, 1) === 0n || writeTime(call.kernel, pointer(call, 1), 1n) ? 0 : -ERRNO.EFAULT;
}

function wallTime(kernel: KernelContext): bigint {
  return originOf(CLOCK.REALTIME) + now(kernel);
}

function timeOfDay(call: Call): Answer {
  const at = pointer(call, 0);
  if (at === 0) return 0;
  return writeTime(call.kernel, at, wallTime(call.kernel), UNIT.TIMEVAL) ? 0 : -ERRNO.EFAULT;
}

function seconds(call: Call): Answer {
  const value = wallTime(call.kernel) / SECOND;
  const at = pointer(call, 0);
  return at === 0 || writeWords(call.kernel, at, [value]) ? value : -ERRNO.EFAULT;
}

interface Sleep {
  /** Index of the argument with the time; what is left goes to the next one. */
  readonly at: number;
  /** Number of the clock. */
  readonly clock: number;
  readonly isAbsolute: boolean;
}

function sleep(call: Call, { at, clock, isAbsolute }: Sleep): Answer {
  const { kernel, resumed } = call;
  if (resumed?.kind === 'sleep') return isOver(kernel.state, resumed.until) ? 0 : { wait: resumed };
  const time = readTime(kernel, pointer(call, at));
  if (typeof time === 'number') return time;
  const until = deadline(kernel.state.clock, time, isAbsolute, originOf(clock));
  if (isOver(kernel.state, until)) return 0;
  return { wait: { kind: 'sleep', until, remaining: isAbsolute ? 0 : pointer(call, at + 1) } };
}

/** Of the clocks of CPU time, none can be slept by. */
function sleepByClock(call: Call): Answer {
  const clock = int(call, 0);
  const own = clockOf(call.kernel, call.task, clock);
  if (!own || clock === CLOCK.THREAD_CPUTIME) return -ERRNO.EINVAL;
  if (own.of !== 'boot') return -ERRNO.EOPNOTSUPP;
  return sleep(call, { at: 2, clock, isAbsolute: (int(call, 1) & TIMER_ABSTIME) !== 0 });
}

export function isOver({ clock }: KernelState, until: bigint | null): boolean {
  return until !== null && until < KTIME_MAX && clock >= until;
}

export const timeCalls: readonly SystemCall[] = [
  {
    number: 35,
    name: 'nanosleep',
    parameters: ['rqtp', 'rmtp'],
    make: (call) => sleep(call, { at: 0, clock: CLOCK.MONOTONIC, isAbsolute: false }),
  },
  { number: 96, name: 'gettimeofday', parameters: ['tv', 'tz'], make: timeOfDay },
  { number: 201, name: 'time', parameters: ['tloc'], make: seconds },
  { number: 228, name: 'clock_gettime', parameters: ['which_clock', 'tp'], make: getTime },
  { number: 229, name: 'clock_getres', parameters: ['which_clock', 'tp'], make: resolution },
  {
    number: 230,
    name: 'clock_nanosleep',
    parameters: ['which_clock', 'flags', 'rqtp', 'rmtp'],
    note: 'Clocks of CPU time are -EOPNOTSUPP.',
    make: sleepByClock,
  },
];
