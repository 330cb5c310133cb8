/**
 * Exact floating-point arithmetic on patterns, rounded once (Intel SDM vol. 1, 4.8 and 11.5; table 4-7 for NaNs). Every
 * operation raises its flags in the context.
 */
import {
  type FloatFormat,
  indefiniteOf,
  infinityOf,
  isNaNKind,
  quietOf,
  signOf,
  type Unpacked,
  unpackFloat,
} from './format';
import { STATUS } from './mxcsr-exceptions';
import { bitLength, type FloatContext, ROUND, roundFloat } from './round';

export type FloatBinary = (a: bigint, b: bigint, format: FloatFormat, context: FloatContext) => bigint;
export type FloatUnary = (a: bigint, format: FloatFormat, context: FloatContext) => bigint;

/** The first NaN, made quiet; undefined where there is none, and then denormals are reported. */
function propagate(operands: readonly Unpacked[], format: FloatFormat, context: FloatContext): bigint | undefined {
  if (operands.some(({ kind }) => kind === 'signaling')) context.status |= STATUS.IE;
  const first = operands.find(isNaNKind);
  return first && first.pattern | quietOf(format);
}

function noteDenormals(operands: readonly Unpacked[], context: FloatContext): void {
  if (operands.some(({ denormal }) => denormal)) context.status |= STATUS.DE;
}

function invalid(format: FloatFormat, context: FloatContext): bigint {
  context.status |= STATUS.IE;
  return indefiniteOf(format);
}

function zero(format: FloatFormat, negative: boolean): bigint {
  return negative ? signOf(format) : 0n;
}

function infinity(format: FloatFormat, negative: boolean): bigint {
  return infinityOf(format) | zero(format, negative);
}

/** An exact number: (-1)^negative * significand * 2^exponent. */
interface Exact {
  readonly negative: boolean;
  readonly significand: bigint;
  readonly exponent: number;
}

function signed({ negative, significand }: Exact): bigint {
  return negative ? -significand : significand;
}

/** The sum of two numbers of which at most one is 0. An exact 0 is negative only when rounding down. */
function sum(a: Exact, b: Exact, format: FloatFormat, context: FloatContext): bigint {
  const exponent = Math.min(a.exponent, b.exponent);
  const total = (signed(a) << BigInt(a.exponent - exponent)) + (signed(b) << BigInt(b.exponent - exponent));
  if (total === 0n) return zero(format, context.mode === ROUND.DOWN);
  return roundFloat(format, context, total < 0n, total < 0n ? -total : total, exponent);
}

function zeroSum(a: boolean, b: boolean, format: FloatFormat, context: FloatContext): bigint {
  return zero(format, a === b ? a : context.mode === ROUND.DOWN);
}

function addUnpacked(a: Unpacked, b: Unpacked, format: FloatFormat, context: FloatContext): bigint {
  if (a.kind === 'infinity' && b.kind === 'infinity' && a.negative !== b.negative) return invalid(format, context);
  noteDenormals([a, b], context);
  if (a.kind === 'infinity') return infinity(format, a.negative);
  if (b.kind === 'infinity') return infinity(format, b.negative);
  if (a.kind === 'zero' && b.kind === 'zero') return zeroSum(a.negative, b.negative, format, context);
  return sum(
    a.kind === 'zero' ? { ...a, exponent: b.exponent } : a,
    b.kind === 'zero' ? { ...b, exponent: a.exponent } : b,
    format,
    context,
  );
}

export const add: FloatBinary = (x, y, format, context) => {
  const [a, b] = [unpackFloat(x, format, context.daz), unpackFloat(y, format, context.daz)];
  return propagate([a, b], format, context) ?? addUnpacked(withZero(a), withZero(b), format, context);
};

export const subtract: FloatBinary = (x, y, format, context) => {
  const [a, b] = [unpackFloat(x, format, context.daz), unpackFloat(y, format, context.daz)];
  const nan = propagate([a, b], format, context);
  return nan ?? addUnpacked(withZero(a), withZero({ ...b, negative: !b.negative }), format, context);
};

/** A denormal that counts as zero has no significand either. */
function withZero(number: Unpacked): Unpacked {
  return number.kind === 'zero' ? { ...number, significand: 0n } : number;
}

