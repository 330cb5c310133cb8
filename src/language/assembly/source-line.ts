/** A line as the parser reads it: one of the trace, or one that a macro or a repeated block stands for. */
import type { Range } from '../errors/diagnostic';

export interface SourceLine {
  readonly text: string;
  readonly line: number;
  /** The call of the macro that made the text: the place of everything in it. */
  readonly origin?: Range | undefined;
}
