/** Changes that the user makes to a run. */

import { ExpressionError } from '../../language/errors/expression-error';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import { formatAddress } from '../../machine/architecture/address';
import { evaluateIn } from '../scope/evaluate-in';
import { resolveReference } from '../scope/evaluate-text';
import type { World } from '../state/world';
import type { Edit } from './debugger-types';

/** Throws `ExpressionError`, having changed nothing, when the change is not possible. */
export function applyEdit(world: World, edit: Edit): void {
  if (edit.kind === 'memory') {
    const written = world.memory.peek(world.cpu.addressSpace, edit.address, edit.bytes.length)?.length ?? 0;
    if (written < edit.bytes.length) {
      throw new ExpressionError(
        'not-mapped',
        `${edit.bytes.length} bytes at ${formatAddress(edit.address)} are not all mapped.`,
      );
    }
    world.memory.poke(world.cpu.addressSpace, edit.address, edit.bytes);
    return;
  }
  const reference = resolveReference(world, edit.target);
  if (!reference?.assign) throw new ExpressionError('read-only', `${edit.target} cannot be set.`);
  reference.assign(evaluateIn(world, parseExpressionText(edit.value)));
}