export const multiply: FloatBinary = (x, y, format, context) => {
  const [a, b] = [unpackFloat(x, format, context.daz), unpackFloat(y, format, context.daz)];
  const nan = propagate([a, b], format, context);
  if (nan !== undefined) return nan;
  const negative = a.negative !== b.negative;
  if (isInvalidProduct(a, b)) return invalid(format, context);
  noteDenormals([a, b], context);
  if (a.kind === 'infinity' || b.kind === 'infinity') return infinity(format, negative);
  if (a.kind === 'zero' || b.kind === 'zero') return zero(format, negative);
  return roundFloat(format, context, negative, a.significand * b.significand, a.exponent + b.exponent);
};

function isInvalidProduct(a: Unpacked, b: Unpacked): boolean {
  return (a.kind === 'infinity' && b.kind === 'zero') || (a.kind === 'zero' && b.kind === 'infinity');
}

export const divide: FloatBinary = (x, y, format, context) => {
  const [a, b] = [unpackFloat(x, format, context.daz), unpackFloat(y, format, context.daz)];
  const nan = propagate([a, b], format, context);
  if (nan !== undefined) return nan;
  const negative = a.negative !== b.negative;
  if (a.kind === b.kind && (a.kind === 'infinity' || a.kind === 'zero')) return invalid(format, context);
  if (b.kind === 'zero' && a.kind === 'finite') {
    context.status |= STATUS.ZE;
    return infinity(format, negative);
  }
  noteDenormals([a, b], context);
  if (a.kind === 'infinity' || b.kind === 'zero') return infinity(format, negative);
  if (b.kind === 'infinity' || a.kind === 'zero') return zero(format, negative);
  const more = format.fractionBits + 4 + Math.max(0, bitLength(b.significand) - bitLength(a.significand));
  const numerator = a.significand << BigInt(more);
  const quotient = numerator / b.significand;
  const sticky = quotient * b.significand !== numerator;
  return roundFloat(format, context, negative, quotient, a.exponent - b.exponent - more, sticky);
};

export const squareRoot: FloatUnary = (x, format, context) => {
  const a = unpackFloat(x, format, context.daz);
  const nan = propagate([a], format, context);
  if (nan !== undefined) return nan;
  if (a.kind === 'zero') return zero(format, a.negative);
  if (a.negative) return invalid(format, context);
  noteDenormals([a], context);
  if (a.kind === 'infinity') return a.pattern;
  const even = 2 * (format.fractionBits + 3) + (a.exponent & 1);
  const scaled = a.significand << BigInt(even);
  const root = integerRoot(scaled);
  return roundFloat(format, context, false, root, (a.exponent - even) / 2, root * root !== scaled);
};

/** The largest integer whose square is not above `value` (Newton's method from above). */
function integerRoot(value: bigint): bigint {
  let root = 1n << BigInt((bitLength(value) + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

export interface FusedSigns {
  readonly negateProduct: boolean;
  readonly negateAddend: boolean;
}

/** (+-) a * b (+-) c, rounded once. NaNs are taken in the order a, b, c, and not negated. */
export function fusedMultiplyAdd(
  patterns: readonly [bigint, bigint, bigint],
  { negateProduct, negateAddend }: FusedSigns,
  format: FloatFormat,
  context: FloatContext,
): bigint {
  const [a, b, c0] = patterns.map((pattern) => unpackFloat(pattern, format, context.daz)) as [
    Unpacked,
    Unpacked,
    Unpacked,
  ]; // three
  const isInvalid = isInvalidProduct(a, b);
  const nan = propagate([a, b, c0], format, context);
  if (nan !== undefined) return nan;
  if (isInvalid) return invalid(format, context);
  const negative = (a.negative !== b.negative) !== negateProduct;
  const c = { ...c0, negative: c0.negative !== negateAddend };
  const infinite = a.kind === 'infinity' || b.kind === 'infinity';
  if (infinite && c.kind === 'infinity' && c.negative !== negative) return invalid(format, context);
  noteDenormals([a, b, c], context);
  if (infinite) return infinity(format, negative);
  if (c.kind === 'infinity') return infinity(format, c.negative);
  const isZero = a.kind === 'zero' || b.kind === 'zero';
  if (isZero && c.kind === 'zero') return zeroSum(negative, c.negative, format, context);
  if (isZero) return sum({ negative: false, significand: 0n, exponent: c.exponent }, c, format, context);
  const product = { negative, significand: a.significand * b.significand, exponent: a.exponent + b.exponent };
  const addend = c.kind === 'zero' ? { ...product, significand: 0n } : c;
  return sum(product, addend, format, context);
}
