/** What is imported, how, and why it may not be. */

import type { ProbeTable } from './reading/probe-table';

/** A recording as a file holds it. */
export interface Source {
  readonly bytes: Uint8Array;
  /** A part of it, or all, with a character for each byte (ISO 8859-1): names of tasks may hold anything. */
  readonly text: (from: number, to: number) => string;
}

export interface ImportOptions {
  /** What the trace and messages call the recording. */
  readonly name: string;
  /** `machine ...` and `kernel ...` that somebody has decided on. */
  readonly machine?: string;
  readonly kernel?: string;
  /** What events mean that somebody else has named. */
  readonly probes?: ProbeTable;
}

/** Why a file is no recording that can be imported: one sentence, for people, which says what to do. */
export interface ImportProblem {
  readonly problem: string;
}
