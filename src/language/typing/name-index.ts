/** In which lines of a text names stand: looked for in the text where they are few, and in an index of all its words else. */
import { isNameCharacter } from '../syntax/scanner';
import { TextLines } from '../syntax/text-lines';

/** So many names are looked for in the text, one after the other: making the index takes longer. */
const FEW = 4;

const NEWLINE = 0x0a;

export class NameIndex {
  private readonly lines: TextLines;
  private index: ReadonlyMap<string, readonly number[]> | undefined;
  /** How often the text was read for an index. */
  made = 0;

  /** @param names those that may be asked for later; others are looked for in the text. */
  constructor(
    private readonly text: string,
    private readonly names: Iterable<string>,
  ) {
    this.lines = new TextLines(text);
  }

  /** All lines that say one of `names`, and maybe some that do not. */
  linesWith(names: readonly string[]): Set<number> {
    const lines = new Set<number>();
    for (const name of names) for (const line of this.linesOf(name, names.length)) lines.add(line);
    return lines;
  }

  private *linesOf(name: string, count: number): Iterable<number> {
    const known = count > FEW ? this.indexed.get(wordOf(name)) : undefined;
    if (known) yield* known;
    else for (const at of placesOf(name, this.text)) yield this.lines.lineOf(at);
  }

  private get indexed(): ReadonlyMap<string, readonly number[]> {
    this.index ??= this.makeIndex();
    return this.index;
  }

  private makeIndex(): ReadonlyMap<string, readonly number[]> {
    this.made++;
    const lines = new Map<string, number[]>();
    /** By the first letter, a bit for each length that a word may have: most words of a trace are none of these. */
    const lengths = new Uint32Array(128);
    for (const name of this.names) {
      const word = wordOf(name);
      if (word === '') continue;
      lines.set(word, []);
      const letter = word.charCodeAt(0) & 127;
      lengths[letter] = lengths[letter]! | (1 << (word.length & 31)); // of 128
    }
    const { text } = this;
    let line = 0;
    for (let at = 0; at < text.length; at++) {
      if (text.charCodeAt(at) === NEWLINE) line++;
      if (!isNameCharacter(text, at)) continue;
      const start = at;
      while (at + 1 < text.length && isNameCharacter(text, at + 1)) at++;
      const length = at + 1 - start;
      if (!(lengths[text.charCodeAt(start) & 127]! & (1 << (length & 31)))) continue; // of 128
      const found = lines.get(text.slice(start, at + 1));
      if (found && found.at(-1) !== line) found.push(line);
    }
    return lines;
  }
}

/** The last word of a name that has dots or other marks in it: whoever says the name says the word. */
function wordOf(name: string): string {
  let end = name.length;
  while (end > 0 && !isNameCharacter(name, end - 1)) end--;
  let start = end;
  while (start > 0 && isNameCharacter(name, start - 1)) start--;
  return name.slice(start, end);
}

/** Where a text has a name, and not as a part of another one. */
function* placesOf(name: string, text: string): Generator<number> {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    const isPart = at > 0 && isNameCharacter(text, at - 1) && isNameCharacter(name, 0);
    if (!isPart && !(end < text.length && isNameCharacter(text, end))) yield at;
  }
}
