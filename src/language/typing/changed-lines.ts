/** In which lines two texts differ, without looking at each character of a long one. */
import { TextLines } from '../syntax/text-lines';

export interface ChangedLines {
  /** The first line that differs. */
  readonly first: number;
  /** How many lines of the earlier text are replaced, and by which. */
  readonly removed: number;
  readonly lines: readonly string[];
}

/**
 * Null where the texts are the same; undefined where more than `most` lines have changed.
 *
 * @param known the lines of the earlier text, for who compares it with many.
 */
export function changeOf(
  before: string,
  after: string,
  most: number,
  known = new TextLines(before),
): ChangedLines | null | undefined {
  const shorter = Math.min(before.length, after.length);
  const same = longest(shorter, (from, to) => before.slice(from, to) === after.slice(from, to));
  if (same === before.length && same === after.length) return null;
  const tail = (text: string, from: number, to: number) => text.slice(text.length - to, text.length - from);
  const rest = longest(shorter - same, (from, to) => tail(before, from, to) === tail(after, from, to));
  const start = same === 0 ? 0 : before.lastIndexOf('\n', same - 1) + 1;
  const endOf = (text: string) => {
    const end = text.indexOf('\n', text.length - rest);
    return end < 0 ? text.length : end;
  };
  const removed = linesBetween(before, start, endOf(before), most);
  const lines = linesBetween(after, start, endOf(after), most);
  return removed && lines && { first: known.lineOf(start), removed: removed.length, lines };
}

/** The length up to `most` of what two texts share: `isSame` compares pieces of them. No piece is compared twice. */
function longest(most: number, isSame: (from: number, to: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isSame(low, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function linesBetween(text: string, start: number, end: number, most: number): readonly string[] | undefined {
  const lines: string[] = [];
  for (let at = start; lines.length <= most; ) {
    const newline = text.indexOf('\n', at);
    const stop = newline < 0 || newline > end ? end : newline;
    lines.push(text.slice(at, stop));
    if (stop === end) return lines;
    at = stop + 1;
  }
  return undefined;
}
