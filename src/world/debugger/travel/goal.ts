/** Whether a `seek` has reached the moment that it looks for. */
import type { Happening } from '../../state/happening';
import { markOf } from '../../timeline/mark';
import type { DataAccess, DataAccessKind, DataTarget } from '../../watch/data-access';
import { isTrueSample } from '../../watch/sample';
import type { Goal, StopReason } from '../debugger-types';

/** The number under which the data of a goal is watched; those of breakpoints are the front end's. */
export const GOAL_ID = Number.MIN_SAFE_INTEGER;

/** The data that has to be watched meanwhile; undefined for an event. */
export function watchedBy(goal: Goal): DataTarget | undefined {
  return goal.kind === 'event' ? undefined : goal.target;
}

/** Which accesses to that data matter. */
export function accessFor(goal: Goal): DataAccessKind {
  return goal.kind === 'write' ? 'write' : 'change';
}

/** Why a `seek` stops at a moment with these accesses and happenings; undefined to go on. */
export function reasonOf(
  goal: Goal,
  accesses: readonly DataAccess[],
  happenings: readonly Happening[],
): StopReason | undefined {
  if (goal.kind === 'event')
    return happenings.some((happening) => isEvent(goal, happening)) ? { kind: 'goal' } : undefined;
  const access = accesses.find(({ id }) => id === GOAL_ID);
  if (!access) return undefined;
  const isReached = goal.kind !== 'true' || (isTrueSample(access.after) && !isTrueSample(access.before));
  return isReached ? { kind: 'goal', access } : undefined;
}

function isEvent({ mark, about }: Goal & { readonly kind: 'event' }, happening: Happening): boolean {
  const found = markOf(happening, 0);
  return found?.kind === mark && found.text.toLowerCase().includes(about.toLowerCase());
}
