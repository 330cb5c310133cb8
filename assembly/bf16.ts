/** TDPBF16PS (Intel SDM vol. 2). A bfloat16 is the upper half of a binary32; denormal ones count as zero. */
import { areSpecial, BIAS, EXPONENT_SHIFT, flush, largestLane, MIN_NORMAL, magnitude, smallestLane } from './binary32';
import { multiplyPairs } from './pairs';
import { FACTOR_ROW, FACTORS_A, FACTORS_B, ROW, VECTOR } from './tile';

const UPPER_HALF: i32 = 0xffff0000;
/** Bits of a factor's significand behind the leading one. */
const FRACTION_BITS: i32 = 7;
/**
 * Bounds for the sum of the biased exponents of a factor of A and one of B. Down to the lower bound every product is a
 * multiple of 2^-126, and so is every sum of products: none is tiny without being zero. Up to the upper bound no product
 * overflows.
 */
const LEAST_SUM: i32 = 2 * BIAS + 2 * FRACTION_BITS - 126;
const GREATEST_SUM: i32 = 2 * BIAS + 126;

/** Biased exponents of the finite factors that `split` made last, zeros left out of the least. */
let least: i32 = 0;
let greatest: i32 = 0;

/** C += A * B: C is `height` rows of `width` elements, and `depth` pairs make a row of A. */
export function multiplyBf16(c: usize, a: usize, b: usize, height: i32, width: i32, depth: i32): void {
  split(a, FACTORS_A, height);
  const leastOfA = least;
  const greatestOfA = greatest;
  split(b, FACTORS_B, depth);
  const fits = leastOfA + least >= LEAST_SUM && greatestOfA + greatest <= GREATEST_SUM;
  multiplyPairs(c, height, width, depth, fits);
}

function split(from: usize, to: usize, rows: i32): void {
  const normal = i32x4.splat(MIN_NORMAL);
  // Counted from the smallest normal number, where zeros wrap to the top.
  let lowest = i32x4.splat(-1);
  let highest = i32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    for (let at: usize = 0; at < ROW; at += VECTOR) {
      const pairs = v128.load(from + ROW * row + at);
      const first = flush(i32x4.shl(pairs, 16));
      const second = flush(v128.and(pairs, i32x4.splat(UPPER_HALF)));
      v128.store(to + FACTOR_ROW * row + at, first);
      v128.store(to + FACTOR_ROW * row + at, second, ROW);
      const one = magnitude(first);
      const other = magnitude(second);
      lowest = i32x4.min_u(lowest, i32x4.min_u(i32x4.sub(one, normal), i32x4.sub(other, normal)));
      highest = i32x4.max_u(highest, v128.andnot(one, areSpecial(first)));
      highest = i32x4.max_u(highest, v128.andnot(other, areSpecial(second)));
    }
  }
  least = smallestLane(i32x4.shr_u(lowest, EXPONENT_SHIFT)) + 1;
  greatest = largestLane(i32x4.shr_u(highest, EXPONENT_SHIFT));
}
