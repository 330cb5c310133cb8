/**
 * What a run did, told by the lines of its trace: for hints behind them, for tests, and for the coverage of the kernel. Plain
 * data, so that a thread can give it to another. Lines are zero-based.
 */
import type { ComparedValue } from '../state/happening';

export interface RunAccount {
  readonly steps: number;
  /** `97 steps, 9 of 9 expectations, 1 #NM, 0 divergences`. */
  readonly verdict: string;
  /** The failures of the run as a test, in the order of time. */
  readonly failures: readonly RunFailure[];
  /** Of lines that have something to tell, ascending. */
  readonly lines: readonly LineAccount[];
  /** In the order in which they were made; none on bare metal. */
  readonly tasks: readonly TaskAccount[];
  /** Which lines of the kernel ran. Absent on bare metal, and unless it was asked for. */
  readonly kernel?: KernelAccount;
}

/** What went against the trace's word: the kinds that `xtrace test` fails a trace for. `limit`: it did not end in time. */
export interface RunFailure {
  readonly kind: 'expect' | 'divergence' | 'unwritten' | 'error' | 'limit';
  /** The line of the failure; -1 for a failure without a line. */
  readonly line: number;
  readonly task: string | null;
  /** One line: what, and with which values. */
  readonly message: string;
  /** What was wanted, and what was there instead; absent where there is no such pair. */
  readonly expected?: string;
  readonly actual?: string;
  /** What a failed expectation compared, in the order of the text. */
  readonly values?: readonly ComparedValue[];
  /** What the step did, as `=>` has it. */
  readonly outcomes?: readonly string[];
}

export interface LineAccount {
  readonly line: number;
  /** What happened there, each once, in order: `#NM`, `2560→10752`, `XFD 0`. */
  readonly notes: readonly string[];
  /** An exception, a signal, a death: what deserves a mark beside the line. */
  readonly faults: readonly string[];
  /** How often the line's expectation held, and how often it did not. */
  readonly held: number;
  readonly failed: number;
}

export interface TaskAccount {
  readonly name: string;
  /** `2 #NM`, `2560→10752 bytes`, `dies of SIGSEGV`. */
  readonly notes: readonly string[];
}

export interface KernelAccount {
  /** The policy, and the version of Linux where the policy has one. */
  readonly name: string;
  /** The pseudo-C that the lines below are lines of. */
  readonly source: string;
  readonly routines: readonly RoutineAccount[];
}

export interface RoutineAccount {
  readonly name: string;
  /** Of the routine's signature in the policy's source. */
  readonly line: number;
  readonly steps: readonly RoutineStepAccount[];
}

/** A line of a routine, and how often it ran. */
interface RoutineStepAccount {
  readonly line: number;
  readonly count: number;
}
