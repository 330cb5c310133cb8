/**
 * What TDPBF16PS, TDPFP16PS, TCMMRLFP16PS and TCMMIMFP16PS share (Intel SDM vol. 2): for each element of C two chains of
 * fused multiply-adds over k, then their sum, then C.
 *
 * A row of factors has those of the first chain as binary32 numbers, then those of the second.
 */
import { areNaN, BIAS, EXPONENT_SHIFT, flush, flushBelow, narrow, withNaNs } from './binary32';
import { areKnown, findNaNs, knownChain, nansOf } from './nans';
import {
  COLUMNS,
  clearRows,
  DOUBLES_A,
  DOUBLES_B,
  FACTOR_ROW,
  FACTORS_A,
  FACTORS_B,
  ROW,
  VECTOR,
  WORD,
  within,
} from './tile';

/** How chains are computed. */
export const BY_SINGLES: i32 = 0;
export const BY_SCALED_SINGLES: i32 = 1;
export const BY_DOUBLES: i32 = 2;

/**
 * A sum is tiny below this magnitude. From here to 2^-126, where it is a tie as well, it becomes 2^-126 when rounded to
 * 24 bits with an unbounded exponent.
 */
const TINY: f64 = 1.1754943157898259e-38; // 2^-126 - 2^-151

/** Factors as binary64 numbers: from one to the next, from the first chain's to the second's, from one row to the next. */
const DOUBLE: usize = 2 * WORD;
const DOUBLES_CHAIN: usize = 2 * ROW;
const DOUBLES_ROW: usize = 2 * FACTOR_ROW;

/** Whether singles are scaled is decided when the module is compiled, by one of two types. */
type Plain = i32;
type Scaled = f32;

/** By doubles: whether zeros have their signs is decided in the same way. */
type Unsigned = i32;
type Signed = f32;

/** By scaled singles: the smallest normal number, scaled. */
let floor: f32 = 0;
/** By scaled singles: what takes half of the scale from a number. */
let unscale: f32 = 0;

/**
 * C += A * B.
 *
 * @param way By singles no product of two numbers may be too large for binary32, and no product and no chain too small,
 * unless it is zero. By scaled ones the same holds of the factors as they are, and no chain may be too large.
 * @param scale What the products are multiplied with, as a power of two; even.
 * @param specials Whether there may be infinities or NaNs among the factors.
 */
export function multiplyPairs(
  c: usize,
  height: i32,
  width: i32,
  depth: i32,
  way: i32,
  scale: i32,
  specials: bool,
): void {
  findNaNs(height, depth, specials);
  floor = powerOf2(scale - 126);
  unscale = powerOf2(-scale >> 1);
  if (way === BY_DOUBLES) {
    promote(FACTORS_A, DOUBLES_A, height);
    promote(FACTORS_B, DOUBLES_B, depth);
  }
  for (let n = 0; n < COLUMNS; n += 8) {
    for (let m = 0; m < height; m += 2) {
      const isOne = m + 1 === height;
      if (specials && areRowKnown(c, m, n, width) && (isOne || areRowKnown(c, m + 1, n, width))) {
        addKnown(c, m, n, width);
        addKnown(c, m + 1, n, width);
      } else if (way === BY_DOUBLES) {
        addByDoubles<Unsigned>(c, m, n, width, depth);
        if (!isOne) addByDoubles<Unsigned>(c, m + 1, n, width, depth);
      } else if (way === BY_SCALED_SINGLES) addBySingles<Scaled>(c, m, n, width, depth);
      else addBySingles<Plain>(c, m, n, width, depth);
    }
  }
  clearRows(c, height);
}

/** The exponent is that of a normal number. */
export function powerOf2(exponent: i32): f32 {
  return reinterpret<f32>((exponent + BIAS) << EXPONENT_SHIFT);
}

/** Factors as binary64 numbers: each row has twice the bytes. */
function promote(from: usize, to: usize, rows: i32): void {
  for (let at: usize = 0; at < FACTOR_ROW * rows; at += VECTOR) {
    const factors = v128.load(from + at);
    v128.store(to + 2 * at, f64x2.promote_low_f32x4(factors));
    v128.store(to + 2 * at, f64x2.promote_low_f32x4(v128.shuffle<u64>(factors, factors, 1, 1)), VECTOR);
  }
}

