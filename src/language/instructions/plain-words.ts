/**
 * Words of plain instructions. A word is looked up by its characters, packed into three numbers, so that nothing is cut out of
 * the text for it.
 */
import { isMnemonic } from '../../machine/assembler/match';
import { type Mnemonic, SHAPED_REGISTERS, type ShapedRegister } from '../../machine/assembler/shaped-instruction';
import { isFloatName } from '../syntax/parse-expression';
import { statementRow } from '../syntax/statements';
import { isBranch } from './operands';
import { isPrefix } from './parse-instruction';
import { POINTER_SIZES } from './parse-operand';

const BITS = 6;
/** Characters in a number. */
const IN_NUMBER = 5;
const LONGEST = 3 * IN_NUMBER;
const UPPER_CASE = 1 << BITS;

/** By UTF-16 unit: what a character of a name is in a packed word, 0 for all others. */
const CODES = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  if (/[a-z]/.test(character)) return 1 + unit - 0x61;
  if (/[A-Z]/.test(character)) return UPPER_CASE | (1 + unit - 0x41);
  if (/[0-9]/.test(character)) return 27 + unit - 0x30;
  return character === '_' ? 37 : 0;
});

/** A word as it is read; the same object each time. */
export class PackedWord {
  first = 0;
  second = 0;
  third = 0;
  end = 0;
  hasUpperCase = false;

  /** Reads the characters of a name from `start` on. Words of more than 15 are in no table. */
  read(text: string, start: number): void {
    const behind = start + IN_NUMBER;
    let packed = 0;
    let upper = 0;
    let at = start;
    let code = CODES[text.charCodeAt(at)];
    while (code && at < behind) {
      upper |= code;
      packed = (packed << BITS) | (code & (UPPER_CASE - 1));
      code = CODES[text.charCodeAt(++at)];
    }
    this.first = packed;
    this.second = 0;
    this.third = 0;
    this.end = at;
    this.hasUpperCase = (upper & UPPER_CASE) !== 0;
    if (code) this.readOn(text, start);
  }

  /** Most words are as short as one number: the rest of a longer one, whose first number has been read. */
  private readOn(text: string, start: number): void {
    let packed = 0;
    let upper = 0;
    let at = start + IN_NUMBER;
    for (; ; at++) {
      const code = CODES[text.charCodeAt(at)];
      if (!code) break;
      if (at === start + 2 * IN_NUMBER) {
        this.second = packed;
        packed = 0;
      }
      upper |= code;
      packed = (packed << BITS) | (code & (UPPER_CASE - 1));
    }
    const length = at - start;
    this.end = at;
    this.hasUpperCase ||= (upper & UPPER_CASE) !== 0;
    if (length <= 2 * IN_NUMBER) this.second = packed;
    else this.third = length <= LONGEST ? packed : NOT_PACKED;
  }
}

const NOT_PACKED = -1;

/** Items by words, in any case. */
class WordTable<Item> {
  private readonly keys: Int32Array;
  private readonly items: Item[] = [];

  /** @param size a power of two; half of it may be taken. */
  constructor(private readonly size: number) {
    this.keys = new Int32Array(4 * size).fill(NOT_PACKED);
  }

  get isFull(): boolean {
    return 2 * this.items.length >= this.size;
  }

  find(word: PackedWord): Item | undefined {
    const item = this.keys[this.placeOf(word) + 3]!; // a number of an item, or -1
    return item < 0 ? undefined : this.items[item];
  }

  add(word: PackedWord, item: Item): void {
    this.keys.set([word.first, word.second, word.third, this.items.length], this.placeOf(word));
    this.items.push(item);
  }

  /** Where the word stands, or would. */
  private placeOf({ first, second, third }: PackedWord): number {
    const { keys, size } = this;
    const hash = Math.imul(first ^ Math.imul(second, 31) ^ Math.imul(third, 961), 0x9e37_79b1);
    let place = (4 * (hash >>> 16)) & (4 * size - 1);
    while (
      keys[place + 3] !== NOT_PACKED &&
      (keys[place] !== first || keys[place + 1] !== second || keys[place + 2] !== third)
    )
      place = (place + 4) & (4 * size - 1);
    return place;
  }
}

/** What a word of an operand means that is no name of the trace's own. */
export interface OperandWord {
  readonly register?: ShapedRegister;
  readonly isRip?: true;
  readonly isRsp?: true;
  /** Bytes, of `DWORD` and its like. */
  readonly size?: number;
  readonly isPtr?: true;
}

/** A mnemonic, or why an instruction that begins with the word is not plain. */
export interface FirstWord {
  readonly mnemonic?: Mnemonic;
  readonly isBranch: boolean;
  readonly isLea: boolean;
}

const OPERAND_WORDS = new WordTable<OperandWord>(1024);
const FIRST_WORDS = new WordTable<FirstWord>(8192);
const WORD = new PackedWord();

function addOperandWord(text: string, item: OperandWord): void {
  WORD.read(text, 0);
  if (WORD.end === text.length) OPERAND_WORDS.add(WORD, item);
}

for (const [name, register] of SHAPED_REGISTERS) {
  addOperandWord(name, {
    register,
    ...(name === 'rip' && { isRip: true }),
    ...(name === 'rsp' && { isRsp: true }),
  });
}
for (const [name, size] of Object.entries(POINTER_SIZES)) addOperandWord(name, { size });
addOperandWord('ptr', { isPtr: true });

export function operandWord(word: PackedWord): OperandWord | undefined {
  return OPERAND_WORDS.find(word);
}

/** The meaning of the word that stands from `start` on at the beginning of a statement; undefined where no instruction begins so. */
export function firstWord(word: PackedWord, text: string, start: number): FirstWord | undefined {
  const known = FIRST_WORDS.find(word);
  if (known) return known;
  const spelled = text.slice(start, word.end);
  if (isPrefix(spelled) || statementRow(spelled)) return remembered(word, NOT_PLAIN);
  if (!isMnemonic(spelled)) return UNKNOWN;
  const mnemonic = { text: spelled, number: mnemonics++ };
  return remembered(word, { mnemonic, isBranch: isBranch(spelled), isLea: spelled === 'lea' });
}

const UNKNOWN: FirstWord = { mnemonic: { text: '', number: -1 }, isBranch: false, isLea: false };
const NOT_PLAIN: FirstWord = { isBranch: false, isLea: false };
let mnemonics = 0;

function remembered(word: PackedWord, meaning: FirstWord): FirstWord {
  if (word.third !== NOT_PACKED && !FIRST_WORDS.isFull) FIRST_WORDS.add(word, meaning);
  return meaning;
}

/** Whether a name of the trace's own is the name of a float, which no plain instruction has. */
export function isFloatWord(text: string, start: number, end: number): boolean {
  return end - start === 3 && isFloatName(text.slice(start, end));
}
