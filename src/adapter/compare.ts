/** What differs between two moments or two tasks: as a tree in the console, and as a document where a client has views. */

import type { Task } from '../kernel/state/task';
import { COMPARED, type Compared, compareTasks } from '../world/compare/compare';
import { countFields, type Difference } from '../world/compare/difference';
import { differenceLines } from '../world/compare/difference-text';
import type { ComparedMoment, Instant } from '../world/debugger/debugger-types';
import type { Adapter } from './adapter';
import type { Item } from './variables/item';
import { text } from './variables/value';
import { COMPARED_EVENT, type ComparedEvent } from './views/views';

export interface Comparison {
  readonly before: Instant;
  readonly after: Instant;
  /** The parts to compare; every part unless given. */
  readonly parts?: readonly Compared[] | undefined;
  /** Shows the document. */
  readonly opens?: boolean;
}

/** Compares two moments. The run stands where it stood before. */
export function compareMoments(adapter: Adapter, { before, after, parts = COMPARED, opens = false }: Comparison): void {
  const debuggee = adapter.requireStopped();
  const { exception, client } = adapter;
  adapter.runner.start(debuggee, { kind: 'compare', before, after, parts }, (reason) => {
    if (reason.kind === 'compared') {
      const title = `From ${momentText(reason.before)} to ${momentText(reason.after)}`;
      if (opens)
        client.send(COMPARED_EVENT, { title, lines: documentLines(reason.differences) } satisfies ComparedEvent);
      else tellDifferences(adapter, title, reason.differences);
    } else if (reason.kind === 'not-reached') {
      client.output('console', `The trace ends with step ${debuggee.engine.time.furthest}.\n`);
    }
    adapter.stopped(reason);
    adapter.exception = exception;
  });
}

/** Of the present moment. */
export function tellTaskDifferences(adapter: Adapter, tasks: readonly [Task, Task], parts: readonly Compared[]): void {
  const [before, after] = tasks;
  const { world } = adapter.requireStopped().engine;
  tellDifferences(adapter, `From ${before.name} to ${after.name}`, compareTasks(world, before, after, parts));
}

/** VS Code shows the result as a tree in its console; other clients get the lines of the tree. */
function tellDifferences({ client, debuggee }: Adapter, title: string, differences: readonly Difference[]): void {
  const count = countFields(differences);
  const head =
    count === 0 ? `${title}: nothing differs.` : `${title}: ${count} ${count === 1 ? 'difference' : 'differences'}`;
  if (count === 0) return client.output('console', `${head}\n`);
  if (!client.isVsCode) return client.output('console', `${[head, ...differenceLines(differences)].join('\n')}\n`);
  client.output('console', `${head}\n`, debuggee.variables.keep(itemOf({ name: head, parts: differences })));
}

/** The most parts of one group that an answer lists. */
const MOST_IN_DOCUMENT = 2000;

function documentLines(differences: readonly Difference[]): readonly string[] {
  return differences.length === 0 ? ['Nothing differs.'] : differenceLines(differences, MOST_IN_DOCUMENT);
}

function itemOf({ name, values, parts }: Difference): Item {
  const count = countFields(parts);
  const words = values
    ? `${values.before} → ${values.after}`
    : `${count} ${count === 1 ? 'difference' : 'differences'}`;
  return {
    name,
    value: text(words),
    readOnly: 'It is what two moments differ in.',
    ...(parts.length > 0 ? { children: { named: () => parts.map(itemOf) } } : {}),
  };
}

/** `@41 (line 12)`. */
function momentText({ step, line }: ComparedMoment): string {
  return line < 0 ? `@${step}` : `@${step} (line ${line + 1})`;
}
