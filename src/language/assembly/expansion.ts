/**
 * Lines of assembly that stand for several (manual of GNU as, "Statements", ".rept", ".irp", ".macro"): statements that
 * `;` separates inside `#APP` ... `#NO_APP`, repeated blocks, and calls of macros.
 */
import { tableOf } from '../../machine/table';
import { type Diagnostic, errorAt, type Range } from '../errors/diagnostic';
import { ExpressionError } from '../errors/expression-error';
import { LIMITS } from '../errors/limits';
import { evaluate } from '../expressions/evaluate';
import { LineProblem, LineReader } from '../syntax/line-reader';
import { parseExpression } from '../syntax/parse-expression';
import { isCommentAt, scanLine, skipSpace, withoutComment } from '../syntax/scanner';
import { EMPTY_SCOPE } from '../vocabulary/value';
import { directiveName, isMarker } from './directives';
import { expandMacro, type Macro, readMacroHeader, splitArguments, substituteIn } from './macro';
import { Room } from './room';
import { rangeOf, type SourceLine } from './source-line';

const BLOCKS = tableOf<string>({
  '.rept': '.endr',
  '.irp': '.endr',
  '.macro': '.endm',
});
const ENDS: ReadonlySet<string> = new Set(Object.values(BLOCKS));

/** A block whose end has not been read. */
interface Open {
  readonly name: string;
  /** What stands behind the directive, without a comment. */
  readonly operands: string;
  readonly range: Range;
  readonly origin: Range | undefined;
  readonly body: SourceLine[];
  /** Blocks inside it whose end has not been read. */
  inner: number;
}

export class Expansion {
  private open: Open | undefined;
  private readonly macros = new Map<string, Macro>();
  private inline = false;
  private readonly room = new Room();
  /** Whether a limit has been passed: nothing stands for anything any more. */
  private isExhausted = false;
  private calls = 0;

  constructor(private readonly report: (diagnostic: Diagnostic) => void) {}

  /** Whether what follows stands between `#APP` and `#NO_APP`. */
  get isInlineAssembly(): boolean {
    return this.inline;
  }

  /** Whether every line that begins with a letter stands for itself. */
  get isIdle(): boolean {
    return !this.open && !this.inline && this.macros.size === 0;
  }

  /** The lines that `source` stands for; undefined where it stands for itself. `start` is its first column with text. */
  expand(source: SourceLine, start: number, depth: number): readonly SourceLine[] | undefined {
    const { text } = source;
    if (this.open) return this.continueBlock(this.open, source, start, depth);
    if (text[start] === '#' && isMarker(text, start)) this.inline = text.startsWith('#APP', start);
    if (text[start] === '.') {
      const name = directiveName(text, start);
      if (name !== undefined && (name in BLOCKS || ENDS.has(name))) return this.begin(name, source, start);
    }
    if (this.macros.size > 0) {
      const call = this.callOf(source, start, depth);
      if (call) return call;
    }
    return this.inline && text.includes(';') ? this.split(source, start) : undefined;
  }

  private split(source: SourceLine, start: number): readonly SourceLine[] {
    const { most, code } = LIMITS.statements;
    const lines = splitStatements(source, start, most + 1);
    if (lines.length <= most) return lines;
    const message = `A line of inline assembly has at most ${most} statements. Break the line.`;
    this.report(errorAt(rangeOf(source, start), code, message));
    return [];
  }

  /** Reports a block that has no end. */
  finish(): void {
    if (!this.open) return;
    const { name, range } = this.open;
    this.report(errorAt(range, 'missing-end', `This \`${name}\` has no \`${BLOCKS[name]}\`.`));
  }

  private begin(name: string, source: SourceLine, start: number): readonly SourceLine[] {
    const range = rangeOf(source, start);
    if (ENDS.has(name)) {
      const begins = Object.keys(BLOCKS).filter((block) => BLOCKS[block] === name);
      const message = `This \`${name}\` ends nothing: there is no \`${begins.join('` or `')}\` before it.`;
      this.report(errorAt(range, 'extra-end', message));
    } else {
      const operands = withoutComment(source.text, start + name.length);
      this.open = { name, operands, range, origin: source.origin, body: [], inner: 0 };
    }
    return [];
  }

