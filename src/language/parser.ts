/** From text to syntax tree, line by line: an error ends the reading of its line and of nothing else. */

import { GrowingBytes } from '../machine/growing-bytes';
import { finish, type Pausable, PIECE } from '../machine/pausable';
import { tableOf } from '../machine/table';
import { AssemblyNames } from './assembly/assembly-names';
import { commentDiagnostic } from './assembly/comment-check';
import { directiveDiagnostic, directiveName, isMarker } from './assembly/directives';
import { Expansion } from './assembly/expansion';
import { LineTable } from './assembly/line-table';
import { GUARD_CHECK, linkedData, linkProblems, nameCodeAgain } from './assembly/link';
import { PastedData } from './assembly/pasted-data';
import type { SourceLine } from './assembly/source-line';
import { type Diagnostic, errorAt, type Range } from './errors/diagnostic';
import { ExpressionError } from './errors/expression-error';
import { LIMITS } from './errors/limits';
import { PlainInstruction, PlainSource, parseInstruction } from './instructions';
import { BlockMatcher } from './syntax/blocks';
import { LineProblem, LineReader } from './syntax/line-reader';
import { beginsBlock } from './syntax/misread';
import { parseOutcomes } from './syntax/parse-outcomes';
import { isCommentAt, skipSpace } from './syntax/scanner';
import type { StatementRow } from './syntax/statement-row';
import { isInstructionToo, statementRow } from './syntax/statements';
import { meantStatement } from './syntax/unknown-statement';
import type { DeclarationStatement, Statement, Trace } from './tree/statement';

/**
 * Reads a whole trace, or a part of one that begins with line `first`. Never throws; what could not be read is in
 * `diagnostics`, in the order of the lines.
 */
export function parseTrace(text: string, first = 0): Trace {
  return finish(parsingTrace(text, first));
}

/** Some lines of a text, in their order, as if there were no others. */
export function parseLines(text: string, lines: Iterable<SourceLine>): Trace {
  const parser = new TraceParser();
  for (const source of lines) parser.readLine(source.text, source.line);
  return finish(parser.trace(text));
}

/** The same as `parseTrace`, in pieces. */
export function* parsingTrace(text: string, first = 0): Pausable<Trace> {
  const unreadable = findBinary(text) ?? findOtherLineEnds(text);
  if (unreadable)
    return {
      text,
      statements: [],
      declarations: [],
      compiledFrom: new Map(),
      isLineByLine: false,
      diagnostics: [unreadable],
    };
  const parser = new TraceParser();
  const source = new PlainSource(text, parser.code);
  let line = first;
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start <= text.length) {
    const end = parser.readLineAt(source, start, line);
    if (parser.isFull) {
      parser.giveUp(line);
      break;
    }
    start = end + 1;
    line++;
    if (line % PIECE === 0) yield start / text.length;
  }
  return yield* parser.trace(text);
}

const NEWLINE = 0x0a;

