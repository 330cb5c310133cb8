/** Patterns of binary32 numbers, four to a vector. */

export const SIGN: i32 = 0x80000000;
export const MIN_NORMAL: i32 = 0x00800000;
export const INFINITY: i32 = 0x7f800000;
/** From the place of an exponent to bit 0. */
export const EXPONENT_SHIFT: i32 = 23;
export const BIAS: i32 = 127;

const QUIET: i32 = 0x00400000;
/** The quiet NaN that an invalid operation returns. */
export const INDEFINITE: i32 = 0xffc00000;

/** Denormals replaced by the zeros of their signs. */
export function flush(patterns: v128): v128 {
  const tiny = i32x4.lt_s(magnitude(patterns), i32x4.splat(MIN_NORMAL));
  return v128.andnot(patterns, v128.andnot(tiny, i32x4.splat(SIGN)));
}

/** Numbers below `least` in magnitude replaced by the zeros of their signs. */
export function flushBelow(numbers: v128, least: f32): v128 {
  const tiny = f32x4.lt(magnitude(numbers), f32x4.splat(least));
  return v128.andnot(numbers, v128.andnot(tiny, i32x4.splat(SIGN)));
}

export function magnitude(patterns: v128): v128 {
  return v128.andnot(patterns, i32x4.splat(SIGN));
}

/** Ones for infinities and NaNs. */
export function areSpecial(numbers: v128): v128 {
  return i32x4.ge_s(magnitude(numbers), i32x4.splat(INFINITY));
}

/** Ones for NaNs. */
export function areNaN(numbers: v128): v128 {
  return f32x4.ne(numbers, numbers);
}

/** Twice two binary64 numbers, rounded to binary32. */
export function narrow(low: v128, high: v128): v128 {
  return v128.shuffle<u64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** Results of sums of three: where they are NaNs, the first NaN of the operands, made quiet, or else the indefinite one. */
export function withNaNs(results: v128, first: v128, second: v128, third: v128): v128 {
  let nan = i32x4.splat(INDEFINITE);
  nan = v128.bitselect(third, nan, areNaN(third));
  nan = v128.bitselect(second, nan, areNaN(second));
  nan = v128.bitselect(first, nan, areNaN(first));
  return v128.bitselect(v128.or(nan, i32x4.splat(QUIET)), results, areNaN(results));
}

export function smallestLane(lanes: v128): i32 {
  return min(
    min(i32x4.extract_lane(lanes, 0), i32x4.extract_lane(lanes, 1)),
    min(i32x4.extract_lane(lanes, 2), i32x4.extract_lane(lanes, 3)),
  );
}

export function largestLane(lanes: v128): i32 {
  return max(
    max(i32x4.extract_lane(lanes, 0), i32x4.extract_lane(lanes, 1)),
    max(i32x4.extract_lane(lanes, 2), i32x4.extract_lane(lanes, 3)),
  );
}
