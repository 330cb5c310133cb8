/** A word of a trace, where the trace writes the word. */
import type { Range } from '../errors/diagnostic';

export interface Name {
  readonly text: string;
  readonly range: Range;
}
