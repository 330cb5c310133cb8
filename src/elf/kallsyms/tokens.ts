/**
 * What the bytes of kallsyms' names stand for: `kallsyms_token_table`, 256 texts, and `kallsyms_token_index`, where each of them
 * begins (scripts/kallsyms.c of Linux). No symbol leads there in an image that has been stripped: the two are found by their shape.
 */
import { viewOf } from '../image/image-sections';

export interface Tokens {
  /** By byte. */
  readonly texts: readonly string[];
  /** Of the table, in bytes from the start of the section. */
  readonly start: number;
  /** Behind the index. */
  readonly end: number;
}

const TOKENS = 256;
const INDEX_BYTES = 2 * TOKENS;
/** Labels are aligned to 8 bytes; since 7.0 to 4. */
export const SMALLEST_ALIGNMENT = 4;
/** Zero bytes between the table and the index: fewer. */
const MOST_PADDING = 8;
/** A token is a part of a name, which has 512 characters at most (KSYM_NAME_LEN). */
export const LONGEST_NAME = 512;

/** The tables that lie in a section, in its order: nearly always one. */
export function* findTokens(section: Uint8Array): Generator<Tokens> {
  const view = viewOf(section);
  for (let at = 0; at + INDEX_BYTES <= section.length; at += SMALLEST_ALIGNMENT) {
    const starts = readIndex(view, at);
    const tokens = starts && tokensBefore(section, at, starts);
    if (tokens) yield tokens;
  }
}

/** Numbers that rise from 0 on; undefined where none are. */
function readIndex(view: DataView, at: number): readonly number[] | undefined {
  if (view.getUint16(at, true) !== 0 || view.getUint16(at + 2, true) === 0) return undefined;
  const starts: number[] = [];
  for (let index = 0, before = -1; index < TOKENS; index++) {
    const start = view.getUint16(at + 2 * index, true);
    if (start <= before || start - before > LONGEST_NAME) return undefined;
    starts.push(start);
    before = start;
  }
  return starts;
}

/** The table lies right before its index: where exactly, the length of its last token says, which the index does not. */
function tokensBefore(section: Uint8Array, index: number, starts: readonly number[]): Tokens | undefined {
  const last = starts.at(-1) ?? 0;
  const nearest = index - last - 1;
  for (let start = nearest - (nearest % SMALLEST_ALIGNMENT); start >= 0; start -= SMALLEST_ALIGNMENT) {
    if (nearest - start > LONGEST_NAME + MOST_PADDING) return undefined;
    const texts = readTexts(section, start, starts, index);
    if (texts) return { texts, start, end: index + INDEX_BYTES };
  }
  return undefined;
}

function readTexts(
  section: Uint8Array,
  table: number,
  starts: readonly number[],
  index: number,
): readonly string[] | undefined {
  const texts: string[] = [];
  for (const [token, start] of starts.entries()) {
    const next = starts[token + 1];
    const from = table + start;
    const end = next === undefined ? endOf(section, from) : table + next - 1;
    const text = section.subarray(from, end);
    if (section[end] !== 0 || text.includes(0)) return undefined;
    if (next === undefined && (end >= index || index - end > MOST_PADDING)) return undefined;
    texts.push(String.fromCharCode(...text));
  }
  return texts;
}

/** Of the last token, which no other one follows. */
function endOf(section: Uint8Array, from: number): number {
  const length = section.subarray(from, from + LONGEST_NAME).indexOf(0);
  return length < 0 ? section.length : from + length;
}