  private continueBlock(open: Open, source: SourceLine, start: number, depth: number): readonly SourceLine[] {
    const name = directiveName(source.text, start) ?? '';
    if (name in BLOCKS) open.inner++;
    if (!ENDS.has(name) || open.inner-- > 0) {
      open.body.push(source);
      return [];
    }
    this.open = undefined;
    if (name !== BLOCKS[open.name]) {
      const message = `\`${name}\` cannot end the \`${open.name}\` before it: that ends with \`${BLOCKS[open.name]}\`.`;
      this.report(errorAt(rangeOf(source, start), 'extra-end', message));
      return [];
    }
    if (open.name === '.macro') return this.define(open);
    return this.within(open.range, depth, open.name === '.rept' ? this.repeated(open) : this.iterated(open));
  }

  private define({ operands, range, body }: Open): readonly SourceLine[] {
    const header = readMacroHeader(operands);
    if (header) this.macros.set(header.name, { ...header, body: body.map(({ text }) => text) });
    else this.report(errorAt(range, 'bad-macro', 'Expected a name and parameters, as in `.macro add3 a, b=1`.'));
    return [];
  }

  /** `.rept COUNT` */
  private repeated({ operands, range, body }: Open): readonly SourceLine[] {
    const count = this.countOf(operands, range);
    const characters = body.reduce((sum, { text }) => sum + text.length, 0);
    this.room.take(count * body.length, count * characters);
    return this.room.problem || body.length === 0 ? [] : Array.from({ length: count }, () => body).flat();
  }

  /** `.irp NAME, VALUE, ...` */
  private iterated({ operands, body, origin }: Open): readonly SourceLine[] {
    const [name = '', ...values] = splitArguments(operands, true);
    const texts = body.map(({ text }) => text);
    return values.flatMap((value) => {
      const made = substituteIn(texts, new Map([[name, value]]), this.calls, this.room);
      return made.map((text, index) => ({ text, line: body[index]?.line ?? 0, origin }));
    });
  }

  private countOf(operands: string, range: Range): number {
    try {
      const value = evaluate(parseExpression(new LineReader(range.line, operands, scanLine(operands))), EMPTY_SCOPE);
      if (typeof value === 'bigint' && value >= 0n) return Number(value);
    } catch (problem) {
      if (!(problem instanceof LineProblem || problem instanceof ExpressionError)) throw problem;
    }
    this.report(errorAt(range, 'bad-repetition', 'Expected how often to repeat, as in `.rept 3`.'));
    return 0;
  }

  private callOf(source: SourceLine, start: number, depth: number): readonly SourceLine[] | undefined {
    const word = /[A-Za-z_.$][\w.$]*/y;
    word.lastIndex = start;
    const name = word.exec(source.text)?.[0];
    const macro = name === undefined ? undefined : this.macros.get(name);
    if (!macro) return undefined;
    const behind = start + macro.name.length;
    if (source.text[skipSpace(source.text, behind)] === ':') return undefined;
    const range = rangeOf(source, start);
    const lines = expandMacro(macro, withoutComment(source.text, behind), this.calls++, this.room);
    if ('message' in lines) {
      this.report(errorAt(range, 'bad-macro-call', lines.message));
      return [];
    }
    const { line } = source;
    return this.within(
      range,
      depth,
      lines.map((text) => ({ text, line, origin: range })),
    );
  }

  /** `lines`, unless they are too many, or too deep in others. */
  private within(range: Range, depth: number, lines: readonly SourceLine[]): readonly SourceLine[] {
    const deepest = LIMITS.expansions.most;
    const tooLong = this.room.problem;
    if (depth >= deepest) {
      const message = `Macros and repeated blocks are nested deeper than ${deepest} here.`;
      this.exhaust(errorAt(range, LIMITS.expansions.code, message));
    } else if (tooLong) {
      this.exhaust(errorAt(range, LIMITS.expandedLines.code, tooLong));
    }
    return this.isExhausted ? [] : lines;
  }

  private exhaust(diagnostic: Diagnostic): void {
    if (!this.isExhausted) this.report(diagnostic);
    this.isExhausted = true;
  }
}

/** The first statements of a line, at most `most`; blanks take the place of those before, so that columns stay true. */
function splitStatements({ text, line, origin }: SourceLine, start: number, most: number): readonly SourceLine[] {
  const lines: SourceLine[] = [];
  let begin = start;
  let at = start;
  for (; at < text.length && lines.length < most; at++) {
    if (text[at] === '"') at = Math.max(at, text.indexOf('"', at + 1));
    else if (text[at] === ';') {
      lines.push({ text: ' '.repeat(begin) + text.slice(begin, at), line, origin });
      begin = at + 1;
    } else if (isCommentAt(text, at)) break;
  }
  return [...lines, { text: ' '.repeat(begin) + text.slice(begin, at), line, origin }];
}
