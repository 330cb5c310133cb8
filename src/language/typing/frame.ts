/**
 * The frame of a text: the lines that other lines have to do with, because they declare names, begin or end blocks, or choose
 * the machine and the kernel. There are few of them. When one has changed, the whole frame is read and checked anew, and of the
 * steps between its lines those that say a name whose meaning has changed.
 */
import { finish } from '../../machine/pausable';
import { type CheckContext, checkingWhole, checkStep } from '../check';
import { isOnBoth } from '../checks/check-instruction';
import { Checker } from '../checks/checker';
import type { Diagnostic } from '../errors/diagnostic';
import { parseLines } from '../parser';
import { TextLines } from '../syntax/text-lines';
import type { Statement, Trace } from '../tree/statement';
import { changedMeanings } from './changed-meanings';
import { asFound, type Found } from './found';
import { NameIndex } from './name-index';
import { indexOfLine, isNearStep, type TextChange } from './text-change';

/** Steps. To check more at once takes so long that a check of the whole, which pauses, serves better. */
const MOST_STEPS = 20_000;

/** Statements of a trace whose every step is looked at for a change of what all have to do with. */
const MOST_STATEMENTS = 200_000;

/** Declarations that have a say in every step. */
const SETTING: ReadonlySet<string> = new Set(['xtrace', 'machine', 'kernel']);

/** The event that asks whether there is a guest anywhere. */
const ASKS_FOR_GUESTS = 'idt';

type Step = Statement & { readonly kind: 'instruction' | 'event' };

export class Frame {
  private readonly lines: ReadonlySet<number>;
  private readonly text: TextLines;
  private readonly index: NameIndex;

  /** @param checker what the whole text was checked with. */
  constructor(
    private readonly trace: Trace,
    private readonly checker: Checker,
    private readonly context: CheckContext,
  ) {
    this.text = new TextLines(trace.text);
    this.index = new NameIndex(trace.text, checker.names.byName.keys());
    // What is said of a missing header stands at the first statement, whatever that is.
    this.lines = linesOf(trace.statements).add(trace.statements[0]?.line ?? 0);
  }

  /** What is wrong after the change of a line of the frame; undefined where too many steps would have to be checked. */
  after(change: TextChange): Found | undefined {
    const { read } = change;
    const framed = linesOf(read.statements);
    const isBetween = ({ line }: { readonly line: number }) => !framed.has(line);
    const stayed = change.moved(this.between(this.trace.diagnostics));
    if (!stayed) return undefined;
    const frame = this.changed(change);
    const come = read.diagnostics.filter(({ range }) => isBetween(range));
    const parsed = [...stayed, ...come, ...frame.diagnostics];
    const { checker, ahead } = finish(checkingWhole({ ...frame, diagnostics: parsed }, this.context));
    const steps = checker && this.stepsToCheck(change, checker);
    if (!checker || !steps) return undefined;
    const anew = new Set(steps.map(({ line }) => line));
    const known = this.between(this.checker.diagnostics);
    const kept = change.moved(known.filter(({ range }) => !anew.has(range.line)));
    const stepsOf = (text: string) => new Steps({ ...frame, text }, checker);
    const moved = change.moved(stepsOf(this.trace.text).check(steps, (line) => change.lineNow(line)));
    if (!kept || !moved) return undefined;
    const added = stepsOf(change.text).check(read.statements.filter(isStep).filter(isBetween));
    const { diagnostics } = checker;
    const checked = asFound(diagnostics.slice(0, ahead), [...diagnostics.slice(ahead), ...kept, ...moved, ...added]);
    return { parsed, checked };
  }

  /** The frame of the text as it has become, without the steps between its lines. */
  private changed(change: TextChange): Trace {
    const { first, read, text } = change;
    const stayed = [...this.lines].filter((line) => !change.touches(line));
    const lines = stayed.map((line) => ({ text: this.text.at(line), line: change.lineNow(line) }));
    const come = [...linesOf(read.statements)].map((line) => ({ text: change.lines[line - first] ?? '', line }));
    return parseLines(
      text,
      [...lines, ...come].sort((a, b) => a.line - b.line),
    );
  }

  /** Those of lines between the frame's. */
  private between(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    return diagnostics.filter(({ range }) => !this.lines.has(range.line));
  }

  /** Steps of lines that have stayed, to which the change may mean something. */
  private stepsToCheck(change: TextChange, now: Checker): readonly Step[] | undefined {
    const { statements } = this.trace;
    const { from, to, read } = change;
    const changed = [...statements.slice(from, to), ...read.statements];
    const names = changedMeanings(this.checker, now, changed.some(isBlock));
    if (this.checker.hasGuest !== now.hasGuest) names.push(ASKS_FOR_GUESTS);
    const lines = this.linesWith(names);
    const isEverywhere = changed.some(isSetting);
    if (isEverywhere && statements.length > MOST_STATEMENTS) return undefined;
    const asked = isEverywhere
      ? statements.filter((statement) => lines.has(statement.line) || !this.isSettled(statement, now))
      : [...lines].sort((a, b) => a - b).flatMap((line) => this.statementsOf(line));
    const steps = asked.filter(isStep).filter(({ line }) => !change.touches(line) && !this.lines.has(line));
    return steps.length > MOST_STEPS ? undefined : steps;
  }

  /** Whether a statement is an instruction to which a change of the machine or the kernel means nothing. */
  private isSettled(statement: Statement, now: Checker): boolean {
    return statement.kind === 'instruction' && isOnBoth(this.checker, now, statement);
  }

  /** Lines that say one of the names, and those of which something is wrong: every name may be what they mean. */
  private linesWith(names: readonly string[]): ReadonlySet<number> {
    const lines = this.index.linesWith(names);
    for (const { range } of this.checker.diagnostics) lines.add(range.line);
    return lines;
  }

  private statementsOf(line: number): readonly Statement[] {
    const { statements } = this.trace;
    return statements.slice(indexOfLine(statements, line), indexOfLine(statements, line + 1));
  }
}

/** Checks steps as they stand between the lines of a frame. */
class Steps {
  private readonly checker: Checker;

  constructor(
    private readonly frame: Trace,
    { names, setting, constants }: Checker,
  ) {
    this.checker = new Checker(frame, names, setting, constants);
  }

  /** In the order of the steps, as many as are told. */
  check(steps: readonly Step[], lineNow = (line: number) => line): readonly Diagnostic[] {
    const { statements } = this.frame;
    for (const step of steps) {
      if (this.checker.isFull) break;
      checkStep(this.checker, step, indexOfLine(statements, lineNow(step.line)) - 0.5);
    }
    return this.checker.diagnostics;
  }
}

/** The lines of statements that other lines have to do with. */
function linesOf(statements: readonly Statement[]): Set<number> {
  return new Set(statements.filter((statement) => !isNearStep(statement)).map(({ line }) => line));
}

function isStep(statement: Statement): statement is Step {
  return statement.kind !== 'declaration';
}

function isBlock(statement: Statement): boolean {
  const { kind } =
    statement.kind === 'declaration' ? statement.declaration : statement.kind === 'event' ? statement.event : statement;
  return kind === 'repeat' || kind === 'ring0' || kind === 'proc' || kind === 'end';
}

function isSetting(statement: Statement): boolean {
  return statement.kind === 'declaration' && SETTING.has(statement.declaration.kind);
}
