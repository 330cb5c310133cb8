/** What a timeline marks: which happenings, how they are called, and in whose lane they belong. */

import { errnoText } from '../program/result-text';
import { expectationText } from '../run/expectation';
import type { Happening, HappeningRecord } from '../state/happening';

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
  | 'edit';

interface MarkRow {
  /** Of one, and of several. */
  readonly title: string;
  readonly plural: string;
  /** The lane of the task that it happened to, if there is one; else that of the CPU that it happened on. */
  readonly lane: 'task' | 'cpu';
}

/** In the order of their weight: where two are in one place, the later one is seen. */
export const MARKS: Readonly<Record<MarkKind, MarkRow>> = {
  switch: { title: 'switch', plural: 'switches', lane: 'cpu' },
  syscall: { title: 'system call', plural: 'system calls', lane: 'task' },
  'guest-entry': { title: 'VM entry', plural: 'VM entries', lane: 'task' },
  'guest-exit': { title: 'VM exit', plural: 'VM exits', lane: 'task' },
  migrate: { title: 'migration', plural: 'migrations', lane: 'task' },
  handler: { title: 'signal handler', plural: 'signal handlers', lane: 'task' },
  exception: { title: 'exception', plural: 'exceptions', lane: 'task' },
  nm: { title: '#NM', plural: '#NM', lane: 'task' },
  grow: { title: 'buffer', plural: 'changes of the buffer', lane: 'task' },
  signal: { title: 'signal', plural: 'signals', lane: 'task' },
  edit: { title: 'edit', plural: 'edits', lane: 'task' },
  killed: { title: 'death', plural: 'deaths', lane: 'task' },
  divergence: { title: 'divergence', plural: 'divergences', lane: 'task' },
  expect: { title: 'failed expectation', plural: 'failed expectations', lane: 'task' },
  warn: { title: 'WARN', plural: 'WARNs', lane: 'cpu' },
  oops: { title: 'oops', plural: 'oopses', lane: 'cpu' },
  hang: { title: 'hang', plural: 'hangs', lane: 'cpu' },
  error: { title: 'error', plural: 'errors', lane: 'cpu' },
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
  syscall: ({ name, result }) => ({ kind: 'syscall', text: `${name}() = ${errnoText(result)}` }),
  signal: ({ task, signal }) => ({ kind: 'signal', text: `${signal} to ${task}`, signal }),
  handler: ({ signal }) => ({ kind: 'handler', text: `handler of ${signal}`, signal }),
  killed: ({ signal }) => ({ kind: 'killed', text: `killed by ${signal}`, signal }),
  warn: ({ message }) => ({ kind: 'warn', text: message }),
  oops: ({ message }) => ({ kind: 'oops', text: message }),
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
  const { step, line, cpu, task } = happening;
  return { ...words, moment, step, line, cpu, task };
}
