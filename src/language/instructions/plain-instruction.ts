/**
 * Instructions as nearly all lines of a long trace have them: registers, short numbers, names and simple addresses. They
 * are read straight from the characters, without tokens, and again whenever somebody asks for their syntax: a tree of
 * them all would take longer to move in memory than it takes to make. Everything else is left to `parse-instruction.ts`,
 * and what both can read, they read as the same.
 */
import { matchOrNothing } from '../../machine/assembler/match';
import { registerByName } from '../../machine/cpu/register-names';
import type { Range } from '../errors/diagnostic';
import { evaluate } from '../expressions/evaluate';
import { isFloatName } from '../syntax/parse-expression';
import { isCommentAt, isNameCharacter, skipSpace } from '../syntax/scanner';
import { statementRow } from '../syntax/statements';
import type { Expression } from '../tree/expression';
import type { InstructionSyntax, OperandSyntax } from '../tree/instruction';
import type { Name } from '../tree/name';
import type { OutcomeSyntax } from '../tree/outcome';
import { EMPTY_SCOPE, type Value } from '../vocabulary/value';
import { operandsOf } from './operands';
import type { Parts } from './parse-address';
import { isPrefix } from './parse-instruction';
import { POINTER_SIZES } from './parse-operand';

const NO_OUTCOMES: readonly OutcomeSyntax[] = [];
const NO_NAMES: readonly Name[] = [];

/** A statement: an instruction without outcomes. */
export class PlainInstruction {
  readonly kind = 'instruction';

  /** @param source the statement as it is written, from column `start` on. */
  private constructor(
    readonly line: number,
    readonly source: string,
    private readonly start: number,
    readonly form: string | undefined,
  ) {}

  /** The instruction at `start`, if the line holds nothing else and it is plain. */
  static read(text: string, line: number, start: number): PlainInstruction | undefined {
    const reader = new PlainReader(text, line, start);
    const instruction = reader.instruction();
    const word = instruction?.mnemonic.text;
    if (!instruction || word === undefined || isPrefix(word) || statementRow(word)) return undefined;
    // Now that the operands are at hand: to come back for the form would be to read them again.
    const form = reader.hasNames ? undefined : formOf(instruction);
    return new PlainInstruction(line, text.slice(start, reader.lastEnd), start, form);
  }

  get range(): Range {
    return { line: this.line, start: this.start, end: this.start + this.source.length };
  }

  get instruction(): InstructionSyntax {
    return new PlainReader(this.source, this.line, 0, this.start).instruction()!; // it has been read before
  }

  get outcomes(): readonly OutcomeSyntax[] {
    return NO_OUTCOMES;
  }
}

/** The form of an instruction without names; undefined where there is none, for whatever reason. */
function formOf(instruction: InstructionSyntax): string | undefined {
  const operands = operandsOf(instruction, NOTHING_NAMED, evaluateNumber);
  return matchOrNothing(instruction.mnemonic.text, operands)?.form.name;
}

const NOTHING_NAMED = (): undefined => undefined;
const evaluateNumber = (expression: Expression): Value => evaluate(expression, EMPTY_SCOPE);

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
} as const;

const MARKS_IN_NAMES: ReadonlySet<number> = new Set(Array.from('.$@(:', (mark) => mark.charCodeAt(0)));

/** Nobody asks for the ranges of what is read to find its form. */
const NOWHERE: Range = { line: 0, start: 0, end: 0 };

const DECIMAL_DIGITS = 9;
const HEX_DIGITS = 8;

/** Each method reads from `at` on what its name says, or returns undefined for what is not plain. */
class PlainReader {
  /** Where the last word ended. */
  lastEnd = 0;
  /** Whether a name of the trace's own has been read. */
  hasNames = false;

  /** `text` begins at `column` of line `line`; without a column, no range means anything. */
  constructor(
    private readonly text: string,
    private readonly line: number,
    private at: number,
    private readonly column?: number,
  ) {}

  instruction(): InstructionSyntax | undefined {
    const mnemonic = this.name();
    if (!mnemonic || !isLowerCase(mnemonic.text)) return undefined;
    if (this.at === this.lastEnd && this.at < this.text.length) return undefined;
    const operands: OperandSyntax[] = [];
    while (!this.isAtEnd) {
      if (operands.length > 0 && !this.accept(CODE.comma)) return undefined;
      const operand = this.operand();
      if (!operand) return undefined;
      operands.push(operand);
    }
    return { mnemonic, prefixes: NO_NAMES, operands };
  }

  private operand(): OperandSyntax | undefined {
    const { at } = this;
    const code = this.text.charCodeAt(at);
    if (code === CODE.open) return this.memory(at);
    if (isDigit(code)) {
      const value = this.integer();
      return value && { kind: 'immediate', value, range: value.range };
    }
    const name = this.name();
    if (!name) return undefined;
    const { text, range } = name;
    const lower = text.toLowerCase();
    if (registerByName(lower)) return { kind: 'register', name: lower, range };
    if (Object.hasOwn(POINTER_SIZES, lower)) return this.sized(at, POINTER_SIZES[lower]!); // by the test
    this.hasNames = true;
    return isFloatName(text) ? undefined : { kind: 'symbol', name: text, range };
  }

