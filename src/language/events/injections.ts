/** `inject`: what goes wrong in the kernel, or comes in between. A row an injection. */

import { checkValue } from '../checks/check-expression';
import type { LineReader } from '../syntax/line-reader';
import { parseExpression } from '../syntax/parse-expression';
import type { Event } from '../tree/event';
import type { Expression } from '../tree/expression';
import { checkCount, requireTask } from './arguments';
import type { EventForm, EventOf, EventText } from './event-row';
import { parseKernelPlace, requirePreemptedPlace } from './routine-steps';

type InjectionKind = Event['kind'] & `inject-${string}`;

/** The kind is `inject-` and the word that follows the keyword. */
export const INJECTIONS: { readonly [K in InjectionKind]: EventForm<EventOf<K>> } = {
  'inject-alloc-fail': {
    needsTasks: true,
    withoutCpu: true,
    parse: (reader) => ({ kind: 'inject-alloc-fail', ...parseCount(reader) }),
    check: (checker, { count }, at) => {
      if (count) checkCount(checker, count, at, 'A number of failures');
    },
  },
  'inject-page-fault': {
    withoutCpu: true,
    parse: (reader) => {
      if (!reader.acceptKeyword('at')) throw reader.unexpected('`at` and an address');
      const address = parseExpression(reader);
      return { kind: 'inject-page-fault', address, ...parseCount(reader) };
    },
    check: (checker, { address, count }, at) => {
      checkValue(checker, address, at);
      if (count) checkCount(checker, count, at, 'A number of faults');
    },
  },
  'inject-preempt': {
    needsTasks: true,
    withoutCpu: true,
    parse: (reader) => {
      if (!reader.acceptKeyword('at')) throw reader.unexpected('`at` and a step of a kernel routine');
      const place = parseKernelPlace(reader);
      if (!reader.acceptKeyword('by')) throw reader.unexpected('`by` and the name of a task');
      return { kind: 'inject-preempt', ...place, task: reader.name('the name of a task') };
    },
    check: (checker, event) => {
      requireTask(checker, event.task);
      requirePreemptedPlace(checker, event);
    },
  },
};

const BY_WORD: ReadonlyMap<string, EventForm<Event>> = new Map(
  Object.entries(INJECTIONS).map(([kind, form]) => [kind.slice('inject-'.length), form as EventForm<Event>]),
);
const WORDS = [...BY_WORD.keys()];

export const INJECT: EventText & { readonly parse: (reader: LineReader) => Event } = {
  topic: 'kernel',
  syntax: [
    'inject alloc-fail [count=N]',
    'inject page-fault at ADDR [count=N]',
    'inject preempt at ROUTINE.STEP by TASK',
    'inject preempt at FUNCTION+OFFSET by TASK',
  ],
  documentation:
    "Makes the next N buffer allocations fail, or the next N user accesses to ADDR's page, which then succeed (N is 1 unless given); or has TASK run, through to user mode, when the kernel next gets to that step of a routine. Only at steps where Linux can be preempted: not with its FPU registers locked, preemption or interrupts off. Under the code of a real kernel's image also before an instruction of a function, when that code is there for the first time with interrupts and preemption on.",
  example: 'inject alloc-fail count=2',
  parse: (reader) => {
    const what = reader.word(`${WORDS.slice(0, -1).join(', ')} or ${WORDS.at(-1)}`);
    const form = BY_WORD.get(what.text.toLowerCase());
    if (!form) throw reader.unknownWord('unknown-injection', 'something to inject', what, WORDS);
    return form.parse(reader);
  },
};

function parseCount(reader: LineReader): { count?: Expression } {
  if (!reader.acceptKeyword('count')) return {};
  reader.expect('=', 'behind `count`');
  return { count: parseExpression(reader) };
}
