/** How the sizes and values of data are found: an expression of what is known before anything runs. */
import type { Expression } from '../tree/expression';
import type { Value } from '../vocabulary/value';

/** Throws `ExpressionError` for what is no constant. */
export type ConstantEvaluator = (expression: Expression) => Value;
