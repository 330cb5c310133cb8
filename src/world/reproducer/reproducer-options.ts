/** What whoever asks for a trace as a program says, and is told. */
import type { TraceFiles } from '../../language/data/data-bytes';

export interface ReproducerOptions {
  /** What the program calls the trace. */
  readonly name: string;
  readonly machine?: string;
  readonly kernel?: string;
  readonly files?: TraceFiles;
  /** The program ends before this one of the steps that the trace executes, counted from 1, and checks general registers there. */
  readonly step?: number;
}

/** A moment of a run, as the program can recognise it. */
export interface ReproducedMoment {
  /** Zero-based. */
  readonly line: number;
  /** How often the flow has come to the line before. */
  readonly visits: number;
  /** General registers, in the order of their encodings; undefined for what is another value in a program. */
  readonly registers: readonly (bigint | undefined)[];
}

/** Something of the trace that the program does not do or check. */
export interface LeftOut {
  /** Zero-based. */
  readonly line: number;
  readonly sentence: string;
}
