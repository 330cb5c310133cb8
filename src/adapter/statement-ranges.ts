/** Where on its line a statement stands, so that stops and breakpoints point at it and not at its indentation. */
import type { Range } from '../language/diagnostic';
import type { Trace } from '../language/syntax';

const ranges = new WeakMap<Trace, ReadonlyMap<number, Range>>();

/** Of the last statement on a line, which is the step when a label stands before it. Lines are zero-based. */
export function statementRange(trace: Trace, line: number): Range | undefined {
  let byLine = ranges.get(trace);
  if (!byLine) {
    byLine = new Map(trace.statements.map((statement) => [statement.line, statement.range]));
    ranges.set(trace, byLine);
  }
  return byLine.get(line);
}
