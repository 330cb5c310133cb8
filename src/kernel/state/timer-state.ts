/** Timers: of processes, which send signals, and of open files, which count. Plain data. */
import type { PendingSignal } from './signal-state';
import type { Watchable } from './watchable';

/** What a clock counts, in nanoseconds: since the boot, or the time on a CPU of a process or of one task. */
export type Clock =
  | { readonly of: 'boot' }
  /** @property isUser without the time in the kernel. */
  | { readonly of: 'process'; readonly id: number; readonly isUser: boolean }
  | { readonly of: 'task'; readonly id: number; readonly isUser: boolean };

/** `struct hrtimer`, with what it is armed again by. */
export interface Armed {
  readonly clock: Clock;
  /** When it expires, as its clock counts; null where it is not armed. */
  until: bigint | null;
  /** From one expiry to the next; 0 for a timer that expires once. */
  interval: bigint;
  /** It has expired at `until`, and is armed again when somebody takes what came of that: a signal, or a count. */
  hasExpired: boolean;
}

/** ITIMER_REAL, ITIMER_VIRTUAL and ITIMER_PROF of a process: one each. */
export interface IntervalTimer extends Armed {
  readonly kind: 'real' | 'virtual' | 'prof';
  readonly process: number;
}

/** `struct k_itimer`: a timer of timer_create(2). */
export interface PosixTimer extends Armed {
  readonly kind: 'posix';
  readonly process: number;
  readonly id: number;
  /** What an absolute time has more than the clock here: a wall clock counts from 1970. */
  readonly origin: bigint;
  /** Null with SIGEV_NONE. */
  readonly signal: number | null;
  /** SIGEV_THREAD_ID: index of the task that gets the signal; null for the process. */
  readonly thread: number | null;
  /** `sigev_value` */
  readonly value: bigint;
  /** Its signal, as long as it may lie in a queue. */
  queued: PendingSignal | null;
  /** Expiries since its signal was taken last. */
  overrun: bigint;
  /** How many there were behind the signal that was taken last. */
  lastOverrun: bigint;
  /** How often it was set: an older signal does not arm it again. */
  settings: number;
}

/** `struct timerfd_ctx`. */
export interface FileTimer extends Armed, Watchable {
  readonly kind: 'file';
  /** As that of `PosixTimer`. */
  readonly origin: bigint;
  /** Of the program that has made it. */
  readonly family: number | null;
  /** Expiries that nobody has read. */
  ticks: bigint;
}

export type Timer = IntervalTimer | PosixTimer | FileTimer;
