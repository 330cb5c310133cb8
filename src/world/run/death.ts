/** What a message says of a task that runs no more. */
import type { Task } from '../../kernel/state/state';
import type { World } from '../state/world';

/** `was killed by SIGSEGV at line 3`, `has exited`; undefined for a task that is alive. */
export function fateOf({ flow }: World, { name, state, signal }: Task): string | undefined {
  if (state === 'exited') return 'has exited';
  if (state !== 'killed') return undefined;
  const line = flow.deaths.findLast(({ task }) => task === name)?.line ?? -1;
  return `was killed by ${signal}${line < 0 ? '' : ` at line ${line + 1}`}`;
}
