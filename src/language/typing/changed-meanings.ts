/** Which names mean something else after a change, so that what says them is to be checked again. */
import type { Checker } from '../checks/checker';

/** @param blocks whether a block has changed: what a counter counts depends on where the blocks begin and end. */
export function changedMeanings(before: Checker, after: Checker, blocks: boolean): string[] {
  const changed = (name: string) => !sameMeaning(before, after, name);
  const names = [...before.names.byName.keys()].filter(changed);
  for (const name of after.names.byName.keys()) if (!before.names.byName.has(name)) names.push(name);
  const counters = blocks ? [...before.names.counters.keys(), ...after.names.counters.keys()] : [];
  return [...new Set([...names, ...counters])];
}

function sameMeaning(before: Checker, after: Checker, name: string): boolean {
  const kind = before.names.byName.get(name)?.kind;
  if (kind !== after.names.byName.get(name)?.kind) return false;
  if (before.codeless.has(name) !== after.codeless.has(name)) return false;
  return before.constants.get(name) === after.constants.get(name);
}
