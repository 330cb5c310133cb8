/**
 * Who calls which procedure: by `call` and jumps, as a handler of an exception or of a signal, as where a task begins. What is
 * no procedure belongs to the flow: to the `switch` above it, else to the flow as a whole.
 */
import { collectNames, type TraceName } from '../checks/trace-names';
import type { Range } from '../errors/diagnostic';
import type { Statement, Trace } from '../tree/statement';
import { referencesAt } from './references';

/** A procedure, or a part of the flow. */
export interface Caller {
  readonly kind: 'proc' | 'event';
  readonly name: string;
  /** Of its name; of a part of the flow, its first statement. */
  readonly selection: Range;
  /** Zero-based; its last line. */
  readonly lastLine: number;
}

export interface Call {
  /** The caller, or the callee. */
  readonly other: Caller;
  /** The places of the calls, in the caller. */
  readonly ranges: readonly Range[];
}

/** The procedure whose name stands at a place, also that of a label in it. */
export function callerAt(trace: Trace, line: number, column: number): Caller | undefined {
  const found = referencesAt(trace, line, column);
  if (found?.name.kind !== 'proc' && found?.name.kind !== 'label') return undefined;
  return procsOf(trace).find((proc) => contains(proc, found.name.name.range.line));
}

/** Who calls the procedure that begins on a line; empty where none does. */
export function callsTo(trace: Trace, line: number): readonly Call[] {
  const called = procsOf(trace).find(({ selection }) => selection.line === line);
  if (!called) return [];
  const all = callersOf(trace);
  return grouped(placesOf(trace, called).map((range) => [all.find((each) => contains(each, range.line)), range]));
}

/** What the caller that begins on a line calls. */
export function callsFrom(trace: Trace, line: number): readonly Call[] {
  const all = callersOf(trace);
  const caller = all.find(({ selection }) => selection.line === line);
  if (!caller) return [];
  const isHere = ({ line: at }: Range): boolean => all.find((each) => contains(each, at)) === caller;
  return procsOf(trace).flatMap((other) => {
    const ranges = placesOf(trace, other).filter(isHere);
    return ranges.length === 0 ? [] : [{ other, ranges }];
  });
}

/** The uses of a procedure's name, and from outside of it those of its labels. */
function placesOf(trace: Trace, proc: Caller): readonly Range[] {
  const labels = [...collectNames(trace).byName.values()].filter(
    ({ kind, name }: TraceName) => kind === 'label' && contains(proc, name.range.line),
  );
  const usesAt = ({ line, start }: Range): readonly Range[] => referencesAt(trace, line, start)?.uses ?? [];
  const fromOutside = labels.flatMap(({ name }) => usesAt(name.range)).filter(({ line }) => !contains(proc, line));
  return [...usesAt(proc.selection), ...fromOutside].sort((a, b) => a.line - b.line || a.start - b.start);
}

/** Procedures before the flow that they stand in the middle of. */
function callersOf(trace: Trace): readonly Caller[] {
  return [...procsOf(trace), ...flowOf(trace)];
}

function procsOf({ declarations, statements }: Trace): readonly Caller[] {
  return declarations.flatMap(({ declaration }) => {
    if (declaration.kind !== 'proc') return [];
    const { text: name, range: selection } = declaration.name;
    const last = statements[declaration.end] ?? statements.at(-1);
    return [{ kind: 'proc', name, selection, lastLine: last?.line ?? selection.line } as const];
  });
}

/** The parts of the flow, each up to the next `switch`. */
function flowOf({ statements, text }: Trace): readonly Caller[] {
  const starts = statements.filter((statement, index) => index === 0 || isSwitch(statement));
  const lines = text.split('\n');
  return starts.map((statement, index) => ({
    kind: 'event',
    name: isSwitch(statement)
      ? (lines[statement.line] ?? '').slice(statement.range.start, statement.range.end)
      : 'flow',
    selection: statement.range,
    lastLine: (starts[index + 1]?.line ?? lines.length) - 1,
  }));
}

function isSwitch(statement: Statement): boolean {
  return statement.kind === 'event' && statement.event.kind === 'switch';
}

function contains({ selection, lastLine }: Caller, line: number): boolean {
  return selection.line <= line && line <= lastLine;
}

function grouped(places: readonly (readonly [Caller | undefined, Range])[]): readonly Call[] {
  const calls = new Map<Caller, Range[]>();
  for (const [other, range] of places) if (other) calls.set(other, [...(calls.get(other) ?? []), range]);
  return [...calls].map(([other, ranges]) => ({ other, ranges }));
}
