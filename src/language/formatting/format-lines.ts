/** The canonical layout of some lines of a trace; the others stay as they are. */
import { type Edit, replacing } from '../editing/fixes/quick-fix';
import { formatTrace } from '../format-trace';

/** From `first` to `last`, zero-based and inclusive: an edit for each line that is laid out otherwise. */
export function formatLines(text: string, first: number, last: number): readonly Edit[] {
  const before = text.split(/\r?\n/);
  const after = formatTrace(text).split(/\r?\n/);
  // The layout moves no line, except for empty ones at the end.
  return before.slice(first, last + 1).flatMap((line, index) => {
    const formatted = after[first + index];
    if (formatted === undefined || formatted === line) return [];
    return [replacing({ line: first + index, start: 0, end: line.length }, formatted)];
  });
}
