/** "Did you mean ...?": the known name with the fewest edits from the name that was written. */
import { LIMITS } from './limits';

/** Longer names get no suggestion: nobody types one by mistake. */
const LONGEST = 40;

/** The nearest candidate in any case, within a third of the name's length, or undefined. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const wanted = name.toLowerCase();
  const letters = lettersOf(wanted);
  let limit = Math.max(1, Math.floor(name.length / 3));
  let found: string | undefined;
  let seen = 0;
  let compared = 0;
  for (const candidate of candidates) {
    if (++seen > LIMITS.candidates.most) break;
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const known = candidate.toLowerCase();
    if (countOfBits(letters & ~lettersOf(known)) > limit) continue;
    if (++compared > LIMITS.comparisons.most) break;
    const distance = editDistance(wanted, known, limit);
    if (distance > limit || (distance === limit && found !== undefined)) continue;
    // A one-letter name is as near to every other one-letter name.
    if (distance >= Math.max(name.length, candidate.length)) continue;
    found = candidate;
    limit = distance;
    if (limit === 0) break;
  }
  return found;
}

/** ` Did you mean \`x\`?`, or nothing: to be put behind a message. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const candidate = nearest(name, candidates);
  return candidate === undefined ? '' : ` Did you mean \`${candidate}\`?`;
}

/**
 * The same for a name where a text is wanted: the text in quotes that was meant, which is one of `texts` where these are
 * known, and else the name itself.
 */
export function didYouMeanText(name: string, texts: readonly string[] = []): string {
  const text = texts.includes(name) ? name : (nearest(name, texts) ?? (texts.length === 0 ? name : undefined));
  return text === undefined ? ` A text stands in quotes: ${quoted(texts)}.` : ` Did you mean \`"${text}"\`?`;
}

/** `"a", "b" or "c"` */
export function quoted(texts: readonly string[]): string {
  return listed(
    texts.map((text) => `"${text}"`),
    'or',
  );
}

/** A bit for each letter that a word has; some characters share one. A letter that is missing takes an edit. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function countOfBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Rows of the table of distances, as long as the longest word and some edits more. */
const ROWS = [0, 1, 2].map(() => new Uint8Array(LONGEST + Math.floor(LONGEST / 3) + 2)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

/**
 * Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); any number above `limit`
 * when it is more than that. Only the diagonal band that `limit` edits can reach is looked at.
 */
function editDistance(a: string, b: string, limit: number): number {
  const far = limit + 1;
  let [before, above, current] = ROWS;
  for (let column = 0; column <= b.length; column++) {
    before[column] = far;
    above[column] = Math.min(column, far);
  }
  for (let row = 1; row <= a.length; row++) {
    const from = Math.max(1, row - limit);
    const to = Math.min(b.length, row + limit);
    current[from - 1] = from === 1 ? Math.min(row, far) : far;
    if (to < b.length) current[to + 1] = far;
    let least = from === 1 ? row : far;
    for (let column = from; column <= to; column++) {
      const same = a[row - 1] === b[column - 1];
      // The indices are within the rows: all have more than b.length entries.
      let best = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, before[column - 2]! + 1); // as above
      }
      current[column] = Math.min(best, far);
      least = Math.min(least, best);
    }
    if (least > limit) return far;
    [before, above, current] = [above, current, before];
  }
  return above[b.length]!; // as above
}

/** `a, b or c` for messages. */
export function listed(names: readonly string[], last = 'or'): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;
}