  /** `PTR [...]`, behind the word for the size. */
  private sized(start: number, size: number): OperandSyntax | undefined {
    const pointer = this.name();
    if (pointer?.text.toLowerCase() !== 'ptr' || this.text.charCodeAt(this.at) !== CODE.open) return undefined;
    return this.memory(start, size);
  }

  /** `[...]`; the operand began at `start`. */
  private memory(start: number, size?: number): OperandSyntax | undefined {
    const parts: Parts = { kind: 'memory', scale: 1, range: this.rangeFrom(start) };
    this.accept(CODE.open);
    let negative = false;
    do {
      if (!this.term(parts, negative)) return undefined;
      negative = this.text.charCodeAt(this.at) === CODE.minus;
    } while (this.accept(negative ? CODE.minus : CODE.plus));
    if (!this.accept(CODE.close)) return undefined;
    if (size !== undefined) parts.size = size;
    parts.range = this.rangeFrom(start);
    return parts;
  }

  /** One summand of an address, put into `parts`; whether it was plain and had its place there. */
  private term(parts: Parts, negative: boolean): boolean {
    const name = isDigit(this.text.charCodeAt(this.at)) ? undefined : this.name();
    const lower = name?.text.toLowerCase();
    if (name && lower && registerByName(lower)) {
      return !negative && this.register(parts, { text: lower, range: name.range });
    }
    const value: Expression | undefined = name ? { kind: 'name', name: name.text, range: name.range } : this.integer();
    if (!value || (name && isFloatName(name.text)) || parts.displacement) return false;
    if (name) this.hasNames = true;
    parts.displacement = negative ? { kind: 'unary', operator: '-', operand: value, range: value.range } : value;
    return true;
  }

  /** The base, or the index with its scale, which is still to be read. */
  private register(parts: Parts, register: Name): boolean {
    if (this.accept(CODE.star)) {
      const scale = this.integer()?.value;
      if (parts.index || (scale !== 1n && scale !== 2n && scale !== 4n && scale !== 8n)) return false;
      parts.index = register;
      parts.scale = Number(scale) as 1 | 2 | 4 | 8; // one of them: see above
      return true;
    }
    // RSP as the second register becomes the base: not plain.
    if (parts.base && (parts.index || register.text === 'rsp')) return false;
    if (parts.base) parts.index = register;
    else parts.base = register;
    return true;
  }

  /** Digits of a number that is exact as such, decimal or hexadecimal. */
  private integer(): (Expression & { kind: 'integer' }) | undefined {
    const start = this.at;
    const isHex = this.text.charCodeAt(start) === CODE.zero && this.text.charCodeAt(start + 1) === CODE.x;
    const first = start + (isHex ? 2 : 0);
    let end = first;
    let value = 0;
    for (; end < this.text.length && isNameCharacter(this.text, end); end++) {
      const digit = digitOf(this.text.charCodeAt(end));
      if (digit >= (isHex ? 16 : 10)) return undefined;
      value = value * (isHex ? 16 : 10) + digit;
    }
    if (end === first || end - first > (isHex ? HEX_DIGITS : DECIMAL_DIGITS)) return undefined;
    if (this.text.charCodeAt(end) === CODE.dot) return undefined;
    this.endAt(end);
    return { kind: 'integer', value: BigInt(value), range: this.rangeFrom(start) };
  }

  /** A name that has no dot but in front. */
  private name(): Name | undefined {
    const start = this.at;
    const first = start + (this.text.charCodeAt(start) === CODE.dot ? 1 : 0);
    let end = first;
    while (end < this.text.length && isNameCharacter(this.text, end)) end++;
    if (end === first || isDigit(this.text.charCodeAt(first)) || !this.canEndName(end)) return undefined;
    this.endAt(end);
    return { text: this.text.slice(start, end), range: this.rangeFrom(start) };
  }

  /** Members, parts of names, relocations and calls are not plain. */
  private canEndName(end: number): boolean {
    return !MARKS_IN_NAMES.has(this.text.charCodeAt(end));
  }

  private get isAtEnd(): boolean {
    return this.at >= this.text.length || isCommentAt(this.text, this.at);
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

  private rangeFrom(start: number): Range {
    const { column } = this;
    return column === undefined ? NOWHERE : { line: this.line, start: column + start, end: column + this.lastEnd };
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** 16 or more for what is none. */
function digitOf(code: number): number {
  if (code <= 0x39) return code - 0x30;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : 16;
}

function isLowerCase(text: string): boolean {
  return text === text.toLowerCase();
}
