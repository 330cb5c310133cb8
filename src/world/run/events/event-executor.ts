/** What executes an event of a trace, and what executors have in common. */
import { ExpressionError } from '../../../language/errors/expression-error';
import type { Event } from '../../../language/tree/event';
import type { Expression } from '../../../language/tree/expression';
import type { Step } from '../../program/step';
import { evaluateIn } from '../../scope/evaluate-in';
import type { World } from '../../state/world';
import { fail } from '../step-end';

export type EventStep = Step & { readonly kind: 'event' };

export type Executor<K extends Event['kind']> = (world: World, event: Event & { kind: K }, step: EventStep) => void;

/** A part of the table: a row for each of some events. */
export type Executors<K extends Event['kind']> = { readonly [Kind in K]: Executor<Kind> };

/** The address behind a step. */
export function after(step: Step): number {
  return step.address + step.size;
}

/** A count that an event takes. Throws `ExpressionError`. */
export function number(world: World, expression: Expression, what: string): number {
  const value = evaluateIn(world, expression);
  const result = typeof value === 'bigint' ? Number(value) : value;
  if (typeof result !== 'number' || !Number.isSafeInteger(result) || result < 0) {
    throw new ExpressionError('not-a-count', `${what} must be a whole number that is not negative, not ${value}.`);
  }
  return result;
}

/** The number of a CPU that the machine has; undefined after ending the run with a message. */
export function cpuNumber(world: World, expression: Expression): number | undefined {
  const index = number(world, expression, 'The CPU');
  if (index < world.cpus.length) return index;
  const message = `There is no CPU ${index}: the machine has ${world.cpus.length}. Write \`machine ... cpus=${index + 1}\`.`;
  fail(world, 'no-cpu', message);
  return undefined;
}

/** Completes an event that needs a kernel policy, or says that there is none. */
export function needsKernel(world: World, what: string): boolean {
  if (world.kernel) return true;
  fail(world, 'no-kernel', `\`${what}\` needs a kernel, and this trace has \`kernel none\`.`);
  return false;
}
