/** What a timeline marks: which happenings, how they are called, and in whose lane they belong. */

import { syscallText } from '../program/result-text';
import { expectationText } from '../run/events/expectation';
import type { Happening, HappeningRecord, HappeningSource } from '../state/happening';

export type MarkKind =
  | 'nm'
  | 'exception'
  | 'grow'
  | 'switch'
  | 'migrate'
  | 'syscall'
  | 'signal'
  | 'handler'
  | 'killed'
  | 'warn'
  | 'oops'
  | 'hang'
  | 'guest-entry'
  | 'guest-exit'
  | 'expect'
  | 'divergence'
  | 'error'
  | 'edit'
  | 'bookmark';

interface MarkRow {
  readonly title: string;
  /** The lane of the task that it happened to, if there is one; else that of the CPU that it happened on. */
  readonly lane: 'task' | 'cpu';
}

export const MARKS: Readonly<Record<MarkKind, MarkRow>> = {
  switch: { title: 'switch', lane: 'cpu' },
  syscall: { title: 'system call', lane: 'task' },
  'guest-entry': { title: 'VM entry', lane: 'task' },
  'guest-exit': { title: 'VM exit', lane: 'task' },
  migrate: { title: 'migration', lane: 'task' },
  handler: { title: 'signal handler', lane: 'task' },
  exception: { title: 'exception', lane: 'task' },
  nm: { title: '#NM', lane: 'task' },
  grow: { title: 'buffer', lane: 'task' },
  signal: { title: 'signal', lane: 'task' },
  edit: { title: 'edit', lane: 'task' },
  bookmark: { title: 'bookmark', lane: 'cpu' },
  killed: { title: 'death', lane: 'task' },
  divergence: { title: 'divergence', lane: 'task' },
  expect: { title: 'failed expectation', lane: 'task' },
  warn: { title: 'WARN', lane: 'cpu' },
  oops: { title: 'oops', lane: 'cpu' },
  hang: { title: 'hang', lane: 'cpu' },
  error: { title: 'error', lane: 'cpu' },
};

export interface Mark {
  readonly kind: MarkKind;
  readonly moment: number;
  /** Counted from 1. */
  readonly step: number;
  /** Zero-based; negative for none. */
  readonly line: number;
  readonly cpu: number;
  readonly task: string | null;
  /** `#NM: IA32_XFD[18] is set and TILEZERO writes XTILEDATA`. */
  readonly text: string;
  /** Of `signal`, `handler` and `killed`: `SIGSEGV`. */
  readonly signal?: string;
  /** Of a program: the line of C. */
  readonly source?: HappeningSource;
}

type Words = Pick<Mark, 'kind' | 'text' | 'signal'>;
type Describe<K extends HappeningRecord['kind']> = (
  record: HappeningRecord & { readonly kind: K },
) => Words | undefined;

const nothing = (): undefined => undefined;

const DESCRIBE: { readonly [K in HappeningRecord['kind']]: Describe<K> } = {
  exception: ({ name, detail }) => ({ kind: name === '#NM' ? 'nm' : 'exception', text: `${name}: ${detail.why}` }),
  switch: ({ from, to }) => ({ kind: 'switch', text: `${from} → ${to}` }),
  grow: ({ from, to }) => ({ kind: 'grow', text: `buffer ${to > from ? 'grows' : 'shrinks'}: ${from} → ${to} bytes` }),
  syscall: (record) => ({ kind: 'syscall', text: syscallText(record) }),
  output: nothing,
  'unknown-syscall': nothing,
  signal: ({ task, signal }) => ({ kind: 'signal', text: `${signal} to ${task}`, signal }),
  handler: ({ signal }) => ({ kind: 'handler', text: `handler of ${signal}`, signal }),
  killed: ({ signal }) => ({ kind: 'killed', text: `killed by ${signal}`, signal }),
  warn: ({ message }) => ({ kind: 'warn', text: message }),
  oops: ({ message }) => ({ kind: 'oops', text: message }),
  printk: () => undefined,
  hang: ({ message }) => ({ kind: 'hang', text: message }),
  expect: (record) => (record.ok ? undefined : { kind: 'expect', text: `expected ${expectationText(record)}` }),
  divergence: ({ expected, actual }) => ({
    kind: 'divergence',
    text: `expected ${expected.join(', ')}; got ${actual.join(', ')}`,
  }),
  error: ({ message }) => ({ kind: 'error', text: message }),
  print: nothing,
  stop: nothing,
  unwritten: nothing,
  end: nothing,
};

/** Undefined for what a timeline does not show. */
export function markOf(happening: Happening, moment: number): Mark | undefined {
  const words = (DESCRIBE[happening.kind] as Describe<HappeningRecord['kind']>)(happening); // the key chose the row
  if (!words) return undefined;
  const { kind, text, signal } = words;
  const { step, line, cpu, task, source } = happening;
  const mark = { kind, moment, step, line, cpu, task, text };
  return { ...mark, ...(signal !== undefined && { signal }), ...(source && { source }) };
}
