/** The event stream of a run: what the kernel reports, and what the trace itself does. */
import type { KernelRecord } from '../../kernel/state/kernel-record';

/** One side of a comparison that is not true. */
export interface ComparedValue {
  /** As the trace writes it. */
  readonly expression: string;
  readonly value: string;
}

/** `message`: the trace's own, or else the expression. */
export type ExpectationRecord =
  | { readonly kind: 'expect'; readonly ok: true; readonly message: string }
  | {
      readonly kind: 'expect';
      readonly ok: false;
      readonly message: string;
      readonly expression: string;
      /** Of what was compared, in the order of the text. */
      readonly values: readonly ComparedValue[];
    };

type TraceRecord =
  | ExpectationRecord
  | { readonly kind: 'print'; readonly text: string }
  | {
      readonly kind: 'divergence';
      readonly expected: readonly string[];
      readonly actual: readonly string[];
      /** Nothing is written behind the step, and it did what must be written. */
      readonly unwritten?: true;
    }
  | { readonly kind: 'stop' }
  /** A step that nothing is written behind has met something fatal: all of its outcomes. For tests, which allow no surprise. */
  | { readonly kind: 'unwritten'; readonly outcomes: readonly string[] }
  /** The trace cannot go on: a killed task is needed, an event is not supported, an unhandled exception. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string }
  | { readonly kind: 'end'; readonly steps: number };

export type HappeningRecord = KernelRecord | TraceRecord;

/** A line of a source file, by the path that the compiler wrote down. */
export interface HappeningSource {
  readonly path: string;
  /** One-based. */
  readonly line: number;
}

/** `layer.c:40`. */
export function sourceText({ path, line }: HappeningSource): string {
  return `${path.slice(path.lastIndexOf('/') + 1)}:${line}`;
}

/** A record with its place: which step of the run, which line (zero-based), CPU and task (its own, if it names one). */
export type Happening = HappeningRecord & {
  readonly step: number;
  readonly line: number;
  readonly cpu: number;
  readonly task: string | null;
  /** The line of C, one-based, where a task that runs a program is there: known to who has looked at that moment. */
  readonly source?: HappeningSource;
};