function endOfLine(text: string, at: number): number {
  if (text.charCodeAt(at) === NEWLINE) return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

class TraceParser {
  readonly statements: Statement[] = [];
  readonly diagnostics: Diagnostic[] = [];
  private readonly lineTable = new LineTable();
  /** The bytes of plain instructions. */
  readonly code = new GrowingBytes();
  /** Indices of the declarations among the statements. */
  private readonly declared: number[] = [];
  private hasGivenUp = false;
  private hasDirectives = false;
  private readonly blocks = new BlockMatcher(this.statements, this.diagnostics);
  private readonly names = new AssemblyNames();
  private readonly expansion = new Expansion((diagnostic) => this.diagnostics.push(diagnostic));
  private readonly pasted = new PastedData(this.statements, (statement) => this.add(statement), this.names);

  /** Whether so much is wrong that the text is something else than a trace, and nobody reads on. */
  get isFull(): boolean {
    return this.diagnostics.length >= LIMITS.problems.most;
  }

  /** Whether no line was read by what another one says. */
  get isLineByLine(): boolean {
    return !this.hasDirectives && !this.hasGivenUp && !this.names.leadElsewhere;
  }

  /** Reads the line that begins at `start` of a text; where it ends. Nothing is cut out of the text for a plain instruction. */
  readLineAt(source: PlainSource, start: number, line: number): number {
    const { text } = source;
    const at = skipSpace(text, start);
    if (text.charCodeAt(at) === NEWLINE) return at;
    const { isIdle } = this;
    const plain = isIdle ? PlainInstruction.read(source, line, at, start) : undefined;
    if (!plain) {
      const end = endOfLine(text, at);
      this.readLine(text.slice(start, end), line, !isIdle);
      return end;
    }
    const behind = skipSpace(text, plain.end);
    const end = endOfLine(text, behind);
    if (behind < end) this.note(commentDiagnostic(text.slice(start, end), line, behind - start));
    this.add(plain);
    return end;
  }

  private get isIdle(): boolean {
    return this.expansion.isIdle && this.pasted.isIdle;
  }

  /** @param mayBePlain whether nobody has looked if the line is a plain instruction. */
  readLine(text: string, line: number, mayBePlain = true): void {
    const start = skipSpace(text, 0);
    if (start === text.length) return;
    const source = { text, line };
    const lines = this.expansion.expand(source, start, 0);
    if (!lines) return this.readSource(source, start, mayBePlain);
    this.hasDirectives = true;
    this.readLines(lines, 1);
  }

  /** Lines that another stands for, and what those stand for. */
  private readLines(lines: readonly SourceLine[], depth: number): void {
    for (const source of lines) {
      if (this.isFull) return;
      const start = skipSpace(source.text, 0);
      if (start === source.text.length) continue;
      const inner = this.expansion.expand(source, start, depth);
      if (inner) this.readLines(inner, depth + 1);
      else this.readSource(source, start, true);
    }
  }

  private readSource(source: SourceLine, start: number, mayBePlain: boolean): void {
    const { text, line, origin } = source;
    if (isMarker(text, start)) this.hasDirectives = true;
    if (isCommentAt(text, start) || isMarker(text, start)) return;
    if (this.pasted.skips(text, start)) return;
    try {
      if (text[start] === '.' && this.readDirective(source, start)) return;
      const plain =
        mayBePlain && !origin ? PlainInstruction.read(new PlainSource(text, this.code), line, start) : undefined;
      if (plain) {
        const comment = skipSpace(text, plain.range.end);
        if (comment < text.length) this.note(commentDiagnostic(text, line, comment));
        return this.add(plain);
      }
      const tokens = this.names.ofLine(text, line);
      this.readStatements(new LineReader(line, text, tokens, 0, origin), source, start);
    } catch (problem) {
      this.diagnostics.push(diagnosticOf(problem, line));
      if (beginsBlock(text)) this.blocks.beginMisread();
    }
  }

  /** False for a label that begins with a dot. */
  private readDirective(source: SourceLine, start: number): boolean {
    const { text, line } = source;
    const name = directiveName(text, start);
    if (name === undefined) return false;
    this.hasDirectives = true;
    this.lineTable.read(name, text.slice(start + name.length));
    if (this.pasted.read(name, source, start, this.expansion.isInlineAssembly)) return true;
    this.note(directiveDiagnostic(name, text, line, start));
    return true;
  }

  private note(diagnostic: Diagnostic | undefined): void {
    if (diagnostic) this.diagnostics.push(diagnostic);
  }

  /** What has been read of `text`, which ends here. */
  *trace(text: string): Pausable<Trace> {
    const { declarations, diagnostics } = yield* this.finishing(text.includes(GUARD_CHECK));
    const { statements, isLineByLine } = this;
    return { text, statements, declarations, compiledFrom: this.lineTable.lines, isLineByLine, diagnostics };
  }

  private *finishing(isGuarded: boolean): Pausable<Pick<Trace, 'declarations' | 'diagnostics'>> {
    if (!this.hasGivenUp) {
      this.expansion.finish();
      this.blocks.finish();
    }
    const { statements, declared } = this;
    const declarations = yield* declarationsAt(statements, declared);
    const relocated = [...this.names.relocated];
    this.diagnostics.push(...linkProblems(declarations, relocated));
    for (const statement of linkedData(declarations, statements.at(-1), relocated, isGuarded)) {
      this.hasDirectives = true;
      this.add(statement);
    }
    nameCodeAgain(statements, declared);
    const diagnostics = this.diagnostics.sort((a, b) => a.range.line - b.range.line);
    return { declarations: yield* declarationsAt(statements, declared), diagnostics };
  }

  giveUp(line: number): void {
    this.hasGivenUp = true;
    const message = 'Too many problems: the rest of the file was not read. Is this a trace?';
    const range = this.diagnostics.at(-1)?.range ?? { line, start: 0, end: 0 };
    this.diagnostics.push(errorAt(range, LIMITS.problems.code, message));
  }

  /** Labels, and at most one other statement or directive behind them. */
  private readStatements(reader: LineReader, source: SourceLine, start: number): void {
    const time = readTime(reader);
    while (reader.token.kind === 'name' && reader.following?.text === ':') {
      if (time !== undefined) throw timeOnDeclaration(reader);
      const begin = reader.token.start;
      const name = reader.label('a label');
      reader.next();
      const range = reader.rangeFrom(begin);
      this.add({ line: reader.line, range, kind: 'declaration', declaration: { kind: 'label', name } });
    }
    const at = reader.token.start;
    if (at > start && source.text[at] === '.' && this.readDirective(source, at)) return;
    const expansion = source.origin && source.text.slice(start);
    if (!reader.isAtEnd) this.add(madeBy(expansion, readStatement(reader, time)));
    else if (time !== undefined) throw reader.unexpected('a step behind its time');
  }

  private add(statement: Statement): void {
    if (statement instanceof PlainInstruction) return this.addPlain(statement);
    this.pasted.precede(statement);
    this.lineTable.note(statement);
    this.statements.push(statement);
    this.blocks.add(statement, this.statements.length - 1);
    if (statement.kind === 'declaration') this.declared.push(this.statements.length - 1);
  }

  /** The same of most lines. */
  private addPlain(statement: PlainInstruction): void {
    this.pasted.precedeInstruction();
    if (this.lineTable.hasPlace) this.lineTable.note(statement);
    this.statements.push(statement);
  }
}

/** In pieces: a text may declare something in each of its lines. */
function* declarationsAt(
  statements: readonly Statement[],
  indices: readonly number[],
): Pausable<readonly DeclarationStatement[]> {
  const declarations: DeclarationStatement[] = [];
  for (let at = 0; at < indices.length; at++) {
    if (at % PIECE === PIECE - 1) yield 1;
    const statement = statements[indices[at]!]; // within the list
    if (statement?.kind === 'declaration') declarations.push(statement);
  }
  return declarations;
}

/** A template's expressions are read by themselves, and throw as a watch does. */
function diagnosticOf(problem: unknown, line: number): Diagnostic {
  if (problem instanceof LineProblem) return problem.diagnostic;
  if (!(problem instanceof ExpressionError)) throw problem;
  return errorAt(problem.range ?? { line, start: 0, end: 0 }, problem.code, problem.message);
}

function readTime(reader: LineReader): number | undefined {
  const { token } = reader;
  if (token.kind !== 'time') return undefined;
  reader.next();
  return token.value as number; // of every `time` token
}

function readStatement(reader: LineReader, time: number | undefined): Statement {
  const first = reader.token;
  const isEncoding = first.kind === 'operator' && first.text === '{';
  if (first.kind !== 'name' && !isEncoding) throw reader.unexpected('an instruction, a keyword or a label');
  const row = keywordRow(reader);
  if (row?.kind === 'declaration') return readDeclaration(reader, row, time);
  if (row) {
    reader.next();
    const event = row.parse(reader);
    const outcomes = parseOutcomes(reader);
    expectEnd(reader, row);
    return timed({ line: reader.line, range: reader.rangeFrom(first.start), kind: 'event', event, outcomes }, time);
  }
  try {
    const instruction = parseInstruction(reader);
    const outcomes = parseOutcomes(reader);
    expectEnd(reader, undefined);
    const range = reader.rangeFrom(first.start);
    return timed({ line: reader.line, range, kind: 'instruction', instruction, outcomes }, time);
  } catch (problem) {
    throw meantStatement(problem, reader, first) ?? problem;
  }
}

/** With the text that a macro made of it. */
function madeBy(expansion: string | undefined, statement: Statement): Statement {
  return expansion === undefined || statement.kind !== 'instruction' ? statement : { ...statement, expansion };
}

type Step = Statement & { kind: 'instruction' | 'event' };

function timed(step: Step, time: number | undefined): Step {
  return time === undefined ? step : { ...step, time };
}

/** `syscall` and `cpuid` alone are instructions. */
function keywordRow(reader: LineReader): StatementRow | undefined {
  const row = statementRow(reader.token.text);
  return row && isInstructionToo(row.keyword, reader.following) ? undefined : row;
}

function readDeclaration(
  reader: LineReader,
  row: StatementRow & { kind: 'declaration' },
  time: number | undefined,
): Statement {
  if (time !== undefined) throw timeOnDeclaration(reader);
  const first = reader.next();
  const declaration = row.parse(reader);
  if (reader.isOperator('=>')) {
    const message = `\`${row.keyword}\` is a declaration, not a step: it has no outcome.`;
    throw reader.problem('outcome-of-declaration', message, reader.rangeOf(reader.token));
  }
  expectEnd(reader, row);
  return { line: reader.line, range: reader.rangeFrom(first.start), kind: 'declaration', declaration };
}

/** What is written for C's operators by those who write other languages. */
const SLIPS = tableOf<string>({
  '=': 'To compare is `==`.',
  and: 'The operator is `&&`.',
  or: 'The operator is `||`.',
});

function expectEnd(reader: LineReader, row: StatementRow | undefined): void {
  if (reader.isAtEnd) return;
  const form = row?.syntax.length === 1 ? ` (\`${row.syntax[0]}\`)` : '';
  throw reader.unexpected(`the end of the statement${form}`, row ? SLIPS[reader.token.text] : undefined);
}

function timeOnDeclaration(reader: LineReader): LineProblem {
  const message = 'Only steps, which are instructions and events, have a time.';
  return reader.problem('time-on-declaration', message, reader.rangeOf(reader.token));
}

/** The first character that no text has: NUL, or what stands for bytes that are no UTF-8. */
function findBinary(text: string): Diagnostic | undefined {
  const at = firstOf(text, '\0', '\uFFFD');
  if (at < 0) return undefined;
  return errorAt(
    rangeAt(text, at),
    'not-text',
    'This is not a text file in UTF-8: it has bytes that no text has. Open the trace instead.',
  );
}

/** The index of the first of two characters; -1 where neither is. `indexOf` is ten times as fast as a class of a pattern. */
function firstOf(text: string, one: string, other: string): number {
  const [a, b] = [text.indexOf(one), text.indexOf(other)];
  return a < 0 || b < 0 ? Math.max(a, b) : Math.min(a, b);
}

/** A CR that no LF follows: an editor begins a line there, and here it would be white space within one. */
function findOtherLineEnds(text: string): Diagnostic | undefined {
  const at = text.includes('\r') ? text.search(/\r(?!\n|$)/) : -1;
  if (at < 0) return undefined;
  const whose = text.includes('\n') ? 'This line ends' : 'The lines of this file end';
  const message = `${whose} in CR alone. Save the file with LF or CRLF at the ends of its lines.`;
  return errorAt(rangeAt(text, at), 'cr-line-ends', message);
}

/** The range of a character. */
function rangeAt(text: string, at: number): Range {
  const before = text.slice(0, at);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length - 1, start: at - start, end: at - start + 1 };
}
