/** What happened in a step, as a sentence for a learner. */
import { IDLE } from '../../kernel/state/constants';
import { exceptionRow } from '../../machine/architecture/exception';
import { syscallText } from '../program/result-text';
import { expectationText } from '../run/events/expectation';
import type { Happening, HappeningRecord } from '../state/happening';

type Sentences = {
  readonly [K in HappeningRecord['kind']]?: (record: HappeningRecord & { readonly kind: K }) => string;
};

/** Kinds that have no row are not told of. */
const SENTENCES: Sentences = {
  exception: ({ name, detail }) => `The processor raises ${name}, ${exceptionRow(name).title}: ${detail.why}.`,
  switch: ({ from, to }) => `The kernel switches from ${taskText(from)} to ${taskText(to)}.`,
  grow: ({ task, from, to }) => `The kernel gives ${task} a buffer of ${to} bytes in place of ${from}.`,
  syscall: (record) => `The kernel answers: ${syscallText(record)}.`,
  signal: ({ task, signal }) => `The kernel sends ${signal} to ${task}.`,
  handler: ({ task, signal }) => `The handler of ${task} for ${signal} begins, on a frame on the stack of ${task}.`,
  killed: ({ task, signal }) => `${signal} kills ${task}.`,
  oops: ({ message }) => `The kernel oopses: ${message}.`,
  warn: ({ message }) => `The kernel warns: ${message}.`,
  hang: ({ message }) => `The CPU hangs: ${message}.`,
  expect: (record) => (record.ok ? `It holds: ${record.message}.` : `It does not hold: ${expectationText(record)}.`),
  print: ({ text }) => `It prints: ${text}`,
  divergence: ({ expected, actual }) => `The line says ${expected.join(', ')}, and the step does ${actual.join(', ')}.`,
  error: ({ message }) => message,
};

export function happeningSentence(happening: Happening): string | undefined {
  const sentence = SENTENCES[happening.kind] as ((record: Happening) => string) | undefined; // the key chose the row
  return sentence?.(happening).replace(/([.!?])\.$/, '$1');
}

function taskText(name: string): string {
  return name === IDLE ? 'the idle task' : name;
}
