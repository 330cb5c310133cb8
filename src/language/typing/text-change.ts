/** A change of a text whose lines have been read: what was there, what is there now, and how all other lines move. */

import type { Diagnostic } from '../errors/diagnostic';
import { eventForm } from '../events';
import { parseTrace } from '../parser';
import { concernsOthers } from '../syntax/misread';
import type { TextLines } from '../syntax/text-lines';
import type { Statement, Trace } from '../tree/statement';
import { changeOf } from './changed-lines';

/** More lines than anybody types between two checks: a paste, or another file. */
const MOST_LINES = 500;

/** What the diagnostics of other lines quote when they name a line by its number. */
const NAMES_A_LINE = /\bline \d/;

export class TextChange {
  private constructor(
    /** The lines of the text before. */
    private readonly before: TextLines,
    /** The text as it has become. */
    readonly text: string,
    /** The first line that has changed, and the first behind them, as they were counted before. */
    readonly first: number,
    readonly behind: number,
    /** The text of the lines that have come. */
    readonly lines: readonly string[],
    /** What has been read of them. */
    readonly read: Trace,
    /** The indices of the first statement that has gone, and of the first behind them. */
    readonly from: number,
    readonly to: number,
  ) {}

  /** Null where nothing has changed; undefined where the change is too large, or its lines cannot be read by themselves. */
  static between({ statements }: Trace, before: TextLines, text: string): TextChange | null | undefined {
    const change = changeOf(before.text, text, MOST_LINES, before);
    if (!change) return change;
    const { first, removed, lines } = change;
    const read = parseTrace(lines.join('\n'), first);
    if (!read.isLineByLine || read.diagnostics.some(isUnreadable)) return undefined;
    const behind = first + removed;
    const [from, to] = [indexOfLine(statements, first), indexOfLine(statements, behind)];
    return new TextChange(before, text, first, behind, lines, read, from, to);
  }

  /** Whether other lines have to do with one that has gone or come, be it that it cannot be read. */
  get concernsOthers(): boolean {
    for (let line = this.first; line < this.behind; line++) if (concernsOthers(this.before.at(line))) return true;
    return this.lines.some(concernsOthers);
  }

  /** A line of the text as it has become. */
  at(line: number): string {
    const { first, lines } = this;
    if (line < first) return this.before.at(line);
    return line < first + lines.length ? lines[line - first]! : this.before.at(line - this.shift); // of the lines that have come
  }

  /** By how many lines what comes behind the change has moved. */
  get shift(): number {
    return this.lines.length - (this.behind - this.first);
  }

  touches(line: number): boolean {
    return line >= this.first && line < this.behind;
  }

  /** The number of a line that has stayed. */
  lineNow(line: number): number {
    return line < this.first ? line : line + this.shift;
  }

  /** Those of lines that have stayed, where these are now; undefined where one says a number of a line that is another now. */
  moved(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] | undefined {
    const { shift } = this;
    if (shift !== 0 && diagnostics.some(({ message }) => NAMES_A_LINE.test(message))) return undefined;
    const stayed = diagnostics.filter(({ range }) => !this.touches(range.line));
    if (shift === 0) return stayed;
    return stayed.map((each) => ({ ...each, range: { ...each.range, line: this.lineNow(each.range.line) } }));
  }
}

/** Whether a statement is a step that only its own line has to do with. */
export function isNearStep(statement: Statement): boolean {
  if (statement.kind !== 'event') return statement.kind === 'instruction';
  const { event } = statement;
  return !eventForm(event.kind).reachesOtherLines && !(event.kind === 'syscall' && event.as);
}

/** The index of the first statement on that line or behind it. */
export function indexOfLine(statements: readonly Statement[], line: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isUnreadable({ code }: Diagnostic): boolean {
  return code === 'not-text' || code === 'cr-line-ends';
}
