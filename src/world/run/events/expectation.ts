/** `expect`: whether it is true, and what a failed one says: its expression, its message, and the values that were compared. */
import { ExpressionError } from '../../../language/errors/expression-error';
import { evaluate, resolve, singleValue, truth } from '../../../language/expressions/evaluate';
import type { ValueFormat } from '../../../language/expressions/format-suffix';
import { formatValue, isBits } from '../../../language/expressions/format-value';
import type { Event } from '../../../language/tree/event';
import type { Expression } from '../../../language/tree/expression';
import { isReference, type Scope, type Value } from '../../../language/vocabulary/value';
import { tableOf } from '../../../machine/table';
import { worldScope } from '../../scope/scope';
import type { ComparedValue, ExpectationRecord } from '../../state/happening';
import type { World } from '../../state/world';
import { fillTemplate } from './print';

type Expectation = Event & { readonly kind: 'expect' };

/** Throws `ExpressionError` where the condition has no value. */
export function judgeExpectation(world: World, expectation: Expectation): ExpectationRecord {
  const { condition, text, message, messageParts } = expectation;
  const scope = worldScope(world);
  if (truth(evaluate(condition, scope))) return { kind: 'expect', ok: true, message: message ?? text };
  return {
    kind: 'expect',
    ok: false,
    message: messageParts ? fillTemplate(scope, messageParts) : (message ?? text),
    expression: text,
    values: failedParts(condition, scope).flatMap((part) => comparedValues(part, scope, sourceOf(expectation))),
  };
}

/** `rax == 8, "the answer": rax is 0x7`. */
export function expectationText(record: ExpectationRecord): string {
  if (record.ok) return record.message;
  const { message, expression, values } = record;
  const said = message === expression ? expression : `${expression}, "${message}"`;
  const shown = values.filter(({ expression, value }) => expression !== value);
  return shown.length === 0 ? said : `${said}: ${valuesText(shown)}`;
}

/** `xfd is 0x0, XTILEDATA is 0x40000`: each once, however often the condition says it. */
export function valuesText(values: readonly ComparedValue[]): string {
  return [...new Set(values.map(({ expression, value }) => `${expression} is ${value}`))].join(', ');
}

/** Text of a part of the condition; a part of what a macro made has no place of its own, and none. */
function sourceOf({ condition, text, range }: Expectation): (part: Expression) => string | undefined {
  return (part) => {
    if (part === condition) return text;
    if (part.range === condition.range) return undefined;
    return text.slice(part.range.start - range.start, part.range.end - range.start);
  };
}

/** The parts that a condition fails by: what `&&` and `||` hold together is looked at one by one. */
function failedParts(expression: Expression, scope: Scope): readonly Expression[] {
  if (expression.kind !== 'binary' || !['&&', '||'].includes(expression.operator)) {
    return isFalse(expression, scope) ? [expression] : [];
  }
  return [...failedParts(expression.left, scope), ...failedParts(expression.right, scope)];
}

function isFalse(expression: Expression, scope: Scope): boolean {
  return attempt(() => !truth(evaluate(expression, scope))) ?? false;
}

/** Of a comparison its two sides, of a call its arguments, of all else the value itself. */
function comparedValues(
  part: Expression,
  scope: Scope,
  source: (part: Expression) => string | undefined,
): readonly ComparedValue[] {
  const sides = sidesOf(part);
  const base = baseOfLiterals(sides, source);
  const asBits = sides.some((side) => isReadAsBits(side, scope));
  return sides.flatMap((side) => {
    const expression = source(side);
    const value = isLiteral(side) ? expression : attempt(() => shown(side, scope, base, asBits));
    return expression === undefined || value === undefined ? [] : [{ expression, value }];
  });
}

function sidesOf(part: Expression): readonly Expression[] {
  switch (part.kind) {
    case 'binary':
      return [part.left, part.right];
    case 'call':
      return part.arguments;
    case 'unary':
      return part.operator === '!' ? sidesOf(part.operand) : [part];
    default:
      return [part];
  }
}

function isReadAsBits(expression: Expression, scope: Scope): boolean {
  const found = attempt(() => resolve(expression, scope));
  return found !== undefined && isReference(found) && (isBits(found.type) || UNSIGNED.test(found.type));
}

const LITERALS: ReadonlySet<Expression['kind']> = new Set(['integer', 'float', 'string']);

/** Whether the text of a side says all. */
function isLiteral(side: Expression): boolean {
  return LITERALS.has(side.kind) || (side.kind === 'unary' && side.operator === '-' && isLiteral(side.operand));
}

/** `isSigned`: registers compared with a negative number are read as signed. */
interface Base {
  readonly format: ValueFormat;
  readonly isSigned: boolean;
}

/** What is compared with a literal is written in the base of the literal. Zero is the same in every base and tells none. */
function baseOfLiterals(
  sides: readonly Expression[],
  source: (part: Expression) => string | undefined,
): Base | undefined {
  const texts = sides.map((side) => (isLiteral(side) ? (source(side) ?? '') : ''));
  const match = texts.map((text) => INTEGER.exec(text)).find((found) => found !== null);
  if (!match) return undefined;
  const [, sign, prefix = ''] = match;
  return { format: FORMATS[prefix.toLowerCase()] ?? 'd', isSigned: sign === '-' };
}

/** Sign, prefix, and digits that are not all zero. */
const INTEGER = /^(-?)\s*(?=.*[1-9a-f])(0[xb])?[\da-f_]+$/i;
const FORMATS = tableOf<ValueFormat>({ '0x': 'x', '0b': 'b' });

/** A number without a type of its own is written as what it was compared with. */
function shown(expression: Expression, scope: Scope, base: Base | undefined, asBits: boolean): string {
  const found = resolve(expression, scope);
  const value: Value = singleValue(found, expression.range);
  const type = isReference(found) ? found.type : undefined;
  if (typeof value === 'bigint' && base && !isMaskInDecimal(type, base)) return inBase(value, type, base);
  if (type !== undefined && type !== 'i64') return formatValue(value, type);
  return formatValue(value, type, asBits ? 'x' : undefined);
}

function inBase(value: bigint, type: string | undefined, { format, isSigned }: Base): string {
  const bits = isSigned && format === 'd' ? UNSIGNED.exec(type ?? '')?.[1] : undefined;
  return formatValue(bits === undefined ? value : BigInt.asIntN(Number(bits), value), type, format);
}

const UNSIGNED = /^u(\d+)$/;

/** Bits that have names, and addresses, are counted by nobody. */
function isMaskInDecimal(type: string | undefined, { format }: Base): boolean {
  return format === 'd' && type !== undefined && isBits(type);
}

function attempt<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
