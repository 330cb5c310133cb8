/** A routine that differs from another in a few of its steps: what a policy changes about one that others have too. */
import type { Routine, RoutineStep } from './routine';

/**
 * @param steps what stands in place of each step, by its name; an empty list takes the step out.
 * @param head what else is not the same: signature, summary.
 */
export function vary(
  routine: Routine,
  steps: Readonly<Record<string, readonly RoutineStep[]>>,
  head: Partial<Omit<Routine, 'steps'>> = {},
): Routine {
  return { ...routine, ...head, steps: routine.steps.flatMap((step) => steps[step.name] ?? [step]) };
}

/** The step of that name. @throws RangeError where the routine has none: a mistake in a table. */
export function stepOf({ name, steps }: Routine, wanted: string): RoutineStep {
  const step = steps.find((candidate) => candidate.name === wanted);
  if (!step) throw new RangeError(`${name} has no step ${wanted}`);
  return step;
}
