/** Exponents, significands and scales of numbers (Intel SDM vol. 2, VGETEXP, VGETMANT, VSCALEF, VREDUCE). */
import { type FloatBinary, type FloatUnary, subtract } from './arithmetic';
import { integerToFloat, roundToIntegral } from './convert';
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
import { bitLength, type FloatContext, roundFloat } from './round';

function quiet(a: Unpacked, format: FloatFormat, context: FloatContext): bigint {
  if (a.kind === 'signaling') context.status |= STATUS.IE;
  return a.pattern | quietOf(format);
}

function invalid(format: FloatFormat, context: FloatContext): bigint {
  context.status |= STATUS.IE;
  return indefiniteOf(format);
}

function noteDenormal(a: Unpacked, context: FloatContext): void {
  if (a.denormal) context.status |= STATUS.DE;
}

/** The exponent of a number as if it were not denormal, as a floating-point number. */
export const exponentOf: FloatUnary = (x, format, context) => {
  const a = unpackFloat(x, format, context.daz);
  if (isNaNKind(a)) return quiet(a, format, context);
  if (a.kind === 'infinity') return infinityOf(format);
  if (a.kind === 'zero') return signOf(format) | infinityOf(format);
  noteDenormal(a, context);
  return integerToFloat(BigInt(a.exponent + bitLength(a.significand) - 1), format, context);
};

/** Bits 3:2 of VGETMANT's immediate: the result is positive, and negative numbers are invalid. */
const POSITIVE = 4;
const NO_NEGATIVES = 8;

/** The significand, in the interval that bits 1:0 of the immediate name. */
export function significandOf(immediate: number): FloatUnary {
  return (x, format, context) => {
    const a = unpackFloat(x, format, context.daz);
    if (isNaNKind(a)) return quiet(a, format, context);
    if (a.negative && a.kind !== 'zero' && immediate & NO_NEGATIVES) return invalid(format, context);
    const sign = a.negative && (immediate & POSITIVE) === 0 ? signOf(format) : 0n;
    const { fractionBits, bias } = format;
    if (a.kind !== 'finite') return sign | (BigInt(bias) << BigInt(fractionBits));
    noteDenormal(a, context);
    const length = bitLength(a.significand);
    const fraction = BigInt.asUintN(fractionBits, a.significand << BigInt(fractionBits + 1 - length));
    const halves = isHalved(immediate & 3, a.exponent + length - 1, fraction >> BigInt(fractionBits - 1) !== 0n);
    return sign | (BigInt(halves ? bias - 1 : bias) << BigInt(fractionBits)) | fraction;
  };
}

/** Whether the result lies below 1: intervals [1, 2), [1/2, 2) with an even exponent left, [1/2, 1), [3/4, 3/2). */
function isHalved(interval: number, exponent: number, isUpperHalf: boolean): boolean {
  if (interval === 1) return (exponent & 1) !== 0;
  return interval === 2 || (interval === 3 && isUpperHalf);
}

/** Exponents beyond that are beyond those of every format. */
const FAR = 1 << 16;

/** a * 2^floor(b), rounded once. Nobody is told of a denormal b. */
export const scale: FloatBinary = (x, y, format, context) => {
  const [a, b] = [unpackFloat(x, format, context.daz), unpackFloat(y, format, context.daz)];
  const special = specialScale(a, b, format, context);
  if (special !== undefined) return special;
  noteDenormal(a, context);
  if (a.kind === 'zero') return a.pattern;
  return roundFloat(format, context, a.negative, a.significand, a.exponent + floorOf(b));
};

/** Where a NaN or an infinity is concerned. */
function specialScale(a: Unpacked, b: Unpacked, format: FloatFormat, context: FloatContext): bigint | undefined {
  if (a.kind === 'signaling' || b.kind === 'signaling') context.status |= STATUS.IE;
  if (a.kind === 'quiet' && b.kind === 'infinity') return b.negative ? 0n : b.pattern;
  if (isNaNKind(a)) return a.pattern | quietOf(format);
  if (isNaNKind(b)) return b.pattern | quietOf(format);
  const sign = a.negative ? signOf(format) : 0n;
  if (b.kind === 'infinity') {
    if (a.kind === (b.negative ? 'infinity' : 'zero')) return invalid(format, context);
    noteDenormal(a, context);
    return b.negative ? sign : sign | infinityOf(format);
  }
  return a.kind === 'infinity' ? a.pattern : undefined;
}

function floorOf(b: Unpacked): number {
  if (b.kind === 'zero') return 0;
  const size = b.exponent + bitLength(b.significand);
  if (size > 16) return b.negative ? -FAR : FAR;
  const magnitude = b.exponent >= 0 ? b.significand << BigInt(b.exponent) : b.significand >> BigInt(-b.exponent);
  const exact = b.exponent >= 0 || magnitude << BigInt(-b.exponent) === b.significand;
  return b.negative ? -Number(magnitude) - (exact ? 0 : 1) : Number(magnitude);
}

/**
 * What rounding to a multiple of 2^-(immediate bits 7:4) takes away. That rounding reports nothing; the difference may be
 * inexact where a small number was rounded away from 0.
 */
export function reduction(immediate: number): FloatUnary {
  return (x, format, context) => {
    const a = unpackFloat(x, format, context.daz);
    if (isNaNKind(a)) return quiet(a, format, context);
    if (a.kind === 'infinity') return 0n;
    const mode = immediate & 4 ? context.mode : immediate & 3;
    const own: FloatContext = { ...context, mode, status: 0 };
    const whole = roundToIntegral(a.pattern, format, own, { mode, reportsInexact: false, fraction: immediate >> 4 });
    const rest = subtract(a.pattern, whole, format, own);
    if ((immediate & 8) === 0) context.status |= own.status & STATUS.PE;
    return rest;
  };
}
