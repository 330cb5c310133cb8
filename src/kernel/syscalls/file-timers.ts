/** timerfd_create(2) and what follows (fs/timerfd.c). */
import { install, openFile } from '../files/descriptors';
import { rearmFile } from '../files/file-timer';
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO, O } from '../state/constants';
import type { FileTimer } from '../state/timer-state';
import { BOOT, CLOCK, deadline, originOf, timeOf } from '../time/clocks';
import { expireTimers } from '../time/expire';
import { type Answer, type Call, int, pointer, type SystemCall } from './call';
import { withFile } from './io';
import { ALARM_CLOCKS, TIMER_ABSTIME } from './posix-timers';
import { readSetting, type TimerSetting, UNIT, writeSetting } from './time-data';

const READ_WRITE = 2;
/** TFD_TIMER_CANCEL_ON_SET means nothing here: nobody sets a clock. */
const SET_FLAGS = TIMER_ABSTIME | 2;
const CLOCKS: readonly number[] = [CLOCK.REALTIME, CLOCK.MONOTONIC, CLOCK.BOOTTIME, ...ALARM_CLOCKS];

function create(call: Call): Answer {
  const [number, flags] = [int(call, 0), int(call, 1)];
  if (flags & ~(O.CLOEXEC | O.NONBLOCK) || !CLOCKS.includes(number)) return -ERRNO.EINVAL;
  if (ALARM_CLOCKS.includes(number)) return -ERRNO.EPERM;
  const timer: FileTimer = {
    ...{ kind: 'file', family: call.program.family, ticks: 0n, arrivals: 0, departures: 0 },
    ...{ clock: BOOT, origin: originOf(number), until: null, interval: 0n, hasExpired: false },
  };
  const file = openFile('timer', '', READ_WRITE | (flags & O.NONBLOCK), { timer });
  return install(call.program.files, file, (flags & O.CLOEXEC) !== 0) ?? -ERRNO.EMFILE;
}

/** The timer of the first argument's file. */
function withTimer(call: Call, use: (timer: FileTimer) => Answer): Answer {
  return withFile(call, ({ timer }) => (timer ? use(timer) : -ERRNO.EINVAL));
}

function left({ state }: KernelContext, timer: FileTimer): TimerSetting {
  const now = timeOf(state, timer.clock);
  rearmFile(timer, now);
  const rest = (timer.until ?? now) - now;
  return { interval: timer.interval, value: rest > 0n ? rest : 0n };
}

function set(call: Call): Answer {
  const { kernel } = call;
  const flags = int(call, 1);
  const wanted = readSetting(kernel, pointer(call, 2), UNIT.TIMESPEC);
  if (typeof wanted === 'number') return wanted;
  if (flags & ~SET_FLAGS) return -ERRNO.EINVAL;
  return withTimer(call, (timer) => {
    const before = left(kernel, timer);
    arm(kernel, timer, wanted, (flags & TIMER_ABSTIME) !== 0);
    const old = pointer(call, 3);
    return old === 0 ? 0 : writeSetting(kernel, old, before, UNIT.TIMESPEC);
  });
}

function arm(kernel: KernelContext, timer: FileTimer, { interval, value }: TimerSetting, isAbsolute: boolean): void {
  const { state } = kernel;
  const until = value === 0n ? null : deadline(timeOf(state, timer.clock), value, isAbsolute, timer.origin);
  Object.assign(timer, { until, interval, ticks: 0n, hasExpired: false });
  state.timers = state.timers.filter((other) => other !== timer);
  if (until !== null) state.timers.push(timer);
  expireTimers(kernel);
}

export const fileTimerCalls: readonly SystemCall[] = [
  { number: 283, name: 'timerfd_create', parameters: ['clockid', 'flags'], make: create },
  { number: 286, name: 'timerfd_settime', parameters: ['ufd', 'flags', 'utmr', 'otmr'], make: set },
  {
    number: 287,
    name: 'timerfd_gettime',
    parameters: ['ufd', 'otmr'],
    make: (call) =>
      withTimer(call, (timer) => writeSetting(call.kernel, pointer(call, 1), left(call.kernel, timer), UNIT.TIMESPEC)),
  },
];