/** Whether nothing has to be computed for eight elements of a row. */
function areRowKnown(c: usize, m: i32, n: i32, width: i32): bool {
  const at = c + ROW * m + WORD * n;
  return (
    areKnown(v128.load(at), within(width, n), m, n) && areKnown(v128.load(at, VECTOR), within(width, n + 4), m, n + 4)
  );
}

function addKnown(c: usize, m: i32, n: i32, width: i32): void {
  addChains(c, m, n, knownChain(0, m, n), knownChain(1, m, n), width);
  addChains(c, m, n + 4, knownChain(0, m, n + 4), knownChain(1, m, n + 4), width);
}

/**
 * Eight elements of the rows m and m + 1, by binary32: a product of two bfloat16 or binary16 numbers has at most 22
 * significant bits, so it is exact where its exponent fits, and a multiplication and an addition round once, as the fused
 * instruction does. Scaled, a sum is tiny when it is so after it was rounded as if its exponent had no bound.
 *
 * Where there is no row m + 1, what becomes of it does not matter.
 */
function addBySingles<Scale>(c: usize, m: i32, n: i32, width: i32, depth: i32): void {
  let a: usize = FACTORS_A + FACTOR_ROW * m;
  let b: usize = FACTORS_B + WORD * n;
  const end = b + FACTOR_ROW * depth;
  let first00 = f32x4.splat(0);
  let first01 = f32x4.splat(0);
  let first10 = f32x4.splat(0);
  let first11 = f32x4.splat(0);
  let second00 = f32x4.splat(0);
  let second01 = f32x4.splat(0);
  let second10 = f32x4.splat(0);
  let second11 = f32x4.splat(0);
  for (; b < end; b += FACTOR_ROW) {
    const firstA0 = v128.load32_splat(a);
    const firstA1 = v128.load32_splat(a, FACTOR_ROW);
    const firstB0 = v128.load(b);
    const firstB1 = v128.load(b, VECTOR);
    first00 = singleStep<Scale>(first00, firstA0, firstB0);
    first01 = singleStep<Scale>(first01, firstA0, firstB1);
    first10 = singleStep<Scale>(first10, firstA1, firstB0);
    first11 = singleStep<Scale>(first11, firstA1, firstB1);
    const secondA0 = v128.load32_splat(a, ROW);
    const secondA1 = v128.load32_splat(a, FACTOR_ROW + ROW);
    const secondB0 = v128.load(b, ROW);
    const secondB1 = v128.load(b, ROW + VECTOR);
    second00 = singleStep<Scale>(second00, secondA0, secondB0);
    second01 = singleStep<Scale>(second01, secondA0, secondB1);
    second10 = singleStep<Scale>(second10, secondA1, secondB0);
    second11 = singleStep<Scale>(second11, secondA1, secondB1);
    a += WORD;
  }
  addChains(c, m, n, asIs<Scale>(first00), asIs<Scale>(second00), width);
  addChains(c, m, n + 4, asIs<Scale>(first01), asIs<Scale>(second01), width);
  addChains(c, m + 1, n, asIs<Scale>(first10), asIs<Scale>(second10), width);
  addChains(c, m + 1, n + 4, asIs<Scale>(first11), asIs<Scale>(second11), width);
}

/** Four elements of a chain: the sums after one step more. */
function singleStep<Scale>(sums: v128, a: v128, b: v128): v128 {
  const next = f32x4.add(sums, f32x4.mul(a, b));
  return isFloat<Scale>() ? flushBelow(next, floor) : next;
}

/** Four elements of a chain, without the scale: zero or a normal number. */
function asIs<Scale>(sums: v128): v128 {
  if (!isFloat<Scale>()) return sums;
  const half = f32x4.splat(unscale);
  return f32x4.mul(f32x4.mul(sums, half), half);
}

