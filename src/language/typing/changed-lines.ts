/** In which lines two texts differ, without looking at each character of a long one. */

export interface ChangedLines {
  /** The first line that differs. */
  readonly first: number;
  /** How many lines of the earlier text are replaced, and by which. */
  readonly removed: number;
  readonly lines: readonly string[];
}

/** Null where the texts are the same; undefined where more than `most` lines have changed. */
export function changeOf(before: string, after: string, most: number): ChangedLines | null | undefined {
  const shorter = Math.min(before.length, after.length);
  const same = longest(shorter, (length) => before.slice(0, length) === after.slice(0, length));
  if (same === before.length && same === after.length) return null;
  const rest = longest(shorter - same, (length) => before.slice(-length) === after.slice(-length));
  const start = same === 0 ? 0 : before.lastIndexOf('\n', same - 1) + 1;
  const endOf = (text: string) => {
    const end = text.indexOf('\n', text.length - rest);
    return end < 0 ? text.length : end;
  };
  const removed = linesBetween(before, start, endOf(before), most);
  const lines = linesBetween(after, start, endOf(after), most);
  return removed && lines && { first: countLines(before, start), removed: removed.length, lines };
}

/** The greatest length up to `most` for which `holds` is true; it must be true for every shorter length too. */
function longest(most: number, holds: (length: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
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

/** Lines that end before `end`. */
function countLines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
