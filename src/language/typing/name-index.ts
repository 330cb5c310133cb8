/** In which lines of a text names stand: an index of all its words, which is made when somebody asks first. */
import { isNameCharacter, isNameUnit } from '../syntax/scanner';

const NEWLINE = 0x0a;
const DOT = 0x2e;

/** A place of a word takes at least 2 to the power of so many characters, in nearly every text. */
const CHARACTERS_A_PLACE = 3;

const LEAST_ROOM = 256;

/** No word, and no place of one. */
const NONE = -1;

export class NameIndex {
  private index: WordIndex | undefined;
  /** How often the text was read for an index. */
  made = 0;

  constructor(private readonly text: string) {}

  /** All lines that say one of `names`, and maybe some that do not. */
  linesWith(names: readonly string[]): Set<number> {
    const lines = new Set<number>();
    if (names.length === 0) return lines;
    this.index ??= this.read();
    for (const name of names) this.index.addLinesWith(wordOf(name), lines);
    return lines;
  }

  private read(): WordIndex {
    this.made++;
    return new WordIndex(this.text);
  }
}

/** Columns, not objects: a long text has hundreds of thousands of words. */
class WordIndex {
  /** By the hash of a word: the number of the word, where it is known. */
  private table = new Int32Array(8192).fill(NONE);
  /** By the number of a word: where it stands in the text for the first time, how long it is, and the last place that it has. */
  private readonly starts = new Column();
  private readonly lengths = new Column();
  private readonly latest = new Column();
  /** Of each place: its line, and the place before it of the same word. */
  private readonly lines: Column;
  private readonly earlier: Column;

  constructor(private readonly text: string) {
    const { length } = text;
    this.lines = new Column(length >> CHARACTERS_A_PLACE);
    this.earlier = new Column(length >> CHARACTERS_A_PLACE);
    let line = 0;
    let start = NONE;
    let hash = 0;
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at);
      if (isNameUnit(unit)) {
        if (start === NONE) start = at;
        hash = hashed(hash, unit);
        continue;
      }
      if (start !== NONE) this.noteWord(start, at - start, hash, line);
      start = NONE;
      hash = 0;
      if (unit === NEWLINE) line++;
    }
    if (start !== NONE) this.noteWord(start, length - start, hash, line);
  }

  /** A number is no name, but for the rest of one that begins with a dot. */
  private noteWord(start: number, length: number, hash: number, line: number): void {
    const { text } = this;
    if (isDigit(text.charCodeAt(start)) && !(start > 0 && text.charCodeAt(start - 1) === DOT)) return;
    this.note(start, length, hash, line);
  }

  /** Adds the lines of a word to `lines`. */
  addLinesWith(word: string, lines: Set<number>): void {
    let hash = 0;
    for (let at = 0; at < word.length; at++) hash = hashed(hash, word.charCodeAt(at));
    const number = this.table[this.slotOf(word, 0, word.length, hash)]!; // within the table
    if (number === NONE) return;
    for (let place = this.latest.at(number); place !== NONE; place = this.earlier.at(place))
      lines.add(this.lines.at(place));
  }

  private note(start: number, length: number, hash: number, line: number): void {
    const slot = this.slotOf(this.text, start, length, hash);
    const known = this.table[slot]!; // within the table
    const number = known === NONE ? this.add(slot, start, length) : known;
    const latest = this.latest.at(number);
    if (latest !== NONE && this.lines.at(latest) === line) return;
    this.latest.set(number, this.lines.length);
    this.lines.push(line);
    this.earlier.push(latest);
  }

  private add(slot: number, start: number, length: number): number {
    const number = this.starts.length;
    this.table[slot] = number;
    this.starts.push(start);
    this.lengths.push(length);
    this.latest.push(NONE);
    if (2 * this.starts.length > this.table.length) this.grow();
    return number;
  }

  private grow(): void {
    this.table = new Int32Array(2 * this.table.length).fill(NONE);
    const { text } = this;
    for (let number = 0; number < this.starts.length; number++) {
      const start = this.starts.at(number);
      const length = this.lengths.at(number);
      let hash = 0;
      for (let at = start; at < start + length; at++) hash = hashed(hash, text.charCodeAt(at));
      this.table[this.slotOf(text, start, length, hash)] = number;
    }
  }

  /** Where the table has a word that stands in `from`, or would have it. */
  private slotOf(from: string, start: number, length: number, hash: number): number {
    const { table } = this;
    const mask = table.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const number = table[slot]!; // within the table, by the mask
      if (number === NONE || this.isWord(number, from, start, length)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private isWord(number: number, from: string, start: number, length: number): boolean {
    if (this.lengths.at(number) !== length) return false;
    const { text } = this;
    const first = this.starts.at(number);
    for (let at = 0; at < length; at++) if (text.charCodeAt(first + at) !== from.charCodeAt(start + at)) return false;
    return true;
  }
}

/** Numbers in a row that grows. */
class Column {
  length = 0;
  private numbers: Int32Array;

  constructor(room = 0) {
    this.numbers = new Int32Array(Math.max(room, LEAST_ROOM));
  }

  at(index: number): number {
    return this.numbers[index]!; // of a number that was pushed
  }

  set(index: number, number: number): void {
    this.numbers[index] = number;
  }

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const grown = new Int32Array(2 * this.length);
      grown.set(this.numbers);
      this.numbers = grown;
    }
    this.numbers[this.length++] = number;
  }
}

function hashed(hash: number, unit: number): number {
  return (Math.imul(hash, 31) + unit) | 0;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** The last word of a name that has dots or other marks in it: whoever says the name says the word. */
function wordOf(name: string): string {
  let end = name.length;
  while (end > 0 && !isNameCharacter(name, end - 1)) end--;
  let start = end;
  while (start > 0 && isNameCharacter(name, start - 1)) start--;
  return name.slice(start, end);
}
