/** The names that a trace declares, without judging them: for checks, completion, hover and the outline. */
import { finish, type Pausable, PIECE } from '../../machine/pausable';
import type { Declaration } from '../tree/declaration';
import type { Event } from '../tree/event';
import type { Name } from '../tree/name';
import type { Statement, Trace } from '../tree/statement';
import { libraryProc } from '../vocabulary/library-procs';

export type TraceNameKind = 'const' | 'data' | 'task' | 'proc' | 'label' | 'counter';

/** For messages. */
export const KIND_TEXT: Readonly<Record<TraceNameKind, string>> = {
  const: 'a constant',
  data: 'data',
  task: 'a task',
  proc: 'a procedure',
  label: 'a label',
  counter: 'a counter',
};

export interface TraceName {
  readonly kind: TraceNameKind;
  readonly name: Name;
  /** Index of the statement that declares it. */
  readonly statement: number;
  /** For counters: index of the block's `end`, behind which the name is gone. */
  readonly end?: number;
  /** A task that fork or clone makes: it may be made again under the same name. */
  readonly made?: boolean;
}

/** The task of a trace under a kernel that declares none: it runs from the start. */
export const IMPLICIT_TASK = 'main';

export interface TraceNames {
  /** The first declaration of each name. */
  readonly byName: ReadonlyMap<string, TraceName>;
  /** Declarations whose name was taken already, each with the declaration that has the name. */
  readonly duplicates: readonly { readonly second: TraceName; readonly first: TraceName }[];
  /** By name; blocks one after the other may use the same counter. */
  readonly counters: ReadonlyMap<string, readonly TraceName[]>;
}

export function collectNames(trace: Trace): TraceNames {
  return finish(collectingNames(trace));
}

/** The same, in pieces. */
export function* collectingNames(trace: Trace): Pausable<TraceNames> {
  const byName = new Map<string, TraceName>();
  const counters = new Map<string, TraceName[]>();
  const duplicates: { second: TraceName; first: TraceName }[] = [];
  const { statements } = trace;
  for (let index = 0; index < statements.length; index++) {
    if (index % PIECE === PIECE - 1) yield 0;
    const statement = statements[index]!; // within the list
    if (statement.kind === 'instruction') continue;
    const declared = declaredBy(statement, index);
    if (!declared) continue;
    const { text } = declared.name;
    const first = byName.get(text);
    if (!first) byName.set(text, declared);
    else if (!mayShare(first, declared, counters)) duplicates.push({ second: declared, first });
    if (declared.kind !== 'counter') continue;
    const same = counters.get(text);
    if (same) same.push(declared);
    else counters.set(text, [declared]);
  }
  const implicit = implicitTask(trace);
  if (implicit && !byName.has(IMPLICIT_TASK)) byName.set(IMPLICIT_TASK, implicit);
  return { byName, duplicates, counters };
}

/** Whether a name means a function of the C library, since the trace declares none such. */
export function isBuiltInProc({ byName }: TraceNames, name: string): boolean {
  return libraryProc(name) !== undefined && !byName.has(name);
}

/** Declared, as it were, by the first line. */
function implicitTask({ declarations }: Trace): TraceName | undefined {
  const needless = declarations.some(
    ({ declaration }) =>
      declaration.kind === 'task' || (declaration.kind === 'kernel' && declaration.policy.text === 'none'),
  );
  const range = { line: 0, start: 0, end: 0 };
  return needless ? undefined : { kind: 'task', name: { text: IMPLICIT_TASK, range }, statement: 0 };
}

/** The name that a statement declares. */
export function declaredBy(statement: Statement, index: number): TraceName | undefined {
  if (statement.kind === 'declaration') return ofDeclaration(statement.declaration, index);
  return statement.kind === 'event' ? ofEvent(statement.event, index) : undefined;
}

function ofDeclaration(declaration: Declaration, statement: number): TraceName | undefined {
  switch (declaration.kind) {
    case 'const':
    case 'data':
    case 'task':
    case 'proc':
    case 'label':
      return { kind: declaration.kind, name: declaration.name, statement };
    default:
      return undefined;
  }
}

function ofEvent(event: Event, statement: number): TraceName | undefined {
  if (event.kind === 'repeat' && event.counter) {
    return { kind: 'counter', name: event.counter, statement, end: event.end };
  }
  if (event.kind === 'syscall' && event.as) return { kind: 'task', name: event.as, statement, made: true };
  return undefined;
}

function mayShare(first: TraceName, second: TraceName, counters: ReadonlyMap<string, readonly TraceName[]>): boolean {
  if (first.made && second.made) return true;
  if (first.kind !== 'counter' || second.kind !== 'counter') return false;
  const last = counters.get(second.name.text)?.at(-1);
  return last?.end !== undefined && last.end < second.statement;
}
