/** getitimer(2), setitimer(2) and alarm(2) (kernel/time/itimer.c): the three timers that every process has. */
import type { KernelContext } from '../routines/kernel-context';
import { ERRNO } from '../state/constants';
import type { Process } from '../state/process';
import type { Clock, IntervalTimer } from '../state/timer-state';
import { BOOT, deadline, SECOND, timeOf } from '../time/clocks';
import { expireTimers } from '../time/expire';
import { type Answer, arg, type Call, int, pointer, type SystemCall } from './call';
import { readSetting, type TimerSetting, UNIT, writeSetting } from './time-data';

interface Which {
  readonly kind: IntervalTimer['kind'];
  readonly clock: (process: Process) => Clock;
}

/** By number: ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF. */
const WHICH: readonly Which[] = [
  { kind: 'real', clock: () => BOOT },
  { kind: 'virtual', clock: ({ id }) => ({ of: 'process', id, isUser: true }) },
  { kind: 'prof', clock: ({ id }) => ({ of: 'process', id, isUser: false }) },
];

const NOT_SET: TimerSetting = { interval: 0n, value: 0n };
/** What is left of a timer that is due, but has not been seen to be. */
const LEAST = UNIT.TIMEVAL;

function find({ state }: KernelContext, process: Process, kind: IntervalTimer['kind']): IntervalTimer | undefined {
  return state.timers.find((timer): timer is IntervalTimer => timer.kind === kind && timer.process === process.id);
}

/** How it is set, and how long it takes until it expires: 0 where it has expired and waits for its signal to be taken. */
function left(kernel: KernelContext, process: Process, kind: IntervalTimer['kind']): TimerSetting {
  const timer = find(kernel, process, kind);
  if (!timer || timer.until === null) return NOT_SET;
  const rest = timer.until - timeOf(kernel.state, timer.clock);
  return { interval: timer.interval, value: timer.hasExpired ? 0n : rest > LEAST ? rest : LEAST };
}

/** Returns how it was set before. */
function set(kernel: KernelContext, process: Process, { kind, clock }: Which, wanted: TimerSetting): TimerSetting {
  const { state } = kernel;
  const old = left(kernel, process, kind);
  const before = find(kernel, process, kind);
  state.timers = state.timers.filter((timer) => timer !== before);
  if (wanted.value === 0n) return old;
  const [own, { interval, value }] = [clock(process), wanted];
  const until = deadline(timeOf(state, own), value, false);
  state.timers.push({ kind, process: process.id, clock: own, until, interval, hasExpired: false });
  expireTimers(kernel);
  return old;
}

function getTimer(call: Call): Answer {
  const { kernel, process } = call;
  const which = WHICH[int(call, 0)];
  return which
    ? writeSetting(kernel, pointer(call, 1), left(kernel, process, which.kind), UNIT.TIMEVAL)
    : -ERRNO.EINVAL;
}

/** Without a setting, the timer is taken away: old programs do that. */
function setTimer(call: Call): Answer {
  const { kernel, process } = call;
  const [given, old] = [pointer(call, 1), pointer(call, 2)];
  const wanted = given === 0 ? NOT_SET : readSetting(kernel, given, UNIT.TIMEVAL);
  if (typeof wanted === 'number') return wanted;
  const which = WHICH[int(call, 0)];
  if (!which) return -ERRNO.EINVAL;
  const before = set(kernel, process, which, wanted);
  return old === 0 ? 0 : writeSetting(kernel, old, before, UNIT.TIMEVAL);
}

/** Returns the seconds that were left, rounded, and at least one where anything was. */
function alarm(call: Call): Answer {
  const [real] = WHICH;
  if (!real) return 0;
  const value = BigInt.asUintN(32, arg(call, 0)) * SECOND;
  const rest = set(call.kernel, call.process, real, { interval: 0n, value }).value;
  const rounded = (rest + SECOND / 2n) / SECOND;
  return rest > 0n && rounded === 0n ? 1 : rounded;
}

export const intervalTimerCalls: readonly SystemCall[] = [
  { number: 36, name: 'getitimer', parameters: ['which', 'value'], make: getTimer },
  { number: 37, name: 'alarm', parameters: ['seconds'], make: alarm },
  { number: 38, name: 'setitimer', parameters: ['which', 'value', 'ovalue'], make: setTimer },
];
