/** Goes forward to the beginning of a step, or to the end, for the state there alone. */
import type { Pausable } from '../../machine/pausable';
import { isAtStep } from '../debugger/travel/stepping';
import { advance } from '../run/moment';
import { advancePlain } from '../run/plain-steps';
import { currentStep, type World } from '../state/world';

/** Moments between two pauses. */
const SLICE = 4096;

/**
 * Moves the world to where a step is about to begin; to its end where there is no such step.
 *
 * @param step counted from 1. The world must not be behind it.
 * @param most steps: a world that has executed so many stands there.
 */
export function* movingTo(world: World, step: number, most: number): Pausable<void> {
  const last = Math.min(step - 1, most);
  for (let moments = 0, pause = SLICE; !world.ended && !(world.flow.steps >= last && isAtStep(world)); ) {
    const plain = advancePlain(world, Math.max(1, last - world.flow.steps));
    if (plain === 0) advance(world);
    moments += plain || 1;
    if (moments < pause) continue;
    pause = moments + SLICE;
    yield last === 0 || last === Number.POSITIVE_INFINITY ? 0 : Math.min(1, world.flow.steps / last);
  }
}

/** Whether the world stands where that step is about to begin. */
export function standsAt(world: World, step: number): boolean {
  return !world.ended && currentStep(world) === step;
}
