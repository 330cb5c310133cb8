/** Timers that are due (kernel/time/hrtimer.c, itimer.c, posix-timers.c, fs/timerfd.c): what each kind does then. */
import { signalName } from '../model/tasks/signals';
import type { KernelContext } from '../routines/kernel-context';
import { SI_KERNEL, SI_TIMER, SIGNAL } from '../state/constants';
import type { Process } from '../state/process';
import type { PendingSignal } from '../state/signal-state';
import type { KernelState } from '../state/state';
import type { Armed, IntervalTimer, PosixTimer, Timer } from '../state/timer-state';
import { isTaken, sendByTimer } from '../syscalls/send';
import { KTIME_MAX, timeOf } from './clocks';
import { forward } from './rearm';

/** The kernel has been busy for the current task. */
export function passSystemTime(kernel: KernelContext, nanoseconds: bigint): void {
  kernel.state.clock += nanoseconds;
  if (kernel.current) kernel.current.stime += nanoseconds;
  expireTimers(kernel);
}

/** Whether there is anything to do for `expireTimers`. */
export function hasDueTimer({ state }: KernelContext): boolean {
  return state.timers.some((timer) => isDue(state, timer));
}

/** Every timer that is due expires, the earliest first. */
export function expireTimers(kernel: KernelContext): void {
  const { state } = kernel;
  const due = state.timers.filter((timer) => isDue(state, timer));
  if (due.length === 0) return;
  const late = due.map((timer) => ({ timer, by: timeOf(state, timer.clock) - (timer.until ?? 0n) }));
  for (const { timer } of late.sort((a, b) => Number(b.by - a.by))) EXPIRE[timer.kind](kernel, timer as never); // its own row
  state.timers = state.timers.filter((timer) => timer.kind === 'posix' || timer.until !== null);
}

function isDue(state: KernelState, timer: Timer): boolean {
  if (timer.until === null || timer.hasExpired || isSilent(timer)) return false;
  return timeOf(state, timer.clock) >= timer.until;
}

/** SIGEV_NONE: it is there to be asked. */
function isSilent(timer: Timer): boolean {
  return timer.kind === 'posix' && timer.signal === null;
}

/** The kinds of timers: what expires, by what it does then. */
const EXPIRE: { readonly [K in Timer['kind']]: (kernel: KernelContext, timer: TimerOf<K>) => void } = {
  real: (kernel, timer) => {
    sendByTimer(kernel, timer.process, null, ofKernel(SIGNAL.SIGALRM));
    endExpiry(timer);
  },
  virtual: (kernel, timer) => expireCpuTimer(kernel, timer, SIGNAL.SIGVTALRM),
  prof: (kernel, timer) => expireCpuTimer(kernel, timer, SIGNAL.SIGPROF),
  posix: expirePosix,
  file: (_kernel, timer) => {
    timer.ticks++;
    timer.arrivals++;
    endExpiry(timer);
  },
};

type TimerOf<K extends Timer['kind']> = K extends IntervalTimer['kind']
  ? IntervalTimer
  : Extract<Timer, { readonly kind: K }>;

function ofKernel(number: number): PendingSignal {
  return { name: signalName(number), number, code: SI_KERNEL, address: null, sender: 0 };
}

/** One with an interval waits until somebody takes what came of it. */
function endExpiry(timer: Armed): void {
  if (timer.interval === 0n) timer.until = null;
  else timer.hasExpired = true;
}

/** Those of CPU time are armed again at once. */
function expireCpuTimer(kernel: KernelContext, timer: IntervalTimer, number: number): void {
  sendByTimer(kernel, timer.process, null, ofKernel(number));
  if (timer.interval === 0n) timer.until = null;
  else forward(timer, timeOf(kernel.state, timer.clock));
}

/** One signal of each timer is in a queue at a time; a timer whose signal nobody takes goes on by itself. */
function expirePosix(kernel: KernelContext, timer: PosixTimer): void {
  const { id, value, settings, thread, process } = timer;
  const waiting = queuedSignal(kernel, timer);
  if (waiting?.timer) {
    Object.assign(waiting.timer, { settings, overrun: waiting.timer.overrun + 1 });
    return endExpiry(timer);
  }
  const number = timer.signal ?? 0;
  const origin = { id, value, settings, overrun: 0 };
  const signal: PendingSignal = { ...ofKernel(number), code: SI_TIMER, timer: origin };
  const isSent = sendByTimer(kernel, process, thread, signal);
  timer.queued = isSent ? signal : null;
  if (isSent || timer.interval === 0n) return endExpiry(timer);
  timer.overrun += forward(timer, timeOf(kernel.state, timer.clock));
}

function queuedSignal({ state }: KernelContext, { queued, process, thread }: PosixTimer): PendingSignal | undefined {
  if (!queued) return undefined;
  const queue = thread === null ? state.processes[process]?.pending : state.tasks[thread]?.pending;
  return queue?.find((signal) => signal === queued);
}

/** When the next timer of the programs of a family expires; null where none does that anybody would notice. */
export function nextExpiry(kernel: KernelContext, family: number): bigint | null {
  let next: bigint | null = null;
  for (const timer of kernel.state.timers) {
    const { until, clock } = timer;
    if (until === null || timer.hasExpired || clock.of !== 'boot' || until >= KTIME_MAX) continue;
    if ((next === null || until < next) && isNoticed(kernel, timer, family)) next = until;
  }
  return next;
}

function isNoticed(kernel: KernelContext, timer: Timer, family: number): boolean {
  if (timer.kind === 'file') return timer.family === family;
  if (kernel.state.processes[timer.process]?.program?.family !== family) return false;
  if (timer.kind !== 'posix') return isTaken(kernel, timer.process, null, SIGNAL.SIGALRM);
  return timer.signal !== null && isTaken(kernel, timer.process, timer.thread, timer.signal);
}

/** Of a process that ends (`exit_itimers`, and the interval timers). */
export function dropTimers({ state }: KernelContext, process: number): void {
  if (state.timers.length === 0) return;
  state.timers = state.timers.filter((timer) => timer.kind === 'file' || timer.process !== process);
}

/** Of a process that executes another program: the interval timers stay. What the others have sent is gone with them. */
export function dropPosixTimers({ state }: KernelContext, { id, pending, threads }: Process): void {
  state.timers = state.timers.filter((timer) => timer.kind !== 'posix' || timer.process !== id);
  for (const queue of [pending, ...threads.map((thread) => state.tasks[thread]?.pending ?? [])]) {
    queue.splice(0, queue.length, ...queue.filter((signal) => !signal.timer));
  }
}
