/**
 * Outcomes of steps, held against what the trace says. Code that no line stands for has nobody who could write down what
 * happens in it: the step that led there stays open, and all of it is its outcome.
 */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { formatOutcomes, isFatal, mayBeUnwritten, type Outcome, outcomesMatch } from '../program/outcome';
import { hasLine, isSigreturn, type Step } from '../program/step';
import type { World } from '../state/world';

/** The current step is done and the flow goes on at `next`: its outcomes are compared, or it stays open. */
export function settle(world: World, step: Step | undefined, next: LinearAddress): void {
  const { flow, program } = world;
  const toLine = hasLine(program.stepAt(next));
  const { reopening } = flow;
  if (flow.open) {
    flow.open.outcomes.push(...flow.outcomes);
    if (toLine || reopening) closeOpenStep(world, isSigreturn(step));
  } else if (toLine || reopening || !hasLine(step)) {
    compare(world, step, flow.outcomes, isSigreturn(step));
  } else {
    flow.open = { address: step.address, outcomes: [...flow.outcomes], depth: depthBefore(world, step) };
  }
  if (!reopening) return;
  flow.reopening = null;
  flow.open = reopening;
  if (toLine && !flow.resuming) closeOpenStep(world);
}

/** The open step is done: its outcomes are compared, and the flow shows it. */
function closeOpenStep(world: World, isReturning = false): void {
  const { flow, program } = world;
  const { open } = flow;
  if (!open) return;
  flow.open = null;
  flow.address = open.address;
  compare(world, program.stepAt(open.address), open.outcomes, isReturning);
}

/** Behind the line that the flow is at, which is where it goes on when nobody comes back from where it is. */
export function behindLine({ flow, program }: World): LinearAddress {
  const { open } = flow;
  if (open) flow.activations.length = Math.min(flow.activations.length, open.depth);
  const address = open?.address ?? flow.address;
  return address + (program.stepAt(address)?.size ?? 0);
}

/** @param isReturning from a signal's handler. */
function compare(world: World, step: Step | undefined, outcomes: readonly Outcome[], isReturning: boolean): void {
  if (!step?.expected) return compareUnwritten(world, outcomes, isReturning);
  world.flow.hasWritten = true;
  if (outcomesMatch(step.expected, outcomes)) return;
  const [expected, actual] = [formatOutcomes(step.expected), formatOutcomes(outcomes)];
  world.note({ kind: 'divergence', expected, actual });
}

/**
 * Inside a `run`, either the step itself or the `run` may have it written. Nobody who writes a return expects a death: there
 * it must be written, as a hang must everywhere.
 */
function compareUnwritten(world: World, outcomes: readonly Outcome[], isReturning: boolean): void {
  const { flow } = world;
  if (outcomes.length === 0 || flow.run || flow.hasWritten) return;
  const isDeath = outcomes.some(isFatal);
  const actual = formatOutcomes(outcomes);
  if ((isReturning && isDeath) || !outcomes.every(mayBeUnwritten)) {
    world.note({ kind: 'divergence', expected: formatOutcomes([]), actual, unwritten: true });
  } else if (isDeath) {
    world.note({ kind: 'unwritten', outcomes: actual });
  }
}

/** A call has entered its activation by now. */
function depthBefore({ flow }: World, { address }: Step): number {
  const { activations } = flow;
  const latest = activations.at(-1);
  return activations.length - (latest?.kind === 'call' && latest.from === address ? 1 : 0);
}
