/** The elements of array data: lists, fills, ramps and random values, rounded or wrapped to their type. */

import { ExpressionError } from '../errors/expression-error';
import { writeElement } from '../expressions/element';
import type { DataTypeRow } from '../syntax/data-type';
import type { Initializer } from '../tree/data';
import type { Expression } from '../tree/expression';
import type { ConstantEvaluator } from './constant-evaluator';
import { randomBits } from './random';
import { repeatFirst } from './repeat-first';

type SetElement = (index: number, value: bigint | number) => void;

/** `count` elements, little-endian. Throws `ExpressionError` for values that do not fit. */
export function elementBytes(
  row: DataTypeRow,
  count: number,
  initializer: Initializer,
  evaluate: ConstantEvaluator,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(count * row.size));
  const bytes = new Uint8Array(view.buffer);
  fill((index, value) => writeElement(view, index * row.size, row.name, value), row, count, initializer, evaluate);
  if (initializer.kind === 'fill') repeatFirst(bytes, row.size);
  return bytes;
}

function fill(
  set: SetElement,
  row: DataTypeRow,
  count: number,
  initializer: Initializer,
  evaluate: ConstantEvaluator,
): void {
  switch (initializer.kind) {
    case 'zero':
      return;
    case 'list': {
      const extra = initializer.values[count];
      if (extra) throw new ExpressionError('too-many-values', `There is room for ${count} values only.`, extra.range);
      initializer.values.forEach((value, index) => {
        set(index, requireElement(value, row, evaluate));
      });
      return;
    }
    case 'fill': {
      const value = requireElement(initializer.value, row, evaluate);
      if (count > 0) set(0, value); // the others are copies
      return;
    }
    case 'ramp':
      return fillRamp(set, row, count, initializer, evaluate);
    case 'random':
      return fillRandom(set, row, count, initializer.seed, evaluate);
  }
}

/** Element i is start + i * step: integers wrap to the type, floats are rounded to it once. */
function fillRamp(
  set: SetElement,
  row: DataTypeRow,
  count: number,
  { start, step }: Initializer & { kind: 'ramp' },
  evaluate: ConstantEvaluator,
): void {
  const first = requireNumber(start, row, evaluate);
  const stride = requireNumber(step, row, evaluate);
  if (typeof first === 'bigint' && typeof stride === 'bigint') {
    for (let index = 0; index < count; index++) set(index, first + BigInt(index) * stride);
  } else {
    for (let index = 0; index < count; index++) set(index, Number(first) + index * Number(stride));
  }
}

/** Integers take all their bits from the generator; floats are uniform in [-1, 1). */
function fillRandom(
  set: SetElement,
  row: DataTypeRow,
  count: number,
  seed: Expression,
  evaluate: ConstantEvaluator,
): void {
  const next = randomBits(requireInteger(seed, 'A seed', evaluate));
  for (let index = 0; index < count; index++) set(index, row.kind === 'float' ? unitFloat(next()) : next());
}

const FRACTION_BITS = 53n;

function unitFloat(bits: bigint): number {
  return Number(bits >> (64n - FRACTION_BITS)) / 2 ** 52 - 1;
}

/** The value of one element, which must fit the type: as a signed or as an unsigned number. */
export function requireElement(expression: Expression, row: DataTypeRow, evaluate: ConstantEvaluator): bigint | number {
  const value = requireNumber(expression, row, evaluate);
  if (typeof value === 'number' || fits(value, row)) return value;
  throw new ExpressionError(
    'value-out-of-range',
    `${value} does not fit ${row.name}: ${rangeOf(row)}.`,
    expression.range,
  );
}

/** A float for a float type, else an integer, whatever its size. */
export function requireNumber(expression: Expression, row: DataTypeRow, evaluate: ConstantEvaluator): bigint | number {
  const value = requireNumeric(expression, evaluate);
  if (row.kind === 'float') return Number(value);
  if (typeof value === 'bigint') return value;
  throw new ExpressionError('not-an-integer', `${row.name} holds integers, not ${value}.`, expression.range);
}

/** Bit patterns are welcome in signed types: 0xff is an i8. */
function fits(value: bigint, { size, kind }: DataTypeRow): boolean {
  const limit = 1n << BigInt(size * 8);
  return value < limit && value >= (kind === 'signed' ? -(limit / 2n) : 0n);
}

function rangeOf({ size, kind }: DataTypeRow): string {
  const limit = 1n << BigInt(size * 8);
  return `it holds ${kind === 'signed' ? -(limit / 2n) : 0n} to ${kind === 'signed' ? limit / 2n - 1n : limit - 1n}`;
}

/** Throws `ExpressionError`; `what` begins its message. */
export function requireInteger(expression: Expression, what: string, evaluate: ConstantEvaluator): bigint {
  const value = evaluate(expression);
  if (typeof value === 'bigint') return value;
  throw new ExpressionError('not-an-integer', `${what} is an integer.`, expression.range);
}

/** Throws `ExpressionError` for what is neither an integer nor a float. */
export function requireNumeric(expression: Expression, evaluate: ConstantEvaluator): bigint | number {
  const value = evaluate(expression);
  if (typeof value !== 'string') return value;
  throw new ExpressionError('not-a-number', `"${value}" is not a number.`, expression.range);
}
