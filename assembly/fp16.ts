/**
 * TDPFP16PS, TCMMRLFP16PS and TCMMIMFP16PS (Intel SDM vol. 2): products of binary16 numbers. Their denormals count. All
 * products and sums of them are multiples of 2^-48 and far below 2^128: normal numbers or zero.
 */
import { areNaN, SIGN } from './binary32';
import { bitsOf, findNaNs } from './nans';
import { BY_SINGLES, multiplyPairs } from './pairs';
import { FACTOR_ROW, FACTORS_A, FACTORS_B, ROW, VECTOR } from './tile';

const HALF_SIGN: i32 = 0x8000;
const HALF_MAGNITUDE: i32 = 0x7fff;
const HALF_INFINITY: i32 = 0x7c00;
const HALF_MIN_NORMAL: i32 = 0x0400;
/** The smallest denormal number of binary16. */
const HALF_UNIT: f32 = 1 / 2 ** 24;
/** From the place of a binary16's fraction to that of a binary32's. */
const FRACTION_SHIFT: i32 = 13;
/** From the exponent bias of binary16 to that of binary32, in place; twice as much for infinities and NaNs. */
const REBIAS: i32 = (127 - 15) << 23;

/** C += A * B: C is `height` rows of `width` elements, and `depth` pairs make a row of A. */
export function multiplyFp16(c: usize, a: usize, b: usize, height: i32, width: i32, depth: i32): void {
  const specialRows = split(a, height, FACTORS_A, FACTORS_A + ROW, 0);
  multiplyByB(c, b, height, width, depth, specialRows);
}

/** As `multiplyFp16`: Re(A) * Re(B) and -Im(A) * Im(B). */
export function multiplyComplexReal(c: usize, a: usize, b: usize, height: i32, width: i32, depth: i32): void {
  const specialRows = split(a, height, FACTORS_A, FACTORS_A + ROW, SIGN);
  multiplyByB(c, b, height, width, depth, specialRows);
}

/** As `multiplyFp16`: Im(A) * Re(B) and Re(A) * Im(B). */
export function multiplyComplexImaginary(c: usize, a: usize, b: usize, height: i32, width: i32, depth: i32): void {
  const specialRows = split(a, height, FACTORS_A + ROW, FACTORS_A, 0);
  multiplyByB(c, b, height, width, depth, specialRows);
}

function multiplyByB(c: usize, b: usize, height: i32, width: i32, depth: i32, specialRowsOfA: i32): void {
  const specialRowsOfB = split(b, depth, FACTORS_B, FACTORS_B + ROW, 0);
  findNaNs(depth, specialRowsOfA, specialRowsOfB);
  multiplyPairs(c, height, width, depth, BY_SINGLES, 0);
}

/**
 * Makes factors of low halves to `low` on and of high halves to `high` on, these with the bits of `flip` inverted where they
 * are no NaNs. Returns the rows with an infinity or a NaN, a bit for each.
 */
function split(from: usize, rows: i32, low: usize, high: usize, flip: i32): i32 {
  let rowBit = i16x8.splat(1);
  let specials = i16x8.splat(0);
  for (let row = 0; row < rows; row++) {
    let inRow = i16x8.splat(0);
    for (let at: usize = 0; at < ROW; at += VECTOR) {
      const pairs = v128.load(from + ROW * row + at);
      const first = single(pairs);
      v128.store(low + FACTOR_ROW * row + at, first);
      const second = single(i32x4.shr_u(pairs, 16));
      v128.store(high + FACTOR_ROW * row + at, v128.xor(second, v128.andnot(i32x4.splat(flip), areNaN(second))));
      const sizes = v128.and(pairs, i16x8.splat(<i16>HALF_MAGNITUDE));
      inRow = v128.or(inRow, i16x8.ge_s(sizes, i16x8.splat(<i16>HALF_INFINITY)));
    }
    specials = v128.or(specials, v128.and(inRow, rowBit));
    rowBit = i16x8.shl(rowBit, 1);
  }
  return bitsOf(specials);
}

/** The binary32 patterns of the binary16 numbers in the low halves. Exact. */
export function single(words: v128): v128 {
  const sign = i32x4.shl(v128.and(words, i32x4.splat(HALF_SIGN)), 16);
  const magnitude = v128.and(words, i32x4.splat(HALF_MAGNITUDE));
  const rebias = i32x4.splat(REBIAS);
  const more = v128.and(i32x4.ge_s(magnitude, i32x4.splat(HALF_INFINITY)), rebias);
  const normal = i32x4.add(i32x4.add(i32x4.shl(magnitude, FRACTION_SHIFT), rebias), more);
  const denormal = f32x4.mul(f32x4.convert_i32x4_s(magnitude), f32x4.splat(HALF_UNIT));
  const isDenormal = i32x4.lt_s(magnitude, i32x4.splat(HALF_MIN_NORMAL));
  return v128.or(sign, v128.bitselect(denormal, normal, isDenormal));
}
