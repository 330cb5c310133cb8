/** TDPBF16PS (Intel SDM vol. 2). A bfloat16 is the upper half of a binary32; denormal ones count as zero. */
import { areNaN, BIAS, largestLane, smallestLane } from './binary32';
import { bitsOf, findNaNs } from './nans';
import { BY_DOUBLES, BY_OVERFLOWS, BY_SCALED_SINGLES, BY_SINGLES, multiplyPairs, powerOf2 } from './pairs';
import { FACTOR_ROW, FACTORS_A, FACTORS_B, ROW, VECTOR } from './tile';

const UPPER_HALF: i32 = 0xffff0000;
const MAGNITUDE: i16 = 0x7fff;
const INFINITY: i16 = 0x7f80;
const MIN_NORMAL: i16 = 0x0080;
/** Bits of a factor's significand behind the leading one. */
const FRACTION_BITS: i32 = 7;
/**
 * Bounds for the sum of the biased exponents of a factor of A and one of B. Down to the lower bound every product is a
 * multiple of 2^-126, and so is every sum of products: none is tiny without being zero. Up to the upper bound no product
 * overflows, and up to the last no sum of 16 products.
 */
const LEAST_SUM: i32 = 2 * BIAS + 2 * FRACTION_BITS - 126;
const GREATEST_SUM: i32 = 2 * BIAS + 126;
const GREATEST_SUM_OF_SUMS: i32 = GREATEST_SUM - 5;

/** Biased exponents of the finite factors that `split` made last, zeros left out of the least. */
let least: i32 = 0;
let greatest: i32 = 0;
/** Of the rows that `split` made last, those with an infinity or a NaN: a bit for each. */
let specialRows: i32 = 0;

/** C += A * B: C is `height` rows of `width` elements, and `depth` pairs make a row of A. */
export function multiplyBf16(c: usize, a: usize, b: usize, height: i32, width: i32, depth: i32): void {
  split(a, FACTORS_A, height);
  const leastOfA = least;
  const greatestOfA = greatest;
  const specialRowsOfA = specialRows;
  split(b, FACTORS_B, depth);
  findNaNs(depth, specialRowsOfA, specialRows);
  // Even, as half of it is taken away twice.
  const missing = (max(LEAST_SUM - leastOfA - least, 0) + 1) & ~1;
  const greatestSum = greatestOfA + greatest;
  let way = greatestSum > GREATEST_SUM_OF_SUMS ? BY_OVERFLOWS : BY_DOUBLES;
  if (missing === 0 && greatestSum <= GREATEST_SUM) way = BY_SINGLES;
  else if (missing > 0 && greatestSum + missing <= GREATEST_SUM_OF_SUMS) {
    way = BY_SCALED_SINGLES;
    // As much of it on A as leaves A's numbers finite; then B's are, since the sum is not too large.
    const ofA = min(missing, 2 * BIAS - greatestOfA);
    multiplyBy(powerOf2(min(ofA, BIAS)), FACTORS_A, height);
    multiplyBy(powerOf2(missing - min(ofA, BIAS)), FACTORS_B, depth);
  }
  multiplyPairs(c, height, width, depth, way, missing);
}

/** NaNs keep their patterns. */
function multiplyBy(scale: f32, factors: usize, rows: i32): void {
  for (let at = factors; at < factors + FACTOR_ROW * rows; at += VECTOR) {
    const before = v128.load(at);
    v128.store(at, v128.bitselect(before, f32x4.mul(before, f32x4.splat(scale)), areNaN(before)));
  }
}

function split(from: usize, to: usize, rows: i32): void {
  const normal = i16x8.splat(MIN_NORMAL);
  // Counted from the smallest normal number, where zeros wrap to the top.
  let lowest = i16x8.splat(-1);
  let highest = i16x8.splat(0);
  let rowBit = i16x8.splat(1);
  let specials = i16x8.splat(0);
  for (let row = 0; row < rows; row++) {
    let inRow = i16x8.splat(0);
    for (let at: usize = 0; at < ROW; at += VECTOR) {
      const pairs = v128.load(from + ROW * row + at);
      const sizes = v128.and(pairs, i16x8.splat(MAGNITUDE));
      const tiny = i16x8.lt_s(sizes, normal);
      const flushed = v128.andnot(pairs, v128.and(tiny, i16x8.splat(MAGNITUDE)));
      v128.store(to + FACTOR_ROW * row + at, i32x4.shl(flushed, 16));
      v128.store(to + FACTOR_ROW * row + at, v128.and(flushed, i32x4.splat(UPPER_HALF)), ROW);
      const special = i16x8.ge_s(sizes, i16x8.splat(INFINITY));
      // Denormals are zeros here, and wrap as well.
      lowest = i16x8.min_u(lowest, i16x8.sub(sizes, normal));
      highest = i16x8.max_s(highest, v128.andnot(sizes, special));
      inRow = v128.or(inRow, special);
    }
    specials = v128.or(specials, v128.and(inRow, rowBit));
    rowBit = i16x8.shl(rowBit, 1);
  }
  specialRows = bitsOf(specials);
  const low = i32x4.splat(0xffff);
  least = (min(smallestLane(v128.and(lowest, low)), smallestLane(i32x4.shr_u(lowest, 16))) >> FRACTION_BITS) + 1;
  greatest = max(largestLane(v128.and(highest, low)), largestLane(i32x4.shr_u(highest, 16))) >> FRACTION_BITS;
}
