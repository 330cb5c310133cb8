/** "Did you mean ...?": the known name with the fewest edits from the name that was written. */
import { LIMITS } from './limits';

/** Longer names get no suggestion: nobody types one by mistake. A bit of a number stands for each letter of one. */
const LONGEST = 32;

/** The nearest candidate in any case, within a third of the name's length, or undefined. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const wanted = name.toLowerCase();
  const letters = lettersOf(name);
  let places: ReadonlyMap<number, number> | undefined;
  let limit = Math.max(1, Math.floor(name.length / 3));
  let found: string | undefined;
  let seen = 0;
  let compared = 0;
  for (const candidate of candidates) {
    if (++seen > LIMITS.candidates.most) break;
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    if (countOfBits(letters & ~lettersOf(candidate)) > limit) continue;
    if (++compared > LIMITS.comparisons.most) break;
    places ??= placesOf(wanted);
    const distance = editDistance(places, wanted.length, candidate.toLowerCase());
    if (distance > limit || (distance === limit && found !== undefined)) continue;
    // A one-letter name is as near to every other letter, and to every name that has one more.
    if (distance >= name.length) continue;
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

/**
 * A bit for each letter that a word has; some characters share one, and a letter's two cases do. A letter that is missing
 * takes an edit.
 */
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

/** For each letter of a word, by its code: a bit for each place where the word has it. */
function placesOf(word: string): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (let at = 0; at < word.length; at++) {
    const letter = word.charCodeAt(at);
    places.set(letter, (places.get(letter) ?? 0) | (1 << at));
  }
  return places;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours between a word of `length` letters, 1 to 32, and another:
 * optimal string alignment. A column of the table of distances is two numbers, whose bits say where a row is one more and
 * one less than the row above it (Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003).
 */
function editDistance(places: ReadonlyMap<number, number>, length: number, other: string): number {
  const last = 1 << (length - 1);
  let [more, less, diagonal, before] = [-1, 0, 0, 0];
  let distance = length;
  for (let at = 0; at < other.length; at++) {
    const same = places.get(other.charCodeAt(at)) ?? 0;
    const swapped = ((~diagonal & same) << 1) & before;
    diagonal = (((same & more) + more) ^ more) | same | less | swapped;
    const right = less | ~(diagonal | more);
    const left = diagonal & more;
    if ((right & last) !== 0) distance++;
    if ((left & last) !== 0) distance--;
    const shifted = (right << 1) | 1;
    more = (left << 1) | ~(diagonal | shifted);
    less = shifted & diagonal;
    before = same;
  }
  return distance;
}

/** `a, b or c` for messages. */
export function listed(names: readonly string[], last = 'or'): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;
}

/** More names are a list that nobody reads: completion has them all. */
const MOST_KNOWN = 16;

/** ` Known: a, b and c.`, ` Known: a, b and 58 others.`, or nothing: to be put behind a message. */
export function knownNames(names: readonly string[]): string {
  if (names.length === 0) return '';
  const left = names.length - MOST_KNOWN;
  return ` Known: ${listed(left > 1 ? [...names.slice(0, MOST_KNOWN), `${left} others`] : names, 'and')}.`;
}
