/**
 * The one evaluator of expressions (docs/language.md, "Expressions"): for `expect`, `print`, `const`, data, watches,
 * hovers, conditions and logpoints. Integers are exact and do not wrap, except that `~` and `<<` act on 64 bits;
 * floats are doubles; a comparison or calculation with one float is done in floats.
 */
import type { Range } from '../errors/diagnostic';
import { ExpressionError } from '../errors/expression-error';
import { didYouMeanText } from '../errors/nearest';
import type { Expression } from '../tree/expression';
import { isReference, type Reference, type Scope, type Value } from '../vocabulary/value';
import { callFunction } from './functions';
import { applyBinary, applyUnary } from './operators';
import { resolveIndex, resolveMember, resolveName } from './resolve-name';

/** The value of `expression`. Throws `ExpressionError` with the range of the part that has none. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'integer':
    case 'float':
    case 'string':
      return expression.value;
    case 'unary':
      return applyUnary(expression.operator, evaluate(expression.operand, scope), expression.range);
    case 'binary':
      return evaluateBinary(expression, scope);
    case 'conditional':
      return evaluate(truth(evaluate(expression.test, scope)) ? expression.then : expression.otherwise, scope);
    case 'call':
      return callFunction(
        expression,
        expression.arguments.map((argument) => evaluate(argument, scope)),
        scope,
      );
    default:
      return singleValue(resolve(expression, scope), expression.range);
  }
}

/** What `expression` stands for: a place where it names one, else its value. Throws `ExpressionError`. */
export function resolve(expression: Expression, scope: Scope): Reference | Value {
  switch (expression.kind) {
    case 'name':
      return resolveName(expression.name, expression.range, scope);
    case 'member':
      return resolveMember(resolve(expression.object, scope), expression);
    case 'index': {
      const object = resolve(expression.object, scope);
      const index = evaluate(expression.index, scope);
      return resolveIndex(object, index, expression);
    }
    default:
      return evaluate(expression, scope);
  }
}

/** As C has it: everything but zero and the empty string. */
export function truth(value: Value): boolean {
  return value !== 0n && value !== 0 && value !== '';
}

/** The single value of what an expression stands for. Throws `ExpressionError` when it has none. */
export function singleValue(found: Reference | Value, range: Range): Value {
  if (!isReference(found)) return found;
  const { value } = found;
  if (value !== undefined) return value;
  throw new ExpressionError('no-single-value', `This is no single value.${howToGoOn(found)}`, range);
}

function howToGoOn({ members, index }: Reference): string {
  if (members?.length) return ` Go on with a dot and one of: ${members.join(', ')}.`;
  return index ? ' Go on with an index in brackets.' : '';
}

function evaluateBinary(expression: Expression & { kind: 'binary' }, scope: Scope): Value {
  const { operator } = expression;
  if (operator === '==' || operator === '!=') return evaluateEquality(operator, expression, scope);
  const left = evaluate(expression.left, scope);
  if (operator === '&&') return truth(left) && truth(evaluate(expression.right, scope)) ? 1n : 0n;
  if (operator === '||') return truth(left) || truth(evaluate(expression.right, scope)) ? 1n : 0n;
  return applyBinary(operator, left, evaluate(expression.right, scope), expression.range);
}

function evaluateEquality(
  operator: '==' | '!=',
  { left, right, range }: Expression & { kind: 'binary' },
  scope: Scope,
): Value {
  return applyBinary(operator, evaluateBeside(left, right, scope), evaluateBeside(right, left, scope), range);
}

/** One side of a comparison. A word that is nothing by itself is told to be a text, where the other side is one. */
function evaluateBeside(side: Expression, other: Expression, scope: Scope): Value {
  try {
    return evaluate(side, scope);
  } catch (error) {
    const isUnknown = error instanceof ExpressionError && error.code === 'unknown-name';
    if (!isUnknown || side.kind !== 'name' || typeof evaluate(other, scope) !== 'string') throw error;
    const { name } = side;
    throw new ExpressionError('unknown-name', `There is no \`${name}\` here.${didYouMeanText(name)}`, side.range);
  }
}
