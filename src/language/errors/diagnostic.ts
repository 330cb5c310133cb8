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

/** For sorting: in the order of the text. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.range.line - b.range.line || a.range.start - b.range.start;
}

export function errorAt(range: Range, code: string, message: string): Diagnostic {
  return { code, severity: 'error', message, range };
}

export function warningAt(range: Range, code: string, message: string): Diagnostic {
  return { code, severity: 'warning', message, range };
}

/** The range from the start of `first` to the end of `last`, which lie on one line. */
export function rangeBetween(first: Range, last: Range): Range {
  return { line: first.line, start: first.start, end: last.end };
}
