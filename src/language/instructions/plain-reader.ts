/**
 * Reads plain instructions (see `plain-instruction.ts`) straight from the characters of a text: no tokens, no words, no tree. What
 * it has read is the operands of the assembler, in objects that are used again.
 */
import { ShapedInstruction } from '../../machine/assembler/shaped-instruction';
import { isCommentAt, skipSpace } from '../syntax/scanner';
import type { SymbolLookup } from './operands';
import { type FirstWord, firstWord, isFloatWord, type OperandWord, operandWord, PackedWord } from './plain-words';

const CODE = {
  comma: 0x2c,
  plus: 0x2b,
  minus: 0x2d,
  star: 0x2a,
  dot: 0x2e,
  open: 0x5b,
  close: 0x5d,
  zero: 0x30,
  x: 0x78,
  equals: 0x3d,
  greater: 0x3e,
  newline: 0x0a,
} as const;

/** By UTF-16 unit, 1 for marks behind a name that make it none that is plain: of members, parts, relocations and calls. */
const MARKS_IN_NAMES = Uint8Array.from({ length: 128 }, (_, unit) =>
  '.$@(:'.includes(String.fromCharCode(unit)) ? 1 : 0,
);

const DECIMAL_DIGITS = 9;
const HEX_DIGITS = 8;

const NO_OUTCOMES = -1;

/** Where a name of the trace's own stands. */
const NO_NAME = -1;

/** What a name stands for that nobody has looked up yet: a label where a branch goes, and an address of data everywhere else. */
const SOME_LABEL = 0;
const SOME_ADDRESS = 2n ** 24n;

/** Each method reads from `at` on what its name says; false where that is not plain. */
export class PlainReader {
  /** What has been read last, for the assembler. */
  readonly instruction = new ShapedInstruction();
  /** Where the last word ended. */
  lastEnd = 0;
  /** How many names of the trace's own have been read, and where the last of them begins. */
  names = 0;
  nameAt = 0;
  /** Where the outcomes of what was read last begin; -1 where it has none. */
  outcomesAt = NO_OUTCOMES;
  private text = '';
  private at = 0;
  private lookup: SymbolLookup | undefined;
  private isAssuming = false;
  private readonly word = new PackedWord();
  private first: FirstWord | undefined;
  /** The number that was read last. */
  private number = 0;
  /** The memory operand that is being read, or was read last. */
  private base: OperandWord | undefined;
  private index: OperandWord | undefined;
  private scale: 1 | 2 | 4 | 8 = 1;
  private hasDisplacement = false;
  private displacement = 0;
  private nameStart = NO_NAME;
  private nameEnd = 0;
  private hasMemory = false;

  /**
   * Reads the instruction at `at` of `text`; whether its line holds nothing else but outcomes and it is plain. With `lookup`, names are those
   * of the trace; without it an instruction that has any has no operands.
   */
  read(text: string, at: number, lookup?: SymbolLookup): boolean {
    this.lookup = lookup;
    this.isAssuming = false;
    return this.readAt(text, at);
  }

  /** The same, where names are taken for what they mostly are: see `isAsAssumed`. */
  readAssuming(text: string, at: number): boolean {
    this.isAssuming = true;
    return this.readAt(text, at);
  }

  /** Whether an instruction that has a form may begin at `at`, as far as its first word says. */
  mayBegin(text: string, at: number): boolean {
    const { word } = this;
    word.read(text, at);
    return word.end > at && !word.hasUpperCase && (firstWord(word, text, at)?.mnemonic?.text ?? '') !== '';
  }

  /** Where a name ends that begins at `at` of a text. */
  endOfName(text: string, at: number): number {
    this.word.read(text, at + (text.charCodeAt(at) === CODE.dot ? 1 : 0));
    return this.word.end;
  }

  /** Whether the last instruction is one whose operand says where it goes. */
  get isBranch(): boolean {
    return this.first?.isBranch === true;
  }

  private readAt(text: string, at: number): boolean {
    this.text = text;
    this.at = at;
    this.names = 0;
    this.hasMemory = false;
    const isPlain = this.statement();
    this.outcomesAt = isPlain && this.isAtOutcomes ? this.at : NO_OUTCOMES;
    this.text = '';
    return isPlain;
  }

