/**
 * Instructions as nearly all lines of a long trace have them: registers, short numbers, names and simple addresses. They
 * are read straight from the characters (`plain-reader.ts`), and of what has been read nothing is kept but the form and the bytes.
 * What they mean is read again when somebody asks: for the assembler from the characters, as syntax from tokens. Everything else
 * is left to `parse-instruction.ts`, and what both can read, they read as the same.
 */
import { encodeOpen } from '../../machine/assembler/encode';
import type { LayoutItem } from '../../machine/assembler/layout';
import type { Match } from '../../machine/assembler/match';
import { GrowingBytes } from '../../machine/growing-bytes';
import type { Range } from '../errors/diagnostic';
import { ExpressionError } from '../errors/expression-error';
import { LineProblem, LineReader } from '../syntax/line-reader';
import { parseOutcomes } from '../syntax/parse-outcomes';
import { isCommentAt, scanLine, skipSpace } from '../syntax/scanner';
import type { InstructionSyntax } from '../tree/instruction';
import type { OutcomeSyntax } from '../tree/outcome';
import type { SymbolLookup } from './operands';
import { parseInstruction } from './parse-instruction';
import { isAsAssumed, PlainReader } from './plain-reader';

const NO_OUTCOMES: readonly OutcomeSyntax[] = [];

const READER = new PlainReader();

/** Whether a plain instruction with a form may begin at `at` of a text, as far as its first word says. */
export function mayBeginPlain(text: string, at: number): boolean {
  return READER.mayBegin(text, at);
}

/** A text with plain instructions, and the bytes of those that are the same wherever they lie. */
export class PlainSource {
  constructor(
    readonly text: string,
    private bytes?: GrowingBytes,
  ) {}

  /** Made where there is one: most texts of a line have none. */
  get code(): GrowingBytes {
    this.bytes ??= new GrowingBytes();
    return this.bytes;
  }
}

/** Bits of the length of a statement in its text, and of its bytes. */
const LENGTH_BITS = 15;
const SIZE_BITS = 4;
const LONGEST = 2 ** LENGTH_BITS - 1;
const HAS_OUTCOMES = 2 ** (2 * LENGTH_BITS);
/** Of an instruction whose bytes depend on where it lies, or on names. */
const NO_CODE = -1;
/** Below it are places of instructions with one name, which say where the name is instead: it begins in so few characters. */
const NAMED = -2;
const NAME_BITS = 20;

/** What `codeOf` gives; the same object each time. */
const CODE = { kind: 'bytes' as const, bytes: new Uint8Array() as Uint8Array, at: 0, size: 0 };

/** A statement: an instruction. There may be a million, so numbers share a field. */
export class PlainInstruction {
  /**
   * It is written in the source from `at` on. `span` is its column in its line, its length, and whether it has outcomes; `place`
   * is where its bytes begin in the code, and how many they are, or where its one name begins and whether it is a branch. Where it
   * has a name, `known` is its form if the name is what it mostly is.
   */
  private constructor(
    readonly line: number,
    private readonly from: PlainSource,
    private readonly at: number,
    private readonly span: number,
    private readonly known: string | undefined,
    private readonly place: number,
  ) {}

  /**
   * The instruction at `at` of a text, in a line that begins at `lineStart`, if the line holds nothing else but its outcomes and it
   * is plain.
   */
  static read(from: PlainSource, line: number, at: number, lineStart = 0): PlainInstruction | undefined {
    if (!READER.readAssuming(from.text, at)) return undefined;
    const column = at - lineStart;
    const hasOutcomes = READER.outcomesAt >= 0;
    const end = hasOutcomes ? endOfOutcomes(from.text, READER.outcomesAt, line) : READER.lastEnd;
    if (end === undefined || column > LONGEST || end - at > LONGEST) return undefined;
    // Now that the operands are at hand: to come back for the form and the bytes would be to read them again.
    const { names } = READER;
    const match = names > 1 ? undefined : READER.instruction.match();
    const span = (hasOutcomes ? HAS_OUTCOMES : 0) | (column << LENGTH_BITS) | (end - at);
    const form = match && !READER.instruction.isExtended ? match.form.name : undefined;
    if (names === 1) {
      const name = READER.nameAt - at;
      const place = name < 2 ** NAME_BITS ? NAMED - (name * 2 + Number(READER.isBranch)) : NO_CODE;
      return new PlainInstruction(line, from, at, span, place === NO_CODE ? undefined : form, place);
    }
    return new PlainInstruction(line, from, at, span, form, match ? encoded(match, from) : NO_CODE);
  }

  /** The form that it has whatever the trace declares. */
  get form(): string | undefined {
    return this.place > NAMED ? this.known : undefined;
  }

  get kind(): 'instruction' {
    return 'instruction';
  }

