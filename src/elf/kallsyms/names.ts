/**
 * `kallsyms_num_syms`, `kallsyms_names` and `kallsyms_markers`: how many names there are, the names as tokens, each behind its
 * length, and where each 256th begins (scripts/kallsyms.c and kernel/kallsyms.c of Linux). The markers say whether it is them.
 */
import { viewOf } from '../image/image-sections';
import { LONGEST_NAME, SMALLEST_ALIGNMENT, type Tokens } from './tokens';

export interface Names {
  /** Of each symbol the letter of its kind, as `nm` has it, and its name. */
  readonly texts: readonly string[];
  /** Of the number of names, in bytes from the start of the section. */
  readonly start: number;
  /** What labels are aligned to there, in bytes. */
  readonly alignment: number;
}

/** Five times what the largest kernels have. */
const MOST_NAMES = 2 ** 20;
/** Names that are looked at in all places that could be the table: in a section that is made for it there are too many. */
const MOST_LOOKED_AT = 2 ** 22;
const MOST_CHARACTERS = 2 ** 26;
const NAMES_A_MARKER = 256;
const MARKER_BYTES = 4;
/** Since 6.2, and until 6.4 before the tokens: the names in their order, by 24-bit numbers. */
const SEQUENCE_BYTES = 3;
/** What a name begins with is the letter of its kind. */
const LETTER = /^[A-Za-z]/;

export function alignTo(at: number, alignment: number): number {
  return Math.ceil(at / alignment) * alignment;
}

/** How many names may be looked at still. */
export class NameBudget {
  left = MOST_LOOKED_AT;
}

/** The names that these tokens are of; undefined where none lie before them. */
export function findNames(section: Uint8Array, tokens: Tokens, budget: NameBudget): Names | undefined {
  return new NameTable(section, tokens, budget).find();
}

class NameTable {
  private readonly view: DataView;
  private readonly mayBegin: readonly boolean[];

  constructor(
    private readonly section: Uint8Array,
    private readonly tokens: Tokens,
    private readonly budget: NameBudget,
  ) {
    this.view = viewOf(section);
    this.mayBegin = tokens.texts.map((text) => LETTER.test(text));
  }

  find(): Names | undefined {
    for (let start = 0; start < this.tokens.start && this.budget.left > 0; start += SMALLEST_ALIGNMENT) {
      const count = this.view.getUint32(start, true);
      if (count === 0 || count > MOST_NAMES || start + 2 * count > this.tokens.start) continue;
      const alignment = this.view.getUint32(start + MARKER_BYTES, true) === 0 ? 8 : SMALLEST_ALIGNMENT;
      if (start % alignment !== 0) continue;
      const texts = this.read(start + alignment, count, alignment);
      if (texts) return { texts, start, alignment };
    }
    return undefined;
  }

  private read(start: number, count: number, alignment: number): readonly string[] | undefined {
    if (count > this.budget.left) return undefined;
    const places: number[] = [];
    let at = start;
    for (let index = 0; index < count; index++) {
      this.budget.left--;
      places.push(at);
      const { from, end } = this.extent(at);
      if (end === from || end > this.tokens.start || !this.mayBegin[this.section[from] ?? 0]) return undefined;
      at = end;
    }
    return this.areMarked(places, start, at, alignment) ? this.texts(places) : undefined;
  }

  /** Of a name: its length has one byte, or two from 128 on. */
  private extent(at: number): { readonly from: number; readonly end: number } {
    const low = this.section[at] ?? 0;
    const high = this.section[at + 1] ?? 0;
    if (low < 0x80) return { from: at + 1, end: at + 1 + low };
    return { from: at + 2, end: at + 2 + ((low & 0x7f) | (high << 7)) };
  }

  private areMarked(places: readonly number[], start: number, end: number, alignment: number): boolean {
    const markers = alignTo(end, alignment);
    const count = Math.ceil(places.length / NAMES_A_MARKER);
    const behind = alignTo(markers + count * MARKER_BYTES, alignment);
    const sequences = alignTo(behind + SEQUENCE_BYTES * places.length, alignment);
    if (this.tokens.start !== behind && this.tokens.start !== sequences) return false;
    for (let index = 0; index < count; index++) {
      const marker = this.view.getUint32(markers + index * MARKER_BYTES, true);
      if (start + marker !== places[index * NAMES_A_MARKER]) return false;
    }
    return true;
  }

  private texts(places: readonly number[]): readonly string[] | undefined {
    const texts: string[] = [];
    let characters = 0;
    for (const place of places) {
      const { from, end } = this.extent(place);
      let text = '';
      for (let at = from; at < end; at++) text += this.tokens.texts[this.section[at] ?? 0];
      characters += text.length;
      if (text.length > LONGEST_NAME || characters > MOST_CHARACTERS) return undefined;
      texts.push(text);
    }
    return texts;
  }
}
