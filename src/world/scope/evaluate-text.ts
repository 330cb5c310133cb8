/** Expressions as a person types them, with what is needed to show and to set their values. */

import { ExpressionError } from '../../language/errors/expression-error';
import { evaluate, resolve } from '../../language/expressions/evaluate';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import type { Reference, Scope } from '../../language/vocabulary/value';
import type { World } from '../state/world';
import type { Evaluation } from './evaluation';
import { worldScope } from './scope';

/**
 * Throws `ExpressionError`. A float has type `f64`, a computed integer `i64`, where nothing else says. `scope` says what
 * names mean when that is not what they mean on the current CPU.
 */
export function evaluateText(world: World, text: string, scope: Scope = worldScope(world)): Evaluation {
  const expression = parseExpressionText(text);
  const reference = resolve(expression, scope);
  if (typeof reference === 'object') {
    if (reference.value === undefined) {
      throw new ExpressionError(
        'not-a-value',
        `${text} is not a value by itself: ${reference.type} has parts to choose from.`,
      );
    }
    return {
      value: reference.value,
      type: reference.type,
      ...(reference.address !== undefined && { address: reference.address }),
      ...(reference.register && { register: reference.register }),
    };
  }
  const value = evaluate(expression, scope);
  return { value, type: typeof value === 'bigint' ? 'i64' : typeof value === 'number' ? 'f64' : 'string' };
}

/** What `text` names, when it names something that can be looked into or set. */
export function resolveReference(world: World, text: string): Reference | undefined {
  const reference = resolve(parseExpressionText(text), worldScope(world));
  return typeof reference === 'object' ? reference : undefined;
}