  private statement(): boolean {
    const { word, text, at } = this;
    word.read(text, at);
    if (word.hasUpperCase || !this.isName(at)) return false;
    const first = firstWord(word, text, at);
    if (!first?.mnemonic) return false;
    this.first = first;
    this.instruction.begin(first.mnemonic);
    if (first.mnemonic.text === '') this.instruction.giveUp();
    this.endAt(word.end);
    if (this.at === this.lastEnd && !this.isAtEndOfLine && !this.isAtOutcomes) return false;
    for (let isFirst = true; !this.isAtEnd; isFirst = false) {
      if (!isFirst && !this.accept(CODE.comma)) return false;
      if (!this.operand()) return false;
    }
    return true;
  }

  private operand(): boolean {
    const { at, word } = this;
    const code = this.text.charCodeAt(at);
    if (code === CODE.open) return this.memory(undefined);
    if (isDigit(code)) return this.integer() && this.addNumber();
    if (code === CODE.dot) return this.symbol();
    word.read(this.text, at);
    if (!this.isName(at)) return false;
    const meaning = operandWord(word);
    if (meaning?.register) {
      this.endAt(word.end);
      this.instruction.addRegister(meaning.register);
      return true;
    }
    if (meaning?.size === undefined) return this.symbol();
    this.endAt(word.end);
    return this.pointer(meaning.size);
  }

  /** `PTR [...]`, behind the word for the size. */
  private pointer(size: number): boolean {
    const { at, word } = this;
    word.read(this.text, at);
    if (!this.isName(at) || !operandWord(word)?.isPtr) return false;
    this.endAt(word.end);
    return this.text.charCodeAt(this.at) === CODE.open && this.memory(size);
  }

  private addNumber(): boolean {
    const { first, instruction, number } = this;
    if (first?.isLea) instruction.giveUp();
    else if (first?.isBranch) instruction.addBranch(number);
    else instruction.addImmediate(number);
    return true;
  }

  /** A name of the trace's own as an operand. */
  private symbol(): boolean {
    const start = this.at;
    if (!this.ownName()) return false;
    const { first, instruction } = this;
    const value = first?.isLea ? undefined : this.valueOf(start, this.lastEnd);
    if (value === undefined) instruction.giveUp();
    else if (first?.isBranch) {
      if (typeof value === 'number') instruction.addBranch(0, value);
      else instruction.addBranch(Number(value));
    } else if (typeof value === 'number') instruction.addImmediate(0, value);
    else instruction.addImmediate(Number(value));
    return true;
  }

  /** `[...]` */
  private memory(size: number | undefined): boolean {
    this.accept(CODE.open);
    this.base = undefined;
    this.index = undefined;
    this.scale = 1;
    this.hasDisplacement = false;
    this.displacement = 0;
    this.nameStart = NO_NAME;
    let isNegative = false;
    do {
      if (!this.term(isNegative)) return false;
      isNegative = this.text.charCodeAt(this.at) === CODE.minus;
    } while (this.accept(isNegative ? CODE.minus : CODE.plus));
    if (!this.accept(CODE.close)) return false;
    this.addMemory(size);
    return true;
  }

  private addMemory(size: number | undefined): void {
    const { base, index, scale, nameStart, instruction } = this;
    const value = nameStart === NO_NAME ? undefined : this.valueOf(nameStart, this.nameEnd);
    if (this.hasMemory || (nameStart !== NO_NAME && value === undefined)) return instruction.giveUp();
    this.hasMemory = true;
    const label = typeof value === 'number' ? value : undefined;
    const displacement = typeof value === 'bigint' ? Number(value) : this.displacement;
    const fromNext = base?.isRip === true && value === undefined;
    instruction.addMemory(base?.register, index?.register, { scale, displacement, size, label, fromNext });
  }

  /** One summand of an address. */
  private term(isNegative: boolean): boolean {
    const { at, word } = this;
    const code = this.text.charCodeAt(at);
    if (isDigit(code)) {
      if (!this.integer() || this.hasDisplacement) return false;
      this.displacement = isNegative && this.number !== 0 ? -this.number : this.number;
      this.hasDisplacement = true;
      return true;
    }
    if (code !== CODE.dot) {
      word.read(this.text, at);
      if (!this.isName(at)) return false;
      const meaning = operandWord(word);
      if (meaning?.register) {
        this.endAt(word.end);
        return !isNegative && this.register(meaning);
      }
    }
    if (!this.ownName() || this.hasDisplacement) return false;
    if (isNegative) this.instruction.giveUp();
    this.nameStart = at;
    this.nameEnd = this.lastEnd;
    this.hasDisplacement = true;
    return true;
  }

