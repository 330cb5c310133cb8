/** What a message says of a task that runs no more. */
import type { Task } from '../../kernel/state/task';
import type { World } from '../state/world';

/** `was killed by SIGSEGV at line 3`, `has exited`; undefined for a task that is alive. */
export function fateOf({ flow }: World, { name, state, signal }: Task): string | undefined {
  if (state === 'exited') return 'has exited';
  if (state !== 'killed') return undefined;
  const line = flow.deaths.findLast(({ task }) => task === name)?.line ?? -1;
  return `was killed by ${signal}${line < 0 ? '' : ` at line ${line + 1}`}`;
}

/** Why the task of that name cannot be had. */
export function describeDeadTask(world: World, name: string): string {
  const task = world.kernel?.state.tasks.find((candidate) => candidate.name === name);
  const fate = task && fateOf(world, task);
  if (fate) return `${name} ${fate} and runs no more.`;
  return `There is no task ${name} yet: declare it with \`task ${name}\`, or fork it \`as ${name}\` first.`;
}
