/**
 * Rounding of exact results under MXCSR (Intel SDM vol. 1, 4.8.4, 4.9.1 and 10.2.3): the four modes, overflow, underflow
 * found after rounding, flush to zero.
 */
import { type FloatFormat, infinityOf, signOf } from './format';
import { STATUS } from './mxcsr-exceptions';

export const ROUND = { NEAREST: 0, DOWN: 1, UP: 2, TRUNCATE: 3 } as const;

/** How results are rounded; operations add the flags that they raise to `status`. */
export interface FloatContext {
  readonly mode: number;
  readonly daz: boolean;
  readonly ftz: boolean;
  readonly overflowMasked: boolean;
  readonly underflowMasked: boolean;
  status: number;
}

const DAZ = 1 << 6;
const OVERFLOW_MASK = 1 << 10;
const UNDERFLOW_MASK = 1 << 11;
/** Of MXCSR.RC. */
export const ROUNDING_SHIFT = 13;
const FTZ = 1 << 15;

/** @param flushes whether DAZ and FTZ count. */
export function contextOf(mxcsr: number, flushes = true): FloatContext {
  return {
    mode: (mxcsr >>> ROUNDING_SHIFT) & 3,
    daz: flushes && (mxcsr & DAZ) !== 0,
    ftz: flushes && (mxcsr & FTZ) !== 0,
    overflowMasked: (mxcsr & OVERFLOW_MASK) !== 0,
    underflowMasked: (mxcsr & UNDERFLOW_MASK) !== 0,
    status: 0,
  };
}

export function bitLength(value: bigint): number {
  let length = 0;
  let rest = value;
  for (; rest > 0xffff_ffffn; rest >>= 32n) length += 32;
  return length + 32 - Math.clz32(Number(rest));
}

/** `value` / 2^`shift` as an integer in the rounding mode, and whether that is exact. `sticky`: there is a little more. */
export function roundShift(
  value: bigint,
  shift: number,
  negative: boolean,
  mode: number,
  sticky = false,
): { readonly value: bigint; readonly exact: boolean } {
  if (shift <= 0 && !sticky) return { value: value << BigInt(-shift), exact: true };
  // With something more beyond the last bit, there must be a bit to hold it.
  const wide = sticky ? (value << 2n) | 1n : value;
  const by = BigInt(sticky ? shift + 2 : shift);
  if (by <= 0n) return roundShift(wide << (2n - by), 2, negative, mode);
  const floor = wide >> by;
  const rest = wide - (floor << by);
  if (rest === 0n) return { value: floor, exact: true };
  const half = 1n << (by - 1n);
  const up =
    mode === ROUND.NEAREST
      ? rest > half || (rest === half && (floor & 1n) === 1n)
      : mode === ROUND.UP
        ? !negative
        : mode === ROUND.DOWN && negative;
  return { value: up ? floor + 1n : floor, exact: false };
}

/** The pattern of (-1)^`negative` * `significand` * 2^`exponent`, which is not 0, rounded to `format`. */
export function roundFloat(
  format: FloatFormat,
  context: FloatContext,
  negative: boolean,
  significand: bigint,
  exponent: number,
  sticky = false,
): bigint {
  const sign = negative ? signOf(format) : 0n;
  const { fractionBits, bias } = format;
  const { mode } = context;
  const top = exponent + bitLength(significand) - 1;
  const smallest = 1 - bias;
  const unbounded = roundUnbounded(format, mode, negative, significand, exponent, sticky);
  const tiny = unbounded.top < smallest;
  if (tiny && context.ftz && context.underflowMasked) {
    context.status |= STATUS.UE | STATUS.PE;
    return sign;
  }
  const unit = Math.max(top, smallest) - fractionBits;
  const { value, exact } = roundShift(significand, unit - exponent, negative, mode, sticky);
  // A handler of #XM is told of the result with an exponent as small as need be.
  if (!(tiny && !context.underflowMasked ? unbounded.exact : exact)) context.status |= STATUS.PE;
  if (tiny && (!exact || !context.underflowMasked)) context.status |= STATUS.UE;
  // A carry out of the fraction goes into the exponent by itself.
  const biased = Math.max(top, smallest) + bias - 1;
  const magnitude = top < smallest ? value : (BigInt(biased) << BigInt(fractionBits)) + value;
  if (magnitude < infinityOf(format)) return sign | magnitude;
  context.status |= STATUS.OE | (context.overflowMasked ? STATUS.PE : 0);
  const away = mode === ROUND.NEAREST || mode === (negative ? ROUND.DOWN : ROUND.UP);
  return sign | (away ? infinityOf(format) : infinityOf(format) - 1n);
}

/** The exponent of the highest bit after rounding with an exponent as small as need be, and whether that is exact. */
function roundUnbounded(
  { fractionBits }: FloatFormat,
  mode: number,
  negative: boolean,
  significand: bigint,
  exponent: number,
  sticky: boolean,
): { readonly top: number; readonly exact: boolean } {
  const shift = bitLength(significand) - 1 - fractionBits;
  const { value, exact } = roundShift(significand, shift, negative, mode, sticky);
  return { top: exponent + shift + bitLength(value) - 1, exact };
}
