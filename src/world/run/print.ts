/** Text with values in it: `print`, and the log messages of breakpoints. */

import { resolve, singleValue } from '../../language/expressions/evaluate';
import { formatValue, isBits } from '../../language/expressions/format-value';
import type { Expression, PrintSyntax } from '../../language/syntax/syntax';
import { isReference } from '../../language/vocabulary/value';
import { worldScope } from '../scope/scope';
import type { World } from '../state/world';

export function print(world: World, what: PrintSyntax): string {
  if (what.kind === 'template') return fillTemplate(world, what.parts);
  return what.values.map((value) => show(world, value)).join(' ');
}

export function fillTemplate(world: World, parts: readonly (string | Expression)[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : show(world, part))).join('');
}

/** Masks and addresses in hexadecimal; every other integer is a number that somebody wants to read. */
function show(world: World, expression: Expression): string {
  const found = resolve(expression, worldScope(world));
  const type = isReference(found) && isBits(found.type) ? found.type : undefined;
  return formatValue(singleValue(found, expression.range), type);
}
