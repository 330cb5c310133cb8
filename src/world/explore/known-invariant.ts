/** What a user demands of every step is checked as an `expect` of the trace is: what it names must be there. */
import { diagnose } from '../../language/check';
import { ExpressionError } from '../../language/errors/expression-error';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import type { Expression } from '../../language/tree/expression';
import { CHECK_CONTEXT } from '../program/load-program';

/** A round of a `repeat` is known only inside of it: there the invariant is looked at. */
const IN_PLACES_ONLY = 'counter-out-of-scope';

/**
 * An expression without a value would hold at every step, and so would one with a slip of the pen.
 *
 * @param trace text of a trace that loads.
 * @throws ExpressionError for what is no expression, and for one that can have no value in this trace.
 */
export function knownInvariant(trace: string, invariant: string): Expression {
  const expression = parseExpressionText(invariant);
  const line = trace.split('\n').length;
  const asExpect = `${trace}\nexpect ${invariant.replace(/[\r\n]/g, ' ')}`;
  const wrong = diagnose(asExpect, CHECK_CONTEXT).find(
    ({ range, severity, code }) => range.line === line && severity === 'error' && code !== IN_PLACES_ONLY,
  );
  if (wrong) throw new ExpressionError(wrong.code, wrong.message, wrong.range);
  return expression;
}
