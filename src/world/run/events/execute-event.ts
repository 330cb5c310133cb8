/** What each event of a trace does when it executes: the table of executors, a row an event. */

import { ExpressionError } from '../../../language/errors/expression-error';
import type { Event } from '../../../language/tree/event';
import type { World } from '../../state/world';
import { returnsToUserFirst } from '../kernel-work';
import { complete, fail } from '../step-end';
import { BLOCK_EVENTS } from './block-events';
import { after, type EventStep, type Executor, type Executors } from './event-executor';
import { judgeExpectation } from './expectation';
import { GUEST_EVENTS } from './guest-events';
import { INJECTIONS } from './injections';
import { KERNEL_EVENTS } from './kernel-events';
import { observe } from './observe';
import { print } from './print';
import { TASK_EVENTS } from './task-events';

export function executeEvent(world: World, step: EventStep): void {
  if (returnsToUserFirst(world)) return;
  const execute = EXECUTORS[step.event.kind] as Executor<Event['kind']>; // the key chose the row
  try {
    execute(world, step.event, step);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    fail(world, error.code, error.message);
  }
}

const EXECUTORS: Executors<Event['kind']> = {
  ...TASK_EVENTS,
  ...BLOCK_EVENTS,
  ...KERNEL_EVENTS,
  ...INJECTIONS,
  ...GUEST_EVENTS,

  idt: (world, event, step) => {
    if (world.entry && !world.entry.inGuest)
      return fail(world, 'idt-under-kernel', '`idt` is for `kernel none`: this kernel has handlers of its own.');
    const symbol = world.program.symbols.get(event.proc.text);
    if (symbol?.kind === 'proc') world.flow.idt[event.exception] = symbol.address;
    complete(world, after(step));
  },

  observe: (world, event, step) => {
    observe(world, event.facts);
    complete(world, after(step));
  },

  expect: (world, event, step) => {
    world.note(judgeExpectation(world, event));
    complete(world, after(step));
  },

  print: (world, event, step) => {
    world.note({ kind: 'print', text: print(world, event.values) });
    complete(world, after(step));
  },

  stop: (world, _event, step) => {
    world.note({ kind: 'stop' });
    complete(world, after(step));
  },
};
