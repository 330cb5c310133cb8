/** Where in its trace a run stands between two steps. */
import { hasLine } from '../program/step';
import type { World } from '../state/world';

/** A step is about to begin in the flow, and nothing of the kernel is under way. */
export function isAtStep({ flow, kernel }: World): boolean {
  return flow.phase === 'start' && kernel?.active !== true;
}

/** The line of the step that the flow is about to begin; undefined elsewhere, and while a `run` is under way. */
export function lineAt(world: World): number | undefined {
  const { flow, program } = world;
  if (!isAtStep(world) || flow.run || flow.open || flow.resuming) return undefined;
  const step = program.stepAt(flow.address);
  return hasLine(step) && step.kind !== 'past-end' ? step.line : undefined;
}
