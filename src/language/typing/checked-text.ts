/**
 * The check of a text that somebody goes on typing in. After a change only the lines that have changed are read, and only
 * those are checked to which they can mean something. Where that cannot be told there is no answer here: the whole text is
 * to be checked again.
 */
import { finish, type Pausable, part } from '../../machine/pausable';
import { type CheckedTrace, checkingWhole, checkStep } from '../check';
import type { CheckContext } from '../checks/check-context';
import type { Checker } from '../checks/checker';
import { byPlace, type Diagnostic } from '../errors/diagnostic';
import { LIMITS } from '../errors/limits';
import { parsingTrace } from '../parser';
import { TextLines } from '../syntax/text-lines';
import type { Trace } from '../tree/statement';
import { asFound, type Found } from './found';
import { Frame } from './frame';
import { isNearStep, TextChange } from './text-change';

/** The share of reading in the time that a check takes. */
const READ = 0.7;

export class CheckedText {
  private frame: Frame | undefined;
  private readonly lines: TextLines;
  /** Steps that the last answer has checked. */
  checkedSteps = 0;

  private constructor(
    private readonly trace: Trace,
    private readonly context: CheckContext,
    private readonly checked: CheckedTrace,
    private readonly more: readonly Diagnostic[] = [],
  ) {
    this.lines = new TextLines(trace.text);
  }

  /** Reads and checks a whole text, in pieces. */
  static *checking(text: string, context: CheckContext): Pausable<CheckedText> {
    const trace = yield* part(parsingTrace(text), 0, READ);
    return yield* part(CheckedText.checkingTrace(trace, context), READ, 1);
  }

  /** Checks a text that has been read, in pieces. */
  static *checkingTrace(trace: Trace, context: CheckContext): Pausable<CheckedText> {
    return new CheckedText(trace, context, yield* checkingWhole(trace, context));
  }

  /** The same text with what else is wrong with it. Of lines that change later that is not known until it is given again. */
  with(more: readonly Diagnostic[]): CheckedText {
    return new CheckedText(this.trace, this.context, this.checked, more);
  }

  /** The same at once. */
  static check(text: string, context: CheckContext): CheckedText {
    return finish(CheckedText.checking(text, context));
  }

  /** Everything that is wrong, in the order of the lines. */
  get diagnostics(): readonly Diagnostic[] {
    return merged({ parsed: this.trace.diagnostics, checked: this.checked.diagnostics }, this.more);
  }

  /** The same of the text as it has become; undefined where too much has changed to tell it by the lines that have. */
  diagnosticsOf(text: string): readonly Diagnostic[] | undefined {
    const { trace, checked } = this;
    const { checker } = checked;
    if (!checker || !trace.isLineByLine || isFull(trace.diagnostics) || isFull(checked.diagnostics)) return undefined;
    const change = TextChange.between(trace, this.lines, text);
    if (!change) return change === null ? this.diagnostics : undefined;
    const { from, to, read } = change;
    const gone = trace.statements.slice(from, to);
    // Nothing comes before the header, and something after it stays.
    if (from === 0 && gone.length + read.statements.length > 0) return undefined;
    const isNear = gone.every(isNearStep) && read.statements.every(isNearStep) && !change.concernsOthers;
    const found = isNear ? this.withSteps(change, checker) : this.withFrame(change, checker);
    const more = change.moved(this.more);
    return !found || !more || isFull(found.parsed) ? undefined : merged(found, more);
  }

  /** Of a change of steps, which mean nothing to other lines. */
  private withSteps(change: TextChange, whole: Checker): Found | undefined {
    const { read, from } = change;
    const parsed = change.moved(this.trace.diagnostics);
    const ahead = change.moved(whole.diagnostics.slice(0, this.checked.ahead));
    const stayed = change.moved(whole.diagnostics.slice(this.checked.ahead));
    if (!parsed || !ahead || !stayed) return undefined;
    const checker = whole.besides(this.trace, change);
    // The place of them all lies between the indices of their neighbours.
    for (const step of read.statements) if (step.kind !== 'declaration') checkStep(checker, step, from - 0.5);
    this.checkedSteps = read.statements.length;
    const checked = asFound(ahead, [...stayed, ...checker.diagnostics]);
    return { parsed: [...parsed, ...read.diagnostics], checked };
  }

  /** Of a change of what other lines have to do with. */
  private withFrame(change: TextChange, whole: Checker): Found | undefined {
    this.frame ??= new Frame(this.trace, {
      checker: whole,
      asked: this.checked.asked,
      context: this.context,
      lines: this.lines,
    });
    const found = this.frame.after(change);
    this.checkedSteps = this.frame.checkedSteps;
    return found;
  }
}

/** Parsing says its own in the order of the lines, checking in that of the text; all together are in that of the text. */
function merged({ parsed, checked }: Found, more: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...parsed, ...checked, ...more].sort(byPlace);
}

function isFull(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.length >= LIMITS.problems.most;
}
