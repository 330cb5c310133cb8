/** Text with values in it: `print`, messages of `expect`, and what log messages of breakpoints are made of. */

import { ExpressionError } from '../../../language/errors/expression-error';
import { resolve, singleValue } from '../../../language/expressions/evaluate';
import { formatValue, isBits } from '../../../language/expressions/format-value';
import type { PrintArgument, TemplatePart, TemplateValue } from '../../../language/tree/event';
import { isReference, type Scope } from '../../../language/vocabulary/value';
import { worldScope } from '../../scope/scope';
import type { World } from '../../state/world';

/** Throws `ExpressionError` where a value cannot be had. */
export function print(world: World, values: readonly PrintArgument[]): string {
  const scope = worldScope(world);
  const shown = (part: TemplatePart): string => (typeof part === 'string' ? part : show(scope, part));
  return values
    .map((value) => (value.kind === 'template' ? value.parts.map(shown).join('') : show(scope, { expression: value })))
    .join(' ');
}

/** A value that cannot be had stands in its place with the reason: the rest of the text is worth reading. */
export function fillTemplate(scope: Scope, parts: readonly TemplatePart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : shownOrWhyNot(scope, part))).join('');
}

function shownOrWhyNot(scope: Scope, part: TemplateValue): string {
  try {
    return show(scope, part);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return `{${error.message}}`;
  }
}

/**
 * Without a format: masks and addresses in hexadecimal; every other integer is a number that somebody wants to read. Text of C
 * is shown as gdb shows it, `0x402010 "text"`.
 */
function show(scope: Scope, { expression, format }: TemplateValue): string {
  const found = resolve(expression, scope);
  const said = isReference(found) && format === undefined ? found.said?.() : undefined;
  if (said !== undefined && isReference(found) && found.value === undefined) return said;
  const type = isReference(found) && (format !== undefined || isBits(found.type)) ? found.type : undefined;
  const value = formatValue(singleValue(found, expression.range), type, format);
  return said === undefined ? value : `${value} ${said}`;
}
