/** Text with values in it: `print`, and what log messages of breakpoints are made of. */

import { resolve, singleValue } from '../../language/expressions/evaluate';
import { formatValue, isBits } from '../../language/expressions/format-value';
import type { Expression, PrintSyntax } from '../../language/syntax/syntax';
import { isReference, type Scope } from '../../language/vocabulary/value';
import { worldScope } from '../scope/scope';
import type { World } from '../state/world';

export function print(world: World, what: PrintSyntax): string {
  const scope = worldScope(world);
  if (what.kind !== 'template') return what.values.map((value) => show(scope, value)).join(' ');
  return what.parts.map((part) => (typeof part === 'string' ? part : show(scope, part))).join('');
}

/** Masks and addresses in hexadecimal; every other integer is a number that somebody wants to read. */
export function show(scope: Scope, expression: Expression): string {
  const found = resolve(expression, scope);
  const type = isReference(found) && isBits(found.type) ? found.type : undefined;
  return formatValue(singleValue(found, expression.range), type);
}
