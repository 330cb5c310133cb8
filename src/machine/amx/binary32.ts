/**
 * Binary32 arithmetic of the tile products: round to nearest even, denormal inputs are zero, tiny results are flushed
 * to zero, no exception is reported (Intel SDM vol. 2, TDPBF16PS). Numbers are doubles that hold binary32 values. NaNs
 * are handled on bit patterns, because a double need not keep a NaN's payload.
 */

const MIN_NORMAL = 2 ** -126;
/** Moves every result that could be tiny into the range where binary32 rounding keeps 24 bits. */
const RESCALE = 2 ** 64;
export const SIGN32 = 0x80000000 | 0;
const INFINITY_BITS = 0x7f800000;
const QUIET_BIT = 0x00400000;
/** The quiet NaN that an invalid operation returns. */
export const INDEFINITE = 0xffc00000 | 0;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/**
 * `exact` rounded to binary32. A tiny result is flushed to a zero of its sign: a result is tiny if it is below 2^-126
 * after rounding to 24 bits with an unbounded exponent.
 *
 * `exact` may itself be a sum rounded to double, of a binary32 value and a product of two factors that together have at
 * most 22 significant bits: these terms are too short for the first rounding to create a false tie.
 */
export function round(exact: number): number {
  const rounded = Math.fround(exact);
  if (rounded > MIN_NORMAL || rounded < -MIN_NORMAL) return rounded;
  return Math.abs(Math.fround(exact * RESCALE)) < MIN_NORMAL * RESCALE ? exact * 0 : rounded;
}

/** A binary32 pattern with a denormal replaced by the zero of its sign. */
export function daz(pattern: number): number {
  return (pattern & INFINITY_BITS) === 0 ? pattern & SIGN32 : pattern;
}

/** a * b + c on patterns: the first NaN of a, b, c made quiet, or the indefinite NaN for an invalid operation. */
export function multiplyAdd(a: number, b: number, c: number): number {
  for (const operand of [a, b, c]) if (isNaN32(operand)) return operand | QUIET_BIT;
  return toBits(round(toNumber(a) * toNumber(b) + toNumber(c)));
}

/** a + b on patterns, with NaNs as in `multiplyAdd`. */
export function add(a: number, b: number): number {
  for (const operand of [a, b]) if (isNaN32(operand)) return operand | QUIET_BIT;
  return toBits(round(toNumber(a) + toNumber(b)));
}

export function isNaN32(pattern: number): boolean {
  return (pattern & ~SIGN32) > INFINITY_BITS;
}

function toNumber(pattern: number): number {
  bits[0] = pattern;
  return float[0]!; // an array of one
}

/** A NaN here comes from an invalid operation, because no operand was a NaN. */
function toBits(value: number): number {
  if (Number.isNaN(value)) return INDEFINITE;
  float[0] = value;
  return bits[0]!; // an array of one
}
