/** Expressions of the trace, on the live state of its run. */
import { evaluate } from '../../language/expressions/evaluate';
import type { Expression } from '../../language/tree/expression';
import type { Value } from '../../language/vocabulary/value';
import type { World } from '../state/world';
import { worldScope } from './scope';

/** Throws `ExpressionError`. */
export function evaluateIn(world: World, expression: Expression): Value {
  return evaluate(expression, worldScope(world));
}
