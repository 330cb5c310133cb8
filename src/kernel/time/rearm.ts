/** What is done with a timer that has expired when somebody takes what came of it (kernel/time/hrtimer.c, posix-timers.c). */
import { SIGNAL } from '../state/constants';
import type { PendingSignal } from '../state/signal-state';
import type { KernelState } from '../state/state';
import type { Armed, PosixTimer } from '../state/timer-state';
import { timeOf } from './clocks';

/** `DELAYTIMER_MAX` */
const MOST_OVERRUN = 0x7fff_ffffn;

/** `hrtimer_forward`: its next expiry is later than now. Says how many intervals that took; 0 where it is later already. */
export function forward(timer: Armed, now: bigint): bigint {
  const { until, interval } = timer;
  if (until === null || interval === 0n || now < until) return 0n;
  const periods = (now - until) / interval + 1n;
  timer.until = until + periods * interval;
  return periods;
}

/** Expiries as timer_getoverrun(2) and `si_overrun` have them. */
export function overrunOf(count: bigint): number {
  return Number(count < MOST_OVERRUN ? count : MOST_OVERRUN);
}

/** A signal leaves its queue: the timer that it came from is armed again. The signal says how often that was too late. */
export function rearmBehind(state: KernelState, process: number, signal: PendingSignal): void {
  for (const timer of state.timers) {
    if (timer.kind === 'file' || timer.process !== process) continue;
    if (timer.kind === 'posix') {
      if (timer.queued === signal) rearmPosix(state, timer, signal);
    } else if (timer.hasExpired && signal.number === SIGNAL.SIGALRM) {
      forward(timer, timeOf(state, timer.clock));
      timer.hasExpired = false;
    }
  }
}

function rearmPosix(state: KernelState, timer: PosixTimer, { timer: origin }: PendingSignal): void {
  timer.queued = null;
  if (!timer.hasExpired || origin?.settings !== timer.settings) return;
  const expiries = timer.overrun + forward(timer, timeOf(state, timer.clock));
  timer.hasExpired = false;
  timer.overrun = 0n;
  timer.lastOverrun = expiries - 1n;
  origin.overrun = overrunOf(timer.lastOverrun);
}
