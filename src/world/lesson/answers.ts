/** What a reader writes as the answer of a prediction. */
import { ExpressionError } from '../../language/errors/expression-error';
import { evaluate } from '../../language/expressions/evaluate';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import { EMPTY_SCOPE, type Value } from '../../language/vocabulary/value';

export type Answer =
  | { readonly kind: 'right' | 'wrong' }
  /** Not a value that can be compared. */
  | { readonly kind: 'unclear'; readonly message: string };

/** `2560 + 8192`, `0x2a00` and `10752` are the same answer. Names of what changes in a run are none. */
export function judgeAnswer(given: string, answer: string): Answer {
  if (given.trim() === '') return { kind: 'unclear', message: 'Write a number, or a constant such as XTILEDATA.' };
  try {
    return { kind: isSame(constantOf(given), constantOf(answer)) ? 'right' : 'wrong' };
  } catch (error) {
    if (error instanceof ExpressionError) return { kind: 'unclear', message: error.message };
    throw error;
  }
}

function constantOf(text: string): Value {
  return evaluate(parseExpressionText(text), EMPTY_SCOPE);
}

/** `4` and `4.0` are the same answer. */
function isSame(a: Value, b: Value): boolean {
  return typeof a === typeof b ? a === b : Number(a) === Number(b);
}
