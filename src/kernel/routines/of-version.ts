/** Routines and steps that only some versions have: `since` and `until` name the change that they came or went with. */
import type { LinuxChange } from '../versions/changes';
import { isIn, type Lifetime } from '../versions/lifetime';
import type { Routine } from './routine';
import type { RoutineName } from './routine-locals';

/** The routine as that version has it. */
export function routineOf<R extends RoutineName>(version: string, routine: Routine<R>): Routine<R> {
  return { ...routine, steps: routine.steps.filter((step) => isIn(version, step)) };
}

/** The routines that a version has, each with the steps that it has. */
export function routinesOf(version: string, routines: readonly Routine[]): readonly Routine[] {
  return routines.filter((routine) => isIn(version, routine)).map((routine) => routineOf(version, routine));
}

/** Several things that came with a change. */
export function since<T extends object>(change: LinuxChange, ...rows: readonly T[]): readonly (T & Lifetime)[] {
  return rows.map((row) => ({ ...row, since: change }));
}

/** Several things that went with a change. */
export function until<T extends object>(change: LinuxChange, ...rows: readonly T[]): readonly (T & Lifetime)[] {
  return rows.map((row) => ({ ...row, until: change }));
}
