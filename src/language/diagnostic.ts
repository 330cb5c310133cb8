/** Errors as values: the same one serves the editor, the command line and a breakpoint's "not verified". */

/** Part of one line, zero-based, in UTF-16 units; `end` is exclusive. */
export interface Range {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export type Severity = 'error' | 'warning' | 'information';

export interface Diagnostic {
  /** Stable; documented in docs/language.md. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong and what to do about it, in one or two sentences. */
  readonly message: string;
  readonly range: Range;
}
