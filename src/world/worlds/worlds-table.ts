/** A comparison of worlds as a table: a row for each fact, a column for each world. */
import { grouped } from '../../language/expressions/grouped';
import { ownValue } from '../../machine/table';
import type { ComparedWorld } from './compare-worlds';
import type { WorldFacts } from './world-facts';

export interface WorldsRow {
  readonly name: string;
  /** In the order of the worlds; empty where the trace cannot be run. */
  readonly cells: readonly string[];
  /** Whether two worlds say otherwise. */
  readonly differs: boolean;
}

interface Fact {
  readonly name: string;
  readonly cell: (facts: WorldFacts) => string;
}

export function worldsTable(worlds: readonly ComparedWorld[]): readonly WorldsRow[] {
  const all = worlds.flatMap(({ facts }) => (facts ? [facts] : []));
  return factsOf(all).map(({ name, cell }) => {
    const cells = worlds.map(({ facts }) => (facts ? cell(facts) : ''));
    return { name, cells, differs: new Set(all.map(cell)).size > 1 };
  });
}

function factsOf(all: readonly WorldFacts[]): readonly Fact[] {
  const names = (of: (facts: WorldFacts) => Readonly<Record<string, number>>) => [
    ...new Set(all.flatMap((facts) => Object.keys(of(facts)))),
  ];
  return [
    count('steps', ({ steps }) => steps),
    ...(all.some(({ expectations }) => expectations > 0)
      ? [{ name: 'expectations', cell: ({ held, expectations }: WorldFacts) => `${held} of ${expectations}` }]
      : []),
    ...(all.some(({ divergences }) => divergences > 0) ? [count('divergences', ({ divergences }) => divergences)] : []),
    ...names(({ outcomes }) => outcomes).map((name) => count(name, ({ outcomes }) => ownValue(outcomes, name) ?? 0)),
    count('allocations', ({ allocations }) => allocations),
    count('buffer bytes at most', ({ mostBytes }) => mostBytes),
    count('buffer bytes at the end', ({ lastBytes }) => lastBytes),
    count('XFD writes', ({ xfdWrites }) => xfdWrites),
    ...names(({ buffers }) => buffers).map((name) =>
      count(`buffer of ${name}`, ({ buffers }) => ownValue(buffers, name) ?? 0),
    ),
  ];
}

function count(name: string, of: (facts: WorldFacts) => number): Fact {
  return { name, cell: (facts) => grouped(of(facts)) };
}
