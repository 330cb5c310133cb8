/** The condition of a breakpoint: an expression of the trace language. */
import { ExpressionError } from '../../language/errors/expression-error';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import type { Expression } from '../../language/tree/expression';
import { UserError } from '../protocol/user-error';

/** Undefined for an empty text. Throws `UserError` for one that is no expression. */
export function parseCondition(text: string | undefined): Expression | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  return asUserError('bad-condition', 'The condition', () => parseExpressionText(text));
}

/** Runs `parse`, with its error as one about `what`. */
export function asUserError<T>(code: string, what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new UserError(code, `${what} cannot be used: ${error.message}`);
  }
}