/**
 * Eight elements of a row, by binary64: every product is exact there, and its sum with a binary32 number rounds to the
 * binary32 number that the fused instruction gives (`round` in src/machine/amx/binary32.ts says why).
 *
 * The sign of a zero on the way matters only to a chain that ends in a zero. So sums that are tiny become zeros without a sign at
 * first, and where a chain ends in one, all is computed again with signs.
 */
function addByDoubles<Zeros>(c: usize, m: i32, n: i32, width: i32, depth: i32): void {
  let a: usize = DOUBLES_A + DOUBLES_ROW * m;
  let b: usize = DOUBLES_B + DOUBLE * n;
  const end = b + DOUBLES_ROW * depth;
  let first0 = f64x2.splat(0);
  let first1 = f64x2.splat(0);
  let first2 = f64x2.splat(0);
  let first3 = f64x2.splat(0);
  let second0 = f64x2.splat(0);
  let second1 = f64x2.splat(0);
  let second2 = f64x2.splat(0);
  let second3 = f64x2.splat(0);
  for (; b < end; b += DOUBLES_ROW) {
    const first = v128.load64_splat(a);
    const second = v128.load64_splat(a, DOUBLES_CHAIN);
    first0 = doubleStep<Zeros>(first0, first, v128.load(b));
    first1 = doubleStep<Zeros>(first1, first, v128.load(b, VECTOR));
    first2 = doubleStep<Zeros>(first2, first, v128.load(b, 2 * VECTOR));
    first3 = doubleStep<Zeros>(first3, first, v128.load(b, 3 * VECTOR));
    second0 = doubleStep<Zeros>(second0, second, v128.load(b, DOUBLES_CHAIN));
    second1 = doubleStep<Zeros>(second1, second, v128.load(b, DOUBLES_CHAIN + VECTOR));
    second2 = doubleStep<Zeros>(second2, second, v128.load(b, DOUBLES_CHAIN + 2 * VECTOR));
    second3 = doubleStep<Zeros>(second3, second, v128.load(b, DOUBLES_CHAIN + 3 * VECTOR));
    a += DOUBLE;
  }
  const firstLow = narrow(first0, first1);
  const firstHigh = narrow(first2, first3);
  const secondLow = narrow(second0, second1);
  const secondHigh = narrow(second2, second3);
  if (!isFloat<Zeros>()) {
    const low = v128.and(v128.or(areZero(firstLow), areZero(secondLow)), within(width, n));
    const high = v128.and(v128.or(areZero(firstHigh), areZero(secondHigh)), within(width, n + 4));
    if (v128.any_true(v128.or(low, high))) {
      addByDoubles<Signed>(c, m, n, width, depth);
      return;
    }
  }
  addChains(c, m, n, firstLow, secondLow, width);
  addChains(c, m, n + 4, firstHigh, secondHigh, width);
}

/** Two elements of a chain, binary32 numbers held as binary64: the sum after one step more, zero where it is tiny. */
function doubleStep<Zeros>(sums: v128, a: v128, b: v128): v128 {
  const exact = f64x2.add(sums, f64x2.mul(a, b));
  const tiny = f64x2.lt(f64x2.abs(exact), f64x2.splat(TINY));
  const cleared = isFloat<Zeros>() ? v128.andnot(tiny, f64x2.splat(-0.0)) : tiny;
  return f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(v128.andnot(exact, cleared)));
}

function areZero(numbers: v128): v128 {
  return f32x4.eq(numbers, f32x4.splat(0));
}

/** Four elements of C, with denormals taken for zeros before and after: a sum of binary32 numbers that is tiny is exact. */
function addChains(c: usize, m: i32, n: i32, first: v128, second: v128, width: i32): void {
  const at = c + ROW * m + WORD * n;
  const mask = within(width, n);
  const before = flush(v128.load(at));
  let sum = flush(f32x4.add(before, flush(f32x4.add(first, second))));
  if (v128.any_true(v128.and(areNaN(sum), mask))) {
    const some = v128.bitselect(nansOf(0, m, n), first, areNaN(first));
    const others = v128.bitselect(nansOf(1, m, n), second, areNaN(second));
    sum = withNaNs(sum, before, some, others);
  }
  v128.store(at, v128.and(sum, mask));
}
