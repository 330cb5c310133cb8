/** Whether a moment is the one that a `seek` looks for. */
import type { DataAccess, DataTarget } from '../watch/data-access';
import { isTrueSample } from '../watch/sample';
import type { Goal, StopReason } from './debugger-types';

/** The number under which the data of a goal is watched; those of breakpoints are the front end's. */
export const GOAL_ID = Number.MIN_SAFE_INTEGER;

type GoalOf<K extends Goal['kind']> = Goal & { readonly kind: K };

interface GoalKind<K extends Goal['kind']> {
  /** What has to be watched meanwhile. */
  readonly watched: (goal: GoalOf<K>) => DataTarget;
  readonly isReached: (goal: GoalOf<K>, access: DataAccess) => boolean;
}

const KINDS: { readonly [K in Goal['kind']]: GoalKind<K> } = {
  change: { watched: ({ target }) => target, isReached: () => true },
  true: {
    watched: ({ target }) => target,
    isReached: (_goal, { before, after }) => isTrueSample(after) && !isTrueSample(before),
  },
};

export function watchedBy(goal: Goal): DataTarget {
  return (KINDS[goal.kind] as GoalKind<Goal['kind']>).watched(goal); // the key chose the row
}

/** Why a `seek` stops at a moment with these accesses; undefined to go on. */
export function reasonOf(goal: Goal, accesses: readonly DataAccess[]): StopReason | undefined {
  const access = accesses.find(({ id }) => id === GOAL_ID);
  const kind = KINDS[goal.kind] as GoalKind<Goal['kind']>; // the key chose the row
  return access && kind.isReached(goal, access) ? { kind: 'goal', access } : undefined;
}
