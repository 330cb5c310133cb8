/**
 * The frame of a text: the lines that other lines have to do with, because they declare names, begin or end blocks, or choose
 * the machine and the kernel. There are few of them. When one has changed, the whole frame is checked anew; of the steps between
 * its lines, those are that say a name whose meaning has changed, and those that have asked for what the machine or the kernel
 * has otherwise now.
 */
import { finish } from '../../machine/pausable';
import { checkingWhole, checkStep } from '../check';
import { ASKED, concerns } from '../checks/asked';
import type { CheckContext } from '../checks/check-context';
import type { Checker } from '../checks/checker';
import type { Diagnostic } from '../errors/diagnostic';
import { BLOCK_CODES, matchBlocks } from '../syntax/blocks';
import { misreadBlocks } from '../syntax/misread';
import type { TextLines } from '../syntax/text-lines';
import type { Declaration } from '../tree/declaration';
import type { CompiledFrom, DeclarationStatement, Statement, Trace } from '../tree/statement';
import { changedMeanings } from './changed-meanings';
import { asFound, type Found } from './found';
import { FrameStatements, linesOf } from './frame-statements';
import { NameIndex } from './name-index';
import { indexOfLine, type TextChange } from './text-change';

/** Steps. To check more at once takes so long that a check of the whole, which pauses, serves better. */
const MOST_STEPS = 20_000;

/** The event that asks whether there is a guest anywhere. */
const ASKS_FOR_GUESTS = 'idt';

/** Of a text whose every line is read by itself. */
const NOT_COMPILED: ReadonlyMap<number, CompiledFrom> = new Map();

type Step = Statement & { readonly kind: 'instruction' | 'event' };

/** What the whole text was checked with. */
interface Whole {
  readonly checker: Checker;
  /** What each of its statements has asked of the machine and the kernel. */
  readonly asked: Uint16Array;
  readonly context: CheckContext;
  readonly lines: TextLines;
}

export class Frame {
  /** Steps between the lines of the frame that the last answer has checked. */
  checkedSteps = 0;
  private readonly statements: FrameStatements;
  private readonly index: NameIndex;
  /** Lines with a step that has asked what value a name has. */
  private askingForValues: ReadonlySet<number> | undefined;
  /** What parsing has said, but of blocks. */
  private readonly parsed: readonly Diagnostic[];
  /** What checking has said of lines between the frame's. */
  private readonly known: readonly Diagnostic[];

  constructor(
    private readonly trace: Trace,
    private readonly whole: Whole,
  ) {
    const { checker, lines } = whole;
    this.statements = new FrameStatements(trace, lines);
    this.index = new NameIndex(trace.text);
    this.parsed = trace.diagnostics.filter(isNotOfBlocks);
    this.known = checker.diagnostics.filter(({ range }) => !this.statements.lines.has(range.line));
  }

  /** What is wrong after the change of a line of the frame; undefined where too many steps would have to be checked. */
  after(change: TextChange): Found | undefined {
    const frame = this.changed(change);
    if (!frame) return undefined;
    const { checker, ahead } = finish(checkingWhole(frame, this.whole.context));
    const steps = checker && this.stepsToCheck(change, checker);
    if (!checker || !steps) return undefined;
    const anew = new Set(steps.map(({ line }) => line));
    const kept = change.moved(this.known.filter(({ range }) => !anew.has(range.line)));
    const { lines } = this.whole;
    const moved = change.moved(stepsChecked(checker.besides(frame, lines), steps, (line) => change.lineNow(line)));
    if (!kept || !moved) return undefined;
    const framed = linesOf(change.read.statements);
    const come = change.read.statements.filter(isStep).filter(({ line }) => !framed.has(line));
    this.checkedSteps = steps.length + come.length;
    const added = stepsChecked(checker.besides(frame, change), come);
    const { diagnostics } = checker;
    const checked = asFound(diagnostics.slice(0, ahead), [...diagnostics.slice(ahead), ...kept, ...moved, ...added]);
    return { parsed: frame.diagnostics, checked };
  }

