/** Changes that the user makes to a run. */

import { RESTORER } from '../../kernel/state/memory-map';
import { ExpressionError } from '../../language/errors/expression-error';
import { evaluate, resolve } from '../../language/expressions/evaluate';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import { isReference } from '../../language/vocabulary/value';
import { formatAddress, type LinearAddress } from '../../machine/architecture/linear-address';
import type { Program } from '../program/program';
import type { Step } from '../program/step';
import { placeScope } from '../scope/scope';
import type { World } from '../state/world';
import type { Edit } from './debugger-types';
import { jumpTo } from './travel/jump';

type EditOf<K extends Edit['kind']> = Edit & { readonly kind: K };

/** Throws `ExpressionError` where one of the bytes is the place of an event: what happens there is no code. */
function refusePlaceholders({ steps, stepAt }: Program, address: LinearAddress, length: number): void {
  const end = address + length;
  // Of megabytes, the steps that begin in them.
  for (let index = steps.endingBehind(address); ; index++) {
    const step = steps.at(index);
    if (!step || step.address >= end) break;
    if (step.address >= address) refusePlaceholder(step);
  }
  if (address <= RESTORER && RESTORER < end) refusePlaceholder(stepAt(RESTORER));
}

function refusePlaceholder(step: Step | undefined): void {
  if (!step || step.kind === 'instruction') return;
  const what =
    step.kind === 'past-end' ? 'the end of code' : `the place of line ${step.line + 1}, which is no instruction`;
  throw new ExpressionError('read-only', `${formatAddress(step.address)} is ${what}: it cannot be written.`);
}

/** Throws `ExpressionError`, having changed nothing, when the change is not possible. */
export function applyEdit(world: World, edit: Edit): void {
  const apply = APPLY[edit.kind] as (world: World, edit: Edit) => void; // the key chose the row
  apply(world, edit);
}

/** Makes a change again; not where it is no longer possible, since an earlier one was undone. */
export function repeatEdit(world: World, edit: Edit): void {
  try {
    applyEdit(world, edit);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
}

const APPLY: { readonly [K in Edit['kind']]: (world: World, edit: EditOf<K>) => void } = {
  assign: (world, { target, value, place }) => {
    const scope = placeScope(world, place);
    const reference = resolve(parseExpressionText(target), scope);
    if (!isReference(reference) || !reference.assign) {
      throw new ExpressionError('read-only', `${target} cannot be set.`);
    }
    const assigned = evaluate(parseExpressionText(value), scope);
    reference.assign(assigned);
  },
  memory: ({ memory, program }, { space, address, bytes }) => {
    const mapped = memory.peek(space, address, bytes.length)?.length ?? 0;
    if (mapped < bytes.length) {
      throw new ExpressionError('not-mapped', `${bytes.length} bytes at ${formatAddress(address)} are not all mapped.`);
    }
    refusePlaceholders(program, address, bytes.length);
    memory.poke(space, address, bytes);
  },
  jump: (world, { address }) => jumpTo(world, address),
};

/** What was done, in a few words: `xfd = 0`. */
export function editText(edit: Edit): string {
  switch (edit.kind) {
    case 'assign':
      return `${edit.target} = ${edit.value}`;
    case 'memory':
      return `${edit.bytes.length} bytes at ${formatAddress(edit.address)}`;
    case 'jump':
      return `jump to ${formatAddress(edit.address)}`;
  }
}
