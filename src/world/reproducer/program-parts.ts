/** What the parts of an exported program's text are made of. */
import type { Program } from '../program/program';
import type { Probed } from './probes';
import type { LeftOut, ReproducedMoment } from './reproducer-options';

export interface ProgramParts {
  readonly program: Program;
  readonly probed: Probed;
  readonly siteAt: (code: Uint8Array, offset: number) => number;
  /** Address of the table that events jump through. */
  readonly table: number;
  readonly leftOut: LeftOut[];
  /** What the program calls the trace. */
  readonly name: string;
  readonly moment: ReproducedMoment | undefined;
}

export interface TaskInC {
  readonly name: string;
  /** Number of the task that its process begins with; -1 for one that a call makes, and for kernel threads. */
  readonly process: number;
  readonly position: number;
  readonly threadPointer: number;
}

/** The bytes of the steps. */
export function codeOf({ image, start }: Program): Uint8Array {
  return image.segments.find(({ address }) => address === start)?.bytes ?? new Uint8Array();
}

/** Of the text that was laid out. */
export function lineText({ trace }: Program, line: number): string {
  return trace.text.split('\n')[line] ?? '';
}
