/** timer_create(2) and what follows (kernel/time/posix-timers.c). */
import { LAST_SIGNAL, MOST_QUEUED } from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO, SIGNAL } from '../state/constants';
import type { PosixTimer } from '../state/timer-state';
import { CLOCK, clockOf, deadline, originOf, timeOf } from '../time/clocks';
import { expireTimers } from '../time/expire';
import { forward, overrunOf } from '../time/rearm';
import { type Answer, type Call, int, pointer, type SystemCall } from './call';
import { readSetting, type TimerSetting, UNIT, writeSetting } from './time-data';
import { readView, write32 } from './user-data';

/** `sigev_notify`. SIGEV_THREAD is for the C library, and a signal here. */
const SIGEV = { SIGNAL: 0, NONE: 1, THREAD: 2, THREAD_ID: 4 } as const;
/** `struct sigevent` */
const SIGEVENT = { VALUE: 0, SIGNO: 8, NOTIFY: 12, TID: 16, SIZE: 64 } as const;
export const TIMER_ABSTIME = 1;

/** Clocks that can be read, and that no timer goes by. */
const READ_ONLY: readonly number[] = [CLOCK.MONOTONIC_RAW, CLOCK.REALTIME_COARSE, CLOCK.MONOTONIC_COARSE];
/** Clocks that wake up a machine which sleeps: for who has CAP_WAKE_ALARM. */
export const ALARM_CLOCKS: readonly number[] = [CLOCK.REALTIME_ALARM, CLOCK.BOOTTIME_ALARM];

type Notice = Pick<PosixTimer, 'signal' | 'thread' | 'value'>;

/** What the caller wants to be told; a negative error where that is not possible. */
function noticeOf(call: Call, id: number): Notice | number {
  const at = pointer(call, 1);
  if (at === 0) return { signal: SIGNAL.SIGALRM, thread: null, value: BigInt(id) };
  const view = readView(call.kernel, at, SIGEVENT.SIZE);
  if (!view) return -ERRNO.EFAULT;
  const [signal, notify] = [view.getInt32(SIGEVENT.SIGNO, true), view.getInt32(SIGEVENT.NOTIFY, true)];
  const value = view.getBigUint64(SIGEVENT.VALUE, true);
  if (notify === SIGEV.NONE) return { signal: null, thread: null, value };
  if (signal <= 0 || signal > LAST_SIGNAL) return -ERRNO.EINVAL;
  if (notify === SIGEV.SIGNAL || notify === SIGEV.THREAD) return { signal, thread: null, value };
  if (notify !== SIGEV.THREAD_ID) return -ERRNO.EINVAL;
  const thread = threadOf(call, view.getInt32(SIGEVENT.TID, true));
  return thread === undefined ? -ERRNO.EINVAL : { signal, thread, value };
}

function threadOf({ kernel, process }: Call, pid: number): number | undefined {
  return kernel.state.tasks.findLast((task) => task.pid === pid && task.process === process.id)?.id;
}

function create(call: Call): Answer {
  const { kernel, task, process, program } = call;
  const { timers } = kernel.state;
  const number = int(call, 0);
  const clock = clockOf(kernel, task, number);
  if (!clock) return -ERRNO.EINVAL;
  if (READ_ONLY.includes(number)) return -ERRNO.EOPNOTSUPP;
  const own = timers.filter((timer) => timer.kind === 'posix' && timer.process === process.id);
  if (own.length >= MOST_QUEUED) return -ERRNO.EAGAIN;
  const id = program.nextTimer;
  const notice = noticeOf(call, id);
  if (typeof notice === 'number') return notice;
  if (ALARM_CLOCKS.includes(number)) return -ERRNO.EPERM;
  if (!write32(kernel, pointer(call, 2), id)) return -ERRNO.EFAULT;
  program.nextTimer++;
  timers.push({
    ...{ kind: 'posix', process: process.id, id, ...notice },
    ...{ clock, until: null, interval: 0n, hasExpired: false },
    ...{ origin: originOf(number), queued: null, overrun: 0n, lastOverrun: 0n, settings: 0 },
  });
  return 0;
}

/** What to do with the timer of the first argument; -EINVAL where there is none. */
function withTimer(call: Call, use: (timer: PosixTimer) => Answer): Answer {
  const id = int(call, 0);
  const timer = call.kernel.state.timers.find(
    (candidate): candidate is PosixTimer =>
      candidate.kind === 'posix' && candidate.process === call.process.id && candidate.id === id,
  );
  return timer ? use(timer) : -ERRNO.EINVAL;
}

/** One that waits for its signal to be taken counts on meanwhile, and so does one that sends none. */
function left({ state }: KernelContext, timer: PosixTimer): TimerSetting {
  const { interval } = timer;
  const now = timeOf(state, timer.clock);
  if (timer.hasExpired || timer.signal === null) timer.overrun += forward(timer, now);
  if (timer.until === null) return { interval, value: 0n };
  const rest = timer.until - now;
  if (rest > 0n) return { interval, value: rest };
  return { interval, value: timer.signal === null ? 0n : 1n };
}

function set(call: Call): Answer {
  const { kernel } = call;
  const [given, old] = [pointer(call, 2), pointer(call, 3)];
  if (given === 0) return -ERRNO.EINVAL;
  const wanted = readSetting(kernel, given, UNIT.TIMESPEC);
  if (typeof wanted === 'number') return wanted;
  return withTimer(call, (timer) => {
    const before = left(kernel, timer);
    arm(kernel, timer, wanted, (int(call, 1) & TIMER_ABSTIME) !== 0);
    return old === 0 ? 0 : writeSetting(kernel, old, before, UNIT.TIMESPEC);
  });
}

function arm(kernel: KernelContext, timer: PosixTimer, { interval, value }: TimerSetting, isAbsolute: boolean): void {
  const isOff = value === 0n;
  const until = deadline(timeOf(kernel.state, timer.clock), value, isAbsolute, timer.origin);
  Object.assign(timer, { until: isOff ? null : until, interval: isOff ? 0n : interval });
  Object.assign(timer, { hasExpired: false, overrun: 0n, lastOverrun: 0n, settings: timer.settings + 1 });
  expireTimers(kernel);
}

function remove({ state }: KernelContext, timer: PosixTimer): Answer {
  state.timers = state.timers.filter((other) => other !== timer);
  return 0;
}

export const posixTimerCalls: readonly SystemCall[] = [
  {
    number: 222,
    name: 'timer_create',
    parameters: ['which_clock', 'timer_event_spec', 'created_timer_id'],
    make: create,
  },
  { number: 223, name: 'timer_settime', parameters: ['timer_id', 'flags', 'new_setting', 'old_setting'], make: set },
  {
    number: 224,
    name: 'timer_gettime',
    parameters: ['timer_id', 'setting'],
    make: (call) =>
      withTimer(call, (timer) => writeSetting(call.kernel, pointer(call, 1), left(call.kernel, timer), UNIT.TIMESPEC)),
  },
  {
    number: 225,
    name: 'timer_getoverrun',
    parameters: ['timer_id'],
    make: (call) => withTimer(call, ({ lastOverrun }) => overrunOf(lastOverrun)),
  },
  {
    number: 226,
    name: 'timer_delete',
    parameters: ['timer_id'],
    make: (call) => withTimer(call, (timer) => remove(call.kernel, timer)),
  },
];