  /** The frame of the text as it has become, without the steps between its lines, and with what parsing says of the whole text. */
  private changed(change: TextChange): Trace | undefined {
    const stayed = change.moved(this.parsed);
    if (!stayed) return undefined;
    const statements = this.statements.after(change);
    const read = [...stayed, ...change.read.diagnostics.filter(isNotOfBlocks)];
    const diagnostics = [...read, ...matchBlocks(statements, misreadBlocks(read, change))];
    const declarations = statements.filter(isDeclaration);
    return { text: change.text, statements, declarations, compiledFrom: NOT_COMPILED, isLineByLine: true, diagnostics };
  }

  /** Steps of lines that have stayed, to which the change may mean something. */
  private stepsToCheck(change: TextChange, now: Checker): readonly Step[] | undefined {
    const { checker } = this.whole;
    const { from, to, read } = change;
    const changed = [...this.trace.statements.slice(from, to), ...read.statements];
    const names = changedMeanings(checker, now, changed.some(isBlock));
    const guests = checker.hasGuest === now.hasGuest ? [] : [ASKS_FOR_GUESTS];
    const lines = this.index.linesWith([...names.changed, ...guests]);
    if (names.moved.length > 0) {
      this.askingForValues ??= new Set(this.linesAsking((asked) => (asked & ASKED.values) !== 0));
      for (const line of this.index.linesWith(names.moved)) if (this.askingForValues.has(line)) lines.add(line);
    }
    // Every name may be what a line means of which something is wrong.
    for (const { range } of checker.diagnostics) lines.add(range.line);
    this.addLinesAsking(now, changed, lines);
    if (lines.size > MOST_STEPS) return undefined;
    const stayed = [...lines].filter((line) => !change.touches(line) && !this.statements.lines.has(line));
    return stayed.sort((a, b) => a - b).flatMap((line) => this.stepsOf(line));
  }

  /** Adds the lines of steps that have asked for what another machine or kernel has otherwise, if one of `changed` chooses one. */
  private addLinesAsking(now: Checker, changed: readonly Statement[], lines: Set<number>): void {
    const { checker } = this.whole;
    const isKernel = changed.some((statement) => declares(statement, 'kernel'));
    if (!isKernel && !changed.some((statement) => declares(statement, 'machine'))) return;
    const bits = checker.settingChanges(now) | (isKernel ? ASKED.policy : 0);
    const forms = checker.formsOtherThanOn(now);
    for (const line of this.linesAsking((asked) => concerns(asked, bits, forms))) lines.add(line);
  }

  /** The lines of statements of whose questions a test holds. */
  private linesAsking(isMeant: (asked: number) => boolean): readonly number[] {
    const { statements } = this.trace;
    const { asked } = this.whole;
    const lines: number[] = [];
    // By index: an iterator over a column makes an array of each entry.
    for (let index = 0; index < asked.length; index++) if (isMeant(asked[index]!)) lines.push(statements[index]!.line); // of each statement
    return lines;
  }

  private stepsOf(line: number): readonly Step[] {
    const { statements } = this.trace;
    const steps: Step[] = [];
    for (let index = indexOfLine(statements, line); statements[index]?.line === line; index++) {
      const statement = statements[index];
      if (statement && isStep(statement)) steps.push(statement);
    }
    return steps;
  }
}

/** What is wrong with steps as they stand between the lines of a frame, in their order: as much as is told. */
function stepsChecked(
  checker: Checker,
  steps: readonly Step[],
  lineNow = (line: number) => line,
): readonly Diagnostic[] {
  const { statements } = checker.trace;
  for (const step of steps) {
    if (checker.isFull) break;
    checkStep(checker, step, indexOfLine(statements, lineNow(step.line)) - 0.5);
  }
  return checker.diagnostics;
}

function isNotOfBlocks({ code }: Diagnostic): boolean {
  return !BLOCK_CODES.has(code);
}

function isStep(statement: Statement): statement is Step {
  return statement.kind !== 'declaration';
}

function isDeclaration(statement: Statement): statement is DeclarationStatement {
  return statement.kind === 'declaration';
}

function isBlock(statement: Statement): boolean {
  const { kind } =
    statement.kind === 'declaration' ? statement.declaration : statement.kind === 'event' ? statement.event : statement;
  return kind === 'repeat' || kind === 'ring0' || kind === 'proc' || kind === 'end';
}

function declares(statement: Statement, kind: Declaration['kind']): boolean {
  return statement.kind === 'declaration' && statement.declaration.kind === kind;
}
