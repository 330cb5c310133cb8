/** What the operators do to values (docs/language.md, "Expressions"). */
import type { Range } from '../errors/diagnostic';
import { atRange, ExpressionError } from '../errors/expression-error';
import { beyond, grouped, LIMITS } from '../errors/limits';
import type { BinaryOperator, UnaryOperator } from '../tree/expression';
import type { Value } from '../vocabulary/value';

type PlainOperator = Exclude<BinaryOperator, '&&' | '||'>;

interface OperatorRow {
  readonly integers: (left: bigint, right: bigint) => Value;
  /** Left out where the operator works on integers only. */
  readonly floats?: (left: number, right: number) => Value;
}

const truthValue = (condition: boolean): bigint => (condition ? 1n : 0n);

const OPERATORS: Readonly<Record<PlainOperator, OperatorRow>> = {
  '|': { integers: (left, right) => left | right },
  '^': { integers: (left, right) => left ^ right },
  '&': { integers: (left, right) => left & right },
  '==': {
    integers: (left, right) => truthValue(left === right),
    floats: (left, right) => truthValue(left === right),
  },
  '!=': {
    integers: (left, right) => truthValue(left !== right),
    floats: (left, right) => truthValue(left !== right),
  },
  '<': { integers: (left, right) => truthValue(left < right), floats: (left, right) => truthValue(left < right) },
  '<=': { integers: (left, right) => truthValue(left <= right), floats: (left, right) => truthValue(left <= right) },
  '>': { integers: (left, right) => truthValue(left > right), floats: (left, right) => truthValue(left > right) },
  '>=': { integers: (left, right) => truthValue(left >= right), floats: (left, right) => truthValue(left >= right) },
  '<<': { integers: shiftLeft },
  '>>': { integers: shiftRight },
  '+': { integers: (left, right) => left + right, floats: (left, right) => left + right },
  '-': { integers: (left, right) => left - right, floats: (left, right) => left - right },
  '*': { integers: (left, right) => left * right, floats: (left, right) => left * right },
  '/': { integers: (left, right) => left / nonZero(right), floats: (left, right) => left / right },
  '%': { integers: (left, right) => left % nonZero(right), floats: (left, right) => left % right },
};

/** Throws `ExpressionError` at `range`: for strings in arithmetic, bits of floats, division by zero, bad shifts. */
export function applyBinary(operator: PlainOperator, left: Value, right: Value, range: Range): Value {
  return atRange(range, () => {
    if (typeof left === 'string' || typeof right === 'string') return applyToStrings(operator, left, right);
    const row = OPERATORS[operator];
    if (typeof left === 'bigint' && typeof right === 'bigint') return demandSize(row.integers(left, right));
    if (!row.floats) throw new ExpressionError('not-an-integer', `\`${operator}\` works on integers, not on floats.`);
    return row.floats(Number(left), Number(right));
  });
}

const SMALL: ReadonlySet<string> = new Set(['|', '^', '&', '==', '!=', '<', '<=', '>', '>=', '+', '-']);

/** What an operator does to integers where it fails for none, and never makes a large one of small ones; undefined for the others. */
export function smallIntegerOperator(operator: string): OperatorRow['integers'] | undefined {
  return SMALL.has(operator) ? OPERATORS[operator as PlainOperator].integers : undefined; // a key of the table
}

const TOO_LARGE = 1n << BigInt(LIMITS.bits.most);

/** Without a limit a few lines of products would take all memory. */
function demandSize(value: Value): Value {
  if (typeof value !== 'bigint' || (value < TOO_LARGE && -value < TOO_LARGE)) return value;
  throw beyond(LIMITS.bits, `The number has more than ${grouped(LIMITS.bits.most)} bits.`);
}

/** Throws `ExpressionError` at `range`. */
export function applyUnary(operator: UnaryOperator, value: Value, range: Range): Value {
  if (operator === '!') return truthValue(value === 0n || value === 0 || value === '');
  if (typeof value === 'string') {
    throw new ExpressionError('not-a-number', `\`${operator}\` works on numbers, not on the text "${value}".`, range);
  }
  if (operator === '-') return -value;
  if (typeof value === 'number') {
    throw new ExpressionError('not-an-integer', '`~` works on integers, not on floats.', range);
  }
  return BigInt.asUintN(64, ~value);
}

function applyToStrings(operator: PlainOperator, left: Value, right: Value): Value {
  if (operator !== '==' && operator !== '!=') {
    throw new ExpressionError(
      'not-a-number',
      `\`${operator}\` works on numbers. Text can only be compared with == and !=.`,
    );
  }
  if (typeof left !== typeof right) {
    throw new ExpressionError('type-mismatch', 'A text is never equal to a number. Compare it with a text in quotes.');
  }
  return truthValue((left === right) === (operator === '=='));
}

function shiftLeft(value: bigint, count: bigint): bigint {
  return shiftCount(count) >= 64n ? 0n : BigInt.asUintN(64, value << count);
}

function shiftRight(value: bigint, count: bigint): bigint {
  return value >> shiftCount(count);
}

function shiftCount(count: bigint): bigint {
  if (count < 0n)
    throw new ExpressionError('negative-shift', `A shift by ${count} has no meaning: the count is negative.`);
  return count;
}

function nonZero(divisor: bigint): bigint {
  if (divisor === 0n) throw new ExpressionError('division-by-zero', 'This divides by zero.');
  return divisor;
}
