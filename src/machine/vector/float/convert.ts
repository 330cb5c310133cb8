/** Conversions between floating-point formats and integers (Intel SDM vol. 1, 4.8.4 and 11.4.1.6; vol. 2, CVT*). */
import { type FloatFormat, infinityOf, quietOf, signOf, unpackFloat } from './format';
import { STATUS } from './mxcsr-exceptions';
import { type FloatContext, roundFloat, roundShift } from './round';

export interface IntegerType {
  readonly bits: 16 | 32 | 64;
  readonly signed: boolean;
}

/** The integer as an unsigned pattern. Out of range and NaN: invalid, and 80...0h, or all ones where there is no sign. */
export function floatToInteger(
  x: bigint,
  format: FloatFormat,
  { bits, signed }: IntegerType,
  context: FloatContext,
  mode = context.mode,
): bigint {
  const a = unpackFloat(x, format, context.daz);
  if (a.kind === 'zero') return 0n;
  if (a.kind === 'finite') {
    const { value, exact } = roundShift(a.significand, -a.exponent, a.negative, mode);
    const number = a.negative ? -value : value;
    const fits = signed ? BigInt.asIntN(bits, number) === number : BigInt.asUintN(bits, number) === number;
    if (fits) {
      if (!exact) context.status |= STATUS.PE;
      return BigInt.asUintN(bits, number);
    }
  }
  context.status |= STATUS.IE;
  return signed ? 1n << BigInt(bits - 1) : (1n << BigInt(bits)) - 1n;
}

export function integerToFloat(value: bigint, format: FloatFormat, context: FloatContext): bigint {
  if (value === 0n) return 0n;
  return roundFloat(format, context, value < 0n, value < 0n ? -value : value, 0);
}

/** @param reportsDenormals whether a denormal source sets DE. */
export function floatToFloat(
  x: bigint,
  from: FloatFormat,
  to: FloatFormat,
  context: FloatContext,
  reportsDenormals = true,
): bigint {
  const a = unpackFloat(x, from, context.daz);
  const sign = a.negative ? signOf(to) : 0n;
  const narrower = BigInt(from.fractionBits - to.fractionBits);
  switch (a.kind) {
    case 'zero':
      return sign;
    case 'infinity':
      return sign | infinityOf(to);
    case 'signaling':
    case 'quiet': {
      if (a.kind === 'signaling') context.status |= STATUS.IE;
      const payload = narrower >= 0n ? a.significand >> narrower : a.significand << -narrower;
      return sign | infinityOf(to) | quietOf(to) | payload;
    }
    case 'finite':
      if (a.denormal && reportsDenormals) context.status |= STATUS.DE;
      return roundFloat(to, context, a.negative, a.significand, a.exponent);
  }
}

export interface IntegralRounding {
  readonly mode: number;
  /** Whether PE is set where that is due. */
  readonly reportsInexact: boolean;
  /** Bits behind the binary point that stay. */
  readonly fraction: number;
}

/** To a multiple of 2^-fraction, in the same format. */
export function roundToIntegral(
  x: bigint,
  format: FloatFormat,
  context: FloatContext,
  { mode, reportsInexact, fraction }: IntegralRounding,
): bigint {
  const a = unpackFloat(x, format, context.daz);
  if (a.kind === 'signaling') context.status |= STATUS.IE;
  if (a.kind === 'signaling' || a.kind === 'quiet') return a.pattern | quietOf(format);
  if (a.kind !== 'finite' || a.exponent >= -fraction) return a.pattern;
  const { value, exact } = roundShift(a.significand, -a.exponent - fraction, a.negative, mode);
  if (!exact && reportsInexact) context.status |= STATUS.PE;
  if (value === 0n) return a.negative ? signOf(format) : 0n;
  return roundFloat(format, { ...context, status: 0 }, a.negative, value, -fraction);
}
