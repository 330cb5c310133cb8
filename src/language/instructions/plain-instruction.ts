/**
 * Instructions as nearly all lines of a long trace have them: registers, short numbers, names and simple addresses. They
 * are read straight from the characters (`plain-reader.ts`), and of what has been read nothing is kept but the form. What they
 * mean is read again when somebody asks: for the assembler from the characters, as syntax from tokens. Everything else
 * is left to `parse-instruction.ts`, and what both can read, they read as the same.
 */
import type { Match } from '../../machine/assembler/match';
import type { Range } from '../errors/diagnostic';
import { LineReader } from '../syntax/line-reader';
import { scanLine } from '../syntax/scanner';
import type { InstructionSyntax } from '../tree/instruction';
import type { OutcomeSyntax } from '../tree/outcome';
import type { SymbolLookup } from './operands';
import { parseInstruction } from './parse-instruction';
import { PlainReader } from './plain-reader';

const NO_OUTCOMES: readonly OutcomeSyntax[] = [];

const READER = new PlainReader();

/** A statement: an instruction without outcomes. */
export class PlainInstruction {
  readonly kind = 'instruction';

  /** It is written in `text` from `at` to `end`, and begins at column `column` of its line. */
  private constructor(
    readonly line: number,
    private readonly text: string,
    private readonly at: number,
    readonly end: number,
    private readonly column: number,
    readonly form: string | undefined,
  ) {}

  /** The instruction at `at` of `text`, in a line that begins at `lineStart`, if the line holds nothing else and it is plain. */
  static read(text: string, line: number, at: number, lineStart = 0): PlainInstruction | undefined {
    if (!READER.read(text, at)) return undefined;
    // Now that the operands are at hand: to come back for the form would be to read them again.
    const form = READER.hasNames ? undefined : READER.instruction.match()?.form.name;
    return new PlainInstruction(line, text, at, READER.lastEnd, at - lineStart, form);
  }

  get source(): string {
    return this.text.slice(this.at, this.end);
  }

  get range(): Range {
    return { line: this.line, start: this.column, end: this.column + this.end - this.at };
  }

  get instruction(): InstructionSyntax {
    const { line, source, column } = this;
    return parseInstruction(new LineReader(line, source, scanLine(source), column));
  }

  /** Whether it says names of the trace's own. */
  get hasNames(): boolean {
    READER.read(this.text, this.at);
    return READER.hasNames;
  }

  get outcomes(): readonly OutcomeSyntax[] {
    return NO_OUTCOMES;
  }

  /**
   * Its form with its operands, where these are plain too and every name has an address; `matchStatement` knows all others. It is
   * the same object each time.
   */
  match(lookup: SymbolLookup): Match | undefined {
    READER.read(this.text, this.at, lookup);
    return READER.instruction.match();
  }
}
