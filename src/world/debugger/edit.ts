/** Changes that the user makes to a run. */

import { ExpressionError } from '../../language/errors/expression-error';
import { evaluate, resolve } from '../../language/expressions/evaluate';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import { isReference } from '../../language/vocabulary/value';
import { formatAddress } from '../../machine/architecture/address';
import { placeScope } from '../scope/scope';
import type { World } from '../state/world';
import type { Edit } from './debugger-types';
import { jumpTo } from './jump';

type EditOf<K extends Edit['kind']> = Edit & { readonly kind: K };

/** Throws `ExpressionError`, having changed nothing, when the change is not possible. */
export function applyEdit(world: World, edit: Edit): void {
  const apply = APPLY[edit.kind] as (world: World, edit: Edit) => void; // the key chose the row
  apply(world, edit);
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
  memory: ({ memory }, { space, address, bytes }) => {
    const mapped = memory.peek(space, address, bytes.length)?.length ?? 0;
    if (mapped < bytes.length) {
      throw new ExpressionError('not-mapped', `${bytes.length} bytes at ${formatAddress(address)} are not all mapped.`);
    }
    memory.poke(space, address, bytes);
  },
  jump: (world, { address }) => jumpTo(world, address),
};
