/** A way to mend a line that an editor can offer. */
import type { Range } from '../../errors/diagnostic';

export interface Edit {
  /** What is replaced; empty where something is put in. */
  readonly range: Range;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface QuickFix extends Fix {
  /** The code and the place of the problem that it solves; a fix without one is an offer. */
  readonly problem?: { readonly code: string; readonly range: Range };
}

export function replacing(range: Range, text: string): Edit {
  return { range, text };
}

export function inserting(line: number, column: number, text: string): Edit {
  return { range: { line, start: column, end: column }, text };
}
