/** Clocks and sleeping (kernel/time): virtual time, which goes on by a microsecond whenever somebody looks at it. */
import { ERRNO } from '../state/constants';
import type { KernelState } from '../state/state';
import { type Answer, arg, type Call, int, pointer, type SystemCall } from './call';
import { EPOCH } from './stat';
import { readTime, writeTime, writeWords } from './user-data';

const SECOND = 1_000_000_000n;
const LOOK = 1000n;
const TIMER_ABSTIME = 1;
const CLOCKS = 12;

/** CLOCK_REALTIME and CLOCK_REALTIME_COARSE count from 1970; all others from the boot. */
function now(state: KernelState, clock: number): bigint {
  state.clock += LOOK;
  return isWallClock(clock) ? EPOCH * SECOND + state.clock : state.clock;
}

function isWallClock(clock: number): boolean {
  return clock === 0 || clock === 5 || clock === 11;
}

/** When a time that a call gives is over, as the boot's clock counts. */
export function deadline(state: KernelState, time: bigint, clock: number, isAbsolute: boolean): bigint {
  if (!isAbsolute) return state.clock + time;
  return isWallClock(clock) ? time - EPOCH * SECOND : time;
}

function getTime(call: Call): Answer {
  const clock = int(call, 0);
  if (clock >= CLOCKS) return -ERRNO.EINVAL;
  return writeTime(call.kernel, pointer(call, 1), now(call.kernel.state, clock)) ? 0 : -ERRNO.EFAULT;
}

function timeOfDay(call: Call): Answer {
  const at = pointer(call, 0);
  if (at === 0) return 0;
  return writeTime(call.kernel, at, now(call.kernel.state, 0), 1000n) ? 0 : -ERRNO.EFAULT;
}

function seconds(call: Call): Answer {
  const value = now(call.kernel.state, 0) / SECOND;
  const at = pointer(call, 0);
  return at === 0 || writeWords(call.kernel, at, [value]) ? value : -ERRNO.EFAULT;
}

/** @param at index of the argument with the time. */
function sleep(call: Call, at: number, clock: number, isAbsolute: boolean): Answer {
  const { kernel, resumed } = call;
  if (resumed?.kind === 'sleep') return isOver(kernel.state, resumed.until) ? 0 : { wait: resumed };
  const time = readTime(kernel, pointer(call, at));
  if (time === undefined) return -ERRNO.EFAULT;
  if (time < 0n) return -ERRNO.EINVAL;
  const until = deadline(kernel.state, time, clock, isAbsolute);
  return isOver(kernel.state, until) ? 0 : { wait: { kind: 'sleep', until } };
}

export function isOver({ clock }: KernelState, until: bigint | null): boolean {
  return until !== null && clock >= until;
}

export const timeCalls: readonly SystemCall[] = [
  { number: 35, name: 'nanosleep', parameters: ['rqtp', 'rmtp'], make: (call) => sleep(call, 0, 1, false) },
  { number: 96, name: 'gettimeofday', parameters: ['tv', 'tz'], make: timeOfDay },
  { number: 201, name: 'time', parameters: ['tloc'], make: seconds },
  { number: 228, name: 'clock_gettime', parameters: ['which_clock', 'tp'], make: getTime },
  {
    number: 229,
    name: 'clock_getres',
    parameters: ['which_clock', 'tp'],
    make: (call) => (arg(call, 1) === 0n || writeTime(call.kernel, pointer(call, 1), 1n) ? 0 : -ERRNO.EFAULT),
  },
  {
    number: 230,
    name: 'clock_nanosleep',
    parameters: ['which_clock', 'flags', 'rqtp', 'rmtp'],
    make: (call) => sleep(call, 2, int(call, 0), (int(call, 1) & TIMER_ABSTIME) !== 0),
  },
];
