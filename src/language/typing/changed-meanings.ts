/**
 * Which names mean something else after a change, so that what says them is to be checked again; and which data have only moved, so
 * that what asks for their very addresses is.
 */
import type { Checker } from '../checks/checker';
import { isUsualAddress } from '../instructions';
import type { Value } from '../vocabulary/value';

/** @param blocks whether a block has changed: what a counter counts depends on where the blocks begin and end. */
export function changedMeanings(before: Checker, after: Checker, blocks: boolean): ChangedMeanings {
  const changed = new Set<string>();
  const moved: string[] = [];
  for (const [name, { kind }] of before.names.byName) {
    const isSame =
      kind === after.names.byName.get(name)?.kind && before.codeless.has(name) === after.codeless.has(name);
    const [was, is] = [before.constants.get(name), after.constants.get(name)];
    if (isSame && was === is) continue;
    if (isSame && kind === 'data' && isUsual(was) && isUsual(is)) moved.push(name);
    else changed.add(name);
  }
  for (const name of after.names.byName.keys()) if (!before.names.byName.has(name)) changed.add(name);
  for (const name of inOneOf(before.misread, after.misread)) changed.add(name);
  if (blocks) for (const { names } of [before, after]) for (const name of names.counters.keys()) changed.add(name);
  return { changed: [...changed], moved };
}

function inOneOf(a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] {
  return [...[...a].filter((name) => !b.has(name)), ...[...b].filter((name) => !a.has(name))];
}

interface ChangedMeanings {
  readonly changed: readonly string[];
  readonly moved: readonly string[];
}

/** Whether what takes the address takes every other such. */
function isUsual(value: Value | undefined): boolean {
  return typeof value === 'bigint' && isUsualAddress(value);
}
