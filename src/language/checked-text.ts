/**
 * The check of a text that somebody goes on typing in. After a change only the lines that have changed are read and
 * checked, as long as they and what they replace are steps, which mean nothing to other lines. For every other change
 * there is no answer here: the whole text is to be checked again.
 */
import { finish, type Pausable, part } from '../machine/pausable';
import { changeOf } from './changed-lines';
import { type CheckContext, checkingWhole, checkStep } from './check';
import { Checker } from './checks/checker';
import { byPlace, type Diagnostic } from './errors/diagnostic';
import { LIMITS } from './errors/limits';
import { eventForm } from './events';
import { parseTrace, parsingTrace } from './parser';
import type { Statement, Trace } from './tree/statement';

/** More lines than anybody types between two checks: a paste, or another file. */
const MOST_LINES = 500;

/** The share of reading in the time that a check takes. */
const READ = 0.7;

/** What the diagnostics of other lines quote when they name a line by its number. */
const NAMES_A_LINE = /\bline \d/;

export class CheckedText {
  private constructor(
    private readonly trace: Trace,
    private readonly found: readonly Diagnostic[],
    private readonly checker: Checker | undefined,
  ) {}

  /** Reads and checks a whole text, in pieces. */
  static *checking(text: string, context: CheckContext): Pausable<CheckedText> {
    const trace = yield* part(parsingTrace(text), 0, READ);
    return yield* part(CheckedText.checkingTrace(trace, context), READ, 1);
  }

  /** Checks a text that has been read, in pieces. */
  static *checkingTrace(trace: Trace, context: CheckContext): Pausable<CheckedText> {
    const { diagnostics, checker } = yield* checkingWhole(trace, context);
    return new CheckedText(trace, diagnostics, checker);
  }

  /** The same text with what else is wrong with it. Of lines that change later that is not known until it is given again. */
  with(more: readonly Diagnostic[]): CheckedText {
    return more.length === 0 ? this : new CheckedText(this.trace, [...this.found, ...more].sort(byPlace), this.checker);
  }

  /** The same at once. */
  static check(text: string, context: CheckContext): CheckedText {
    return finish(CheckedText.checking(text, context));
  }

  /** Everything that is wrong, in the order of the lines. */
  get diagnostics(): readonly Diagnostic[] {
    return merged(this.trace.diagnostics, this.found);
  }

  /** The same of the text as it has become; undefined where more than some steps have changed. */
  diagnosticsOf(text: string): readonly Diagnostic[] | undefined {
    const { trace, checker } = this;
    if (!checker || !trace.isLineByLine || this.isFull(this.diagnostics)) return undefined;
    const change = changeOf(trace.text, text, MOST_LINES);
    if (!change) return change === null ? this.diagnostics : undefined;
    const { first, removed, lines } = change;
    const { statements } = trace;
    const [from, to] = [indexOfLine(statements, first), indexOfLine(statements, first + removed)];
    // Nothing comes before the header, and something after it stays.
    if (from === 0 || !statements.slice(from, to).every(isNearStep)) return undefined;
    const read = parseTrace(lines.join('\n'));
    if (!read.isLineByLine || !read.statements.every(isNearStep) || read.diagnostics.some(isUnreadable))
      return undefined;
    const added = this.check({ ...trace, text: lines.join('\n') }, checker, read.statements, from - 0.5);
    const shift = lines.length - removed;
    const after = first + removed;
    if (shift !== 0 && this.diagnostics.some(({ message }) => NAMES_A_LINE.test(message))) return undefined;
    const spliced = (whole: readonly Diagnostic[], inside: readonly Diagnostic[]) => [
      ...whole.filter(({ range }) => range.line < first),
      ...moved(inside, first),
      ...moved(
        whole.filter(({ range }) => range.line >= after),
        shift,
      ),
    ];
    const parsed = spliced(trace.diagnostics, read.diagnostics);
    const checked = spliced(this.found, added);
    return this.isFull(parsed) || this.isFull(checked) ? undefined : merged(parsed, checked);
  }

  private isFull({ length }: readonly Diagnostic[]): boolean {
    return length >= LIMITS.problems.most;
  }

  /** Of statements in the place of others: `at` lies between the indices of their neighbours. */
  private check(trace: Trace, whole: Checker, statements: readonly Statement[], at: number): readonly Diagnostic[] {
    const checker = new Checker(trace, whole.names, whole.setting, whole.constants);
    for (const statement of statements) if (statement.kind !== 'declaration') checkStep(checker, statement, at);
    return checker.finish();
  }
}

/** Parsing says its own in the order of the lines, checking in that of the text; both together are in that of the text. */
function merged(parsed: readonly Diagnostic[], checked: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...parsed, ...checked].sort(byPlace);
}

function moved(diagnostics: readonly Diagnostic[], by: number): readonly Diagnostic[] {
  if (by === 0) return diagnostics;
  return diagnostics.map((each) => ({ ...each, range: { ...each.range, line: each.range.line + by } }));
}

/** Whether a statement is a step that only its own line has to do with. */
function isNearStep(statement: Statement): boolean {
  if (statement.kind !== 'event') return statement.kind === 'instruction';
  const { event } = statement;
  return !eventForm(event.kind).reachesOtherLines && !(event.kind === 'syscall' && event.as);
}

function isUnreadable({ code }: Diagnostic): boolean {
  return code === 'not-text' || code === 'cr-line-ends';
}

/** The index of the first statement on that line or behind it. */
function indexOfLine(statements: readonly Statement[], line: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
