/** `inject preempt at ROUTINE.STEP`: only at a line that is executed, and only where Linux can be preempted. */

import type { RoutineNames, RoutineStepNames } from '../checks/check-context';
import type { Checker } from '../checks/checker';
import type { Name } from '../tree/name';

/** The names of routine and step are known. */
export function checkPreemption(checker: Checker, { name, steps }: RoutineNames, step: Name): void {
  const index = steps.findIndex((candidate) => candidate.name === step.text);
  const row = steps[index];
  if (!row) return;
  const label = `\`${name}.${step.text}\``;
  if (!row.run) {
    const nearest = nearestTo(steps, index, ({ run }) => run !== undefined);
    const remedy = nearest ? ` The nearest step is \`${name}.${nearest.name}\`${contextClause(nearest)}.` : '';
    checker.error(
      step.range,
      'never-executed',
      `${label} only structures the text: execution passes over it, and no preemption comes there.${remedy}`,
    );
    return;
  }
  if (!row.runsIn || row.runsIn.preemptible) return;
  const { title, why } = row.runsIn;
  const nearest = nearestTo(steps, index, ({ run, runsIn }) => run !== undefined && runsIn?.preemptible === true);
  const remedy = nearest
    ? ` The nearest step of it where it can is \`${name}.${nearest.name}\`.`
    : ` It cannot anywhere in \`${name}\`: name a step of a routine that calls it. \`xtrace routines\` lists them.`;
  checker.error(
    step.range,
    'not-preemptible',
    `Linux cannot be preempted at ${label}, which runs with ${title}: ${why}.${remedy}`,
  );
}

/** The wanted step that is nearest by lines; at the same distance, the earlier one. */
function nearestTo(
  steps: readonly RoutineStepNames[],
  index: number,
  isWanted: (step: RoutineStepNames) => boolean,
): RoutineStepNames | undefined {
  return steps
    .map((step, at) => ({ step, distance: Math.abs(at - index) }))
    .filter(({ step }) => isWanted(step))
    .sort((a, b) => a.distance - b.distance)[0]?.step;
}

function contextClause({ runsIn }: RoutineStepNames): string {
  return !runsIn || runsIn.preemptible ? '' : `, where Linux cannot be preempted either: it runs with ${runsIn.title}`;
}
