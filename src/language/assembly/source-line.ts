/** A line as the parser reads it: one of the trace, or one that a macro or a repeated block stands for. */
import type { Range } from '../errors/diagnostic';
import { withoutComment } from '../syntax/scanner';

export interface SourceLine {
  readonly text: string;
  readonly line: number;
  /** The call of the macro that made the text: the place of everything in it. */
  readonly origin?: Range | undefined;
}

/** The statement that begins at column `start`, without its comment; what a macro made has the place of the call. */
export function rangeOf({ text, line, origin }: SourceLine, start: number): Range {
  return origin ?? { line, start, end: start + withoutComment(text, start).length };
}
