/**
 * `observe`: recorded facts against the model. What follows from the trace is compared, and a difference reported; what only
 * the real machine could know (contents of registers and memory, numbers of processes) is taken over.
 */

import { IDLE } from '../../../kernel/state/constants';
import { ExpressionError } from '../../../language/errors/expression-error';
import { isDataType } from '../../../language/syntax/data-type';
import type { Expression } from '../../../language/tree/expression';
import type { Name } from '../../../language/tree/name';
import type { Value } from '../../../language/vocabulary/value';
import { componentSet } from '../../../machine/architecture/component';
import { tableOf } from '../../../machine/table';
import { evaluateIn } from '../../scope/evaluate-in';
import { evaluateText, resolveReference } from '../../scope/evaluate-text';
import type { World } from '../../state/world';
import { adoptInUse } from './components-in-use';

export function observe(world: World, facts: readonly { readonly key: Name; readonly value: Expression }[]): void {
  for (const { key, value } of facts) observeFact(world, key.text, evaluateIn(world, value));
}

function observeFact(world: World, key: string, recorded: Value): void {
  if (key === 'in_use') return observeInUse(world, recorded);
  const modelled = FACTS[key]?.(world) ?? evaluateText(world, key).value;
  if (recorded === modelled || (WIDENING.has(key) && covers(recorded, modelled)) || UNKNOWABLE.test(key)) return;
  if (isContents(key)) return adopt(world, key, recorded);
  contradict(world, key, recorded, modelled);
}

/** What a program had in use is its own doing: taken over, but for what it cannot have had. */
function observeInUse(world: World, recorded: Value): void {
  if (typeof recorded !== 'bigint') throw new ExpressionError('type', 'What is in use is a mask: `in_use=0x2a2`.');
  const { cpu } = world;
  const adopted = adoptInUse(cpu, recorded);
  cpu.observer?.components(componentSet(adopted), 'write');
  if (adopted !== recorded) contradict(world, 'in_use', recorded, adopted);
}

function contradict(world: World, key: string, recorded: Value, modelled: Value): void {
  world.note({
    kind: 'divergence',
    expected: [`${key} = ${shown(recorded)}`],
    actual: [`${key} = ${shown(modelled)}`],
  });
}

/** Keys that are no expressions. `task=A`, or `task="idle"`. */
const FACTS = tableOf<(world: World) => Value>({
  task: (world) => world.currentTask?.name ?? IDLE,
});

/** Processors may say that more is in use than there is. */
const WIDENING: ReadonlySet<string> = new Set(['xinuse']);

/** Where things lie and how they are numbered is the real kernel's choice. */
const UNKNOWABLE = /\.(pid|fpstate\.address)$/;

const REGISTERS = /^(r[a-d]x|r[sb]p|r[sd]i|r\d+|[xyz]mm\d+\.|tmm\d\.|k[0-7]$|mxcsr$|pkru$)/;

/** A task's registers, too: `A.rax`. */
function isContents(key: string): boolean {
  const [type = ''] = key.split('[');
  return isDataType(type) || REGISTERS.test(key) || REGISTERS.test(key.slice(key.indexOf('.') + 1));
}

function adopt(world: World, key: string, recorded: Value): void {
  const reference = resolveReference(world, key);
  if (!reference?.assign) throw new ExpressionError('read-only', `${key} cannot be taken over: it is not live.`);
  reference.assign(recorded);
}

function covers(recorded: Value, modelled: Value): boolean {
  return typeof recorded === 'bigint' && typeof modelled === 'bigint' && (recorded & modelled) === modelled;
}

function shown(value: Value): string {
  return typeof value === 'bigint' ? `0x${value.toString(16)}` : String(value);
}