  /** The base, or the index with its scale, which is still to be read. */
  private register(register: OperandWord): boolean {
    if (this.accept(CODE.star)) {
      if (!this.integer() || this.index) return false;
      const { number } = this;
      if (number !== 1 && number !== 2 && number !== 4 && number !== 8) return false;
      this.index = register;
      this.scale = number;
      return true;
    }
    // RSP as the second register becomes the base: not plain.
    if (this.base && (this.index || register.isRsp)) return false;
    if (this.base) this.index = register;
    else this.base = register;
    return true;
  }

  /** Digits of a number that is exact as such, decimal or hexadecimal. */
  private integer(): boolean {
    const { text, at: start } = this;
    const isHex = text.charCodeAt(start) === CODE.zero && text.charCodeAt(start + 1) === CODE.x;
    const first = start + (isHex ? 2 : 0);
    const base = isHex ? 16 : 10;
    const most = first + (isHex ? HEX_DIGITS : DECIMAL_DIGITS);
    let end = first;
    let value = 0;
    for (; end <= most; end++) {
      const digit = digitOf(text.charCodeAt(end));
      if (digit >= base) break;
      value = value * base + digit;
    }
    if (end === first || end > most || this.isInName(end) || text.charCodeAt(end) === CODE.dot) return false;
    this.number = value;
    this.endAt(end);
    return true;
  }

  private isInName(at: number): boolean {
    const { word } = this;
    word.read(this.text, at);
    return word.end > at;
  }

  /** A name of the trace's own, which has no dot but in front. */
  private ownName(): boolean {
    const { text, at: start, word } = this;
    const first = start + (text.charCodeAt(start) === CODE.dot ? 1 : 0);
    word.read(text, first);
    if (!this.isName(first) || isFloatWord(text, start, word.end)) return false;
    this.names++;
    this.nameAt = start;
    this.endAt(word.end);
    return true;
  }

  /** Whether the word that has been read at `start` is a name. */
  private isName(start: number): boolean {
    const { text, word } = this;
    return word.end > start && !isDigit(text.charCodeAt(start)) && MARKS_IN_NAMES[text.charCodeAt(word.end)] !== 1;
  }

  private valueOf(start: number, end: number): bigint | number | undefined {
    if (this.isAssuming) return this.first?.isBranch ? SOME_LABEL : SOME_ADDRESS;
    return this.lookup?.(this.text.slice(start, end));
  }

  private get isAtEnd(): boolean {
    return this.isAtEndOfLine || isCommentAt(this.text, this.at) || this.isAtOutcomes;
  }

  private get isAtOutcomes(): boolean {
    return this.text.charCodeAt(this.at) === CODE.equals && this.text.charCodeAt(this.at + 1) === CODE.greater;
  }

  private get isAtEndOfLine(): boolean {
    return this.at >= this.text.length || this.text.charCodeAt(this.at) === CODE.newline;
  }

  private accept(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.endAt(this.at + 1);
    return true;
  }

  private endAt(end: number): void {
    this.lastEnd = end;
    this.at = skipSpace(this.text, end);
  }
}

/** Numbers between them are in the same ranges of operands: signed and unsigned, of 8, 16, 32 and 64 bits. */
const LEAST_ADDRESS = 2n ** 16n;
const GREATEST_ADDRESS = 2n ** 31n - 1n;

/** Whether an address has as many bits as nearly all have: what takes one of them takes every other. */
export function isUsualAddress(value: bigint): boolean {
  return value >= LEAST_ADDRESS && value <= GREATEST_ADDRESS;
}

/** Whether a name stands for what was assumed of it: a form that was found so is the form of the instruction. */
export function isAsAssumed(value: bigint | number | undefined, isBranch: boolean): boolean {
  return isBranch ? typeof value === 'number' : typeof value === 'bigint' && isUsualAddress(value);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** 16 or more for what is none. */
function digitOf(code: number): number {
  if (code <= 0x39) return code >= 0x30 ? code - 0x30 : NO_DIGIT;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : NO_DIGIT;
}

const NO_DIGIT = 16;
