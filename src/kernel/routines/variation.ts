/** A routine that differs from another in a few of its steps: what a policy changes about one that others have too. */
import { ownValue } from '../../machine/table';
import type { Routine, RoutineStep } from './routine';
import type { LocalName, RoutineName } from './routine-locals';

/**
 * @param steps what stands in place of each step, by its name; an empty list takes the step out.
 * @param head what else is not the same: signature, summary.
 * @throws RangeError where the routine has no such step: a mistake in a table.
 */
export function vary<R extends RoutineName>(
  routine: Routine<R>,
  steps: Readonly<Record<string, readonly RoutineStep<LocalName<R>>[]>>,
  head: Partial<Pick<Routine, 'signature' | 'summary'>> = {},
): Routine<R> {
  for (const name of Object.keys(steps)) stepOf(routine, name);
  return { ...routine, ...head, steps: routine.steps.flatMap((step) => ownValue(steps, step.name) ?? [step]) };
}

/** The step of that name. @throws RangeError if the routine has no such step, or several: a mistake in a table. */
export function stepOf<R extends RoutineName>({ name, steps }: Routine<R>, wanted: string): RoutineStep<LocalName<R>> {
  const [step, another] = steps.filter((candidate) => candidate.name === wanted);
  if (!step) throw new RangeError(`${name} has no step ${wanted}`);
  if (another) throw new RangeError(`${name} has several steps ${wanted}: take those of one version`);
  return step;
}