  /** Where it ends in its text. */
  get end(): number {
    return this.at + (this.span & LONGEST);
  }

  get source(): string {
    return this.from.text.slice(this.at, this.end);
  }

  get range(): Range {
    const column = (this.span >> LENGTH_BITS) & LONGEST;
    return { line: this.line, start: column, end: column + (this.span & LONGEST) };
  }

  /** Its bytes, if they are the same wherever it lies. */
  get code(): LayoutItem | undefined {
    if (this.place < 0) return undefined;
    CODE.bytes = this.from.code.buffer;
    CODE.at = Math.floor(this.place / 2 ** SIZE_BITS);
    CODE.size = this.place % 2 ** SIZE_BITS;
    return CODE;
  }

  get instruction(): InstructionSyntax {
    const { line, source, range } = this;
    return parseInstruction(new LineReader(line, source, scanLine(source), range.start));
  }

  /** Whether it says names of the trace's own. */
  get hasNames(): boolean {
    READER.read(this.from.text, this.at);
    return READER.names > 0;
  }

  get hasOutcomes(): boolean {
    return (this.span & HAS_OUTCOMES) !== 0;
  }

  get outcomes(): readonly OutcomeSyntax[] {
    if (!this.hasOutcomes) return NO_OUTCOMES;
    if (endsInOk(this.from.text, this.end)) return [{ kind: 'ok', range: this.okRange }];
    READER.read(this.from.text, this.at);
    const lineStart = this.at - this.range.start;
    return outcomesOf(this.from.text, READER.outcomesAt, this.line, lineStart)?.outcomes ?? NO_OUTCOMES;
  }

  /** Of the last word. */
  private get okRange(): Range {
    const { line, end } = this.range;
    return { line, start: end - OK.length, end };
  }

  /**
   * Its form with its operands, where these are plain too and every name has an address; `matchStatement` knows all others. It is
   * the same object each time.
   */
  match(lookup: SymbolLookup): Match | undefined {
    READER.read(this.from.text, this.at, lookup);
    return READER.instruction.match();
  }

  /** The name of that form, where it alone says which features it needs: without registers of APX. */
  formWith(lookup: SymbolLookup): string | undefined {
    if (this.known !== undefined && (this.place > NAMED || this.isAsAssumed(lookup))) return this.known;
    const match = this.match(lookup);
    return match && !READER.instruction.isExtended ? match.form.name : undefined;
  }

  /** Whether its one name stands for what it mostly does. */
  private isAsAssumed(lookup: SymbolLookup): boolean {
    const { text } = this.from;
    const packed = NAMED - this.place;
    const start = this.at + (packed >> 1);
    return isAsAssumed(lookup(text.slice(start, READER.endOfName(text, start))), (packed & 1) === 1);
  }
}

const ARROW = '=>';
const OK = 'ok';

/** Where outcomes end that begin at `at` of a text; undefined where they are wrong. Most are `ok`. */
function endOfOutcomes(text: string, at: number, line: number): number | undefined {
  const word = skipSpace(text, at + ARROW.length);
  const end = word + OK.length;
  if (text.startsWith(OK, word)) {
    const rest = skipSpace(text, end);
    if (rest >= text.length || text.startsWith('\n', rest) || (isCommentAt(text, rest) && rest > end)) return end;
  }
  return outcomesOf(text, at, line)?.end;
}

/** Whether outcomes that end at `end` of a text are `ok` and no more. */
function endsInOk(text: string, end: number): boolean {
  let at = end - OK.length;
  if (!text.startsWith(OK, at)) return false;
  while (skipSpace(text, at - 1) > at - 1) at--;
  return text.startsWith(ARROW, at - ARROW.length);
}

/** What stands at `at` of a text, up to the end of the line or a comment; undefined where it is wrong. */
function outcomesOf(
  text: string,
  at: number,
  line: number,
  lineStart = at,
): { readonly outcomes: readonly OutcomeSyntax[]; readonly end: number } | undefined {
  const newline = text.indexOf('\n', at);
  const rest = newline < 0 ? text.slice(at) : text.slice(at, newline);
  const reader = new LineReader(line, rest, scanLine(rest), at - lineStart);
  try {
    const outcomes = parseOutcomes(reader);
    return reader.isAtEnd ? { outcomes, end: at + reader.lastEnd } : undefined;
  } catch (problem) {
    if (problem instanceof LineProblem || problem instanceof ExpressionError) return undefined;
    throw problem;
  }
}

/** Where the bytes of an instruction are in the code of its source now. */
function encoded(match: Match, from: PlainSource): number {
  const { bytes, length, open } = encodeOpen(match);
  return open ? NO_CODE : from.code.append(bytes, 0, length) * 2 ** SIZE_BITS + length;
}
