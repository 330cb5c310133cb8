/** The outline of a trace: what it declares, and the events that divide its flow, with blocks as branches. */

import { DEEPEST_BLOCK } from '../syntax/blocks';
import { arrayTypeText } from '../syntax/data-type';
import type { DataValue } from '../tree/data';
import type { Declaration } from '../tree/declaration';
import type { Event } from '../tree/event';
import type { Statement, Trace } from '../tree/statement';
import type { OutlineEntry, OutlineKind } from './outline-entry';
import { underSwitches } from './under-switches';

type Entry = Omit<OutlineEntry, 'selection' | 'lastLine' | 'children'>;

export function outline(trace: Trace): readonly OutlineEntry[] {
  const hasSteps = trace.statements.length <= MOST_WITH_STEPS;
  return entriesBetween(trace, 0, trace.statements.length, 0, hasSteps);
}

/** What is looked for by its name in all traces: what they declare for themselves. */
const LOOKED_FOR: ReadonlySet<OutlineKind> = new Set<OutlineKind>(['const', 'data', 'task', 'proc', 'label']);

/** What a trace declares, by name: for lists of more than one trace. */
export function declaredNames(trace: Trace): readonly OutlineEntry[] {
  return trace.declarations.flatMap((statement) => {
    const entry = declarationEntry(statement.declaration);
    if (!entry || !LOOKED_FOR.has(entry.kind)) return [];
    return [{ ...entry, selection: statement.range, lastLine: statement.line, children: [] }];
  });
}

/** In longer traces nobody looks for a step in a list. */
const MOST_WITH_STEPS = 20_000;

function entriesBetween(
  trace: Trace,
  from: number,
  to: number,
  depth: number,
  hasSteps: boolean,
): readonly OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  for (let index = from; index < to; index++) {
    const statement = trace.statements[index]!; // within the list
    const entry = entryOf(statement) ?? (hasSteps ? stepEntry(statement) : undefined);
    const end = blockEnd(statement);
    if (entry) {
      const last = end === undefined ? statement : (trace.statements[end] ?? trace.statements.at(-1));
      const isLeaf = end === undefined || depth === DEEPEST_BLOCK;
      const children = isLeaf ? [] : entriesBetween(trace, index + 1, Math.min(end, to), depth + 1, hasSteps);
      entries.push({ ...entry, selection: statement.range, lastLine: last?.line ?? statement.line, children });
    }
    if (end !== undefined) index = end;
  }
  return underSwitches(entries);
}

/** A step that is no event of its own, by the words that it begins with. */
function stepEntry(statement: Statement): Entry | undefined {
  if (statement.kind === 'instruction') {
    const { mnemonic, operands } = statement.instruction;
    const registers = operands.flatMap((operand) => (operand.kind === 'register' ? [operand.name] : []));
    return { kind: 'step', name: mnemonic.text, detail: registers.join(', ') };
  }
  if (statement.kind !== 'event' || statement.event.kind !== 'expect') return undefined;
  const { message, text } = statement.event;
  return { kind: 'step', name: 'expect', detail: message ?? text };
}

function blockEnd(statement: Statement): number | undefined {
  if (statement.kind === 'declaration')
    return statement.declaration.kind === 'proc' ? statement.declaration.end : undefined;
  if (statement.kind !== 'event') return undefined;
  return statement.event.kind === 'repeat' || statement.event.kind === 'ring0' ? statement.event.end : undefined;
}

function entryOf(statement: Statement): Entry | undefined {
  if (statement.kind === 'declaration') return declarationEntry(statement.declaration);
  return statement.kind === 'event' ? eventEntry(statement.event) : undefined;
}

function declarationEntry(declaration: Declaration): Entry | undefined {
  switch (declaration.kind) {
    case 'machine':
      return { kind: 'machine', name: declaration.model.text, detail: 'machine' };
    case 'kernel':
      return { kind: 'kernel', name: declaration.policy.text, detail: 'kernel' };
    case 'const':
      return { kind: 'const', name: declaration.name.text, detail: 'const' };
    case 'data':
      return { kind: 'data', name: declaration.name.text, detail: describeData(declaration.value) };
    case 'task':
      return {
        kind: 'task',
        name: declaration.name.text,
        detail: declaration.process ? `task in ${declaration.process.text}` : declaration.kthread ? 'kthread' : 'task',
      };
    case 'proc':
      return { kind: 'proc', name: declaration.name.text, detail: 'proc' };
    case 'label':
      return { kind: 'label', name: declaration.name.text, detail: 'label' };
    default:
      return undefined;
  }
}

/** Events that a reader looks for: blocks, and events that put a task on a CPU or take it off. */
function eventEntry(event: Event): Entry | undefined {
  switch (event.kind) {
    case 'cpu':
      return {
        kind: 'event',
        name: 'cpu',
        detail: event.index.kind === 'integer' ? `CPU ${event.index.value}` : 'CPU',
      };
    case 'switch':
    case 'run':
      return { kind: 'event', name: `${event.kind} ${event.task.text}`, detail: '' };
    case 'syscall':
      return { kind: 'event', name: `syscall ${event.name.text}`, detail: event.as ? `makes ${event.as.text}` : '' };
    case 'signal':
      return { kind: 'event', name: `signal ${event.name.text}`, detail: event.task ? `to ${event.task.text}` : '' };
    case 'idt':
      return { kind: 'event', name: `idt ${event.exception}`, detail: event.proc.text };
    case 'repeat':
      return { kind: 'block', name: event.counter ? `repeat as ${event.counter.text}` : 'repeat', detail: '' };
    case 'ring0':
      return { kind: 'block', name: 'ring0', detail: '' };
    default:
      return undefined;
  }
}

/** The shape of data where its dimensions are plain numbers: `i8[16][64]`. */
export function describeData(value: DataValue): string {
  switch (value.kind) {
    case 'array': {
      const dimensions = value.dimensions.map((dimension) =>
        dimension.kind === 'integer' ? Number(dimension.value) : undefined,
      );
      if (dimensions.includes(undefined)) return value.type;
      return arrayTypeText(value.type, dimensions as number[]); // none is undefined
    }
    case 'zero':
      return value.size.kind === 'integer' ? `${value.size.value} bytes` : 'zero';
    case 'hex':
      return `${value.bytes.length} bytes`;
    case 'emitted':
      return 'bytes of directives';
    case 'alias':
      return 'another name';
    default:
      return value.kind;
  }
}
