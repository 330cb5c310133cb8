/** Chains by binary64, where products go beyond the range of binary32. */
import { narrow } from './binary32';
import { addChains } from './chains';
import { DOUBLES_A, DOUBLES_B, FACTOR_ROW, FACTORS_A, FACTORS_B, ROW, VECTOR, WORD, within } from './tile';

/**
 * A sum is tiny below this magnitude. From here to 2^-126, where it is a tie as well, it becomes 2^-126 when rounded to
 * 24 bits with an unbounded exponent.
 */
const TINY: f64 = 1.1754943157898259e-38; // 2^-126 - 2^-151

/** Factors as binary64 numbers: from one to the next, from the first chain's to the second's, from one row to the next. */
const DOUBLE: usize = 2 * WORD;
const CHAIN: usize = 2 * ROW;
const DOUBLES_ROW: usize = 2 * FACTOR_ROW;

/** Whether zeros have their signs is decided when the module is compiled, by one of two types. */
type Unsigned = i32;
type Signed = f32;

/** What `promoteFactors` has to do before numbers are taken from where it puts them: rows of A and of B. */
let rowsOfA: i32 = 0;
let rowsOfB: i32 = 0;

/** Begins a product of factors that are `height` rows of A and `depth` rows of B. */
export function beginDoubles(height: i32, depth: i32): void {
  rowsOfA = height;
  rowsOfB = depth;
}

function promoteFactors(): void {
  promote(FACTORS_A, DOUBLES_A, rowsOfA);
  promote(FACTORS_B, DOUBLES_B, rowsOfB);
  rowsOfA = 0;
  rowsOfB = 0;
}

/** Each row has twice the bytes. */
function promote(from: usize, to: usize, rows: i32): void {
  for (let at: usize = 0; at < FACTOR_ROW * rows; at += VECTOR) {
    const factors = v128.load(from + at);
    v128.store(to + 2 * at, f64x2.promote_low_f32x4(factors));
    v128.store(to + 2 * at, f64x2.promote_low_f32x4(v128.shuffle<u64>(factors, factors, 1, 1)), VECTOR);
  }
}

/**
 * Eight elements of a row, by binary64: every product is exact there, and its sum with a binary32 number rounds to the
 * binary32 number that the fused instruction gives (`round` in src/machine/amx/binary32.ts says why).
 *
 * The sign of a zero on the way matters only to a chain that ends in a zero. So sums that are tiny become zeros without a sign at
 * first, and where a chain ends in one, all is computed again with signs.
 */
export function addByDoubles(c: usize, m: i32, n: i32, width: i32, depth: i32): void {
  if (rowsOfA > 0) promoteFactors();
  addWithZeros<Unsigned>(c, m, n, width, depth);
}

function addWithZeros<Zeros>(c: usize, m: i32, n: i32, width: i32, depth: i32): void {
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
    const second = v128.load64_splat(a, CHAIN);
    first0 = step<Zeros>(first0, first, v128.load(b));
    first1 = step<Zeros>(first1, first, v128.load(b, VECTOR));
    first2 = step<Zeros>(first2, first, v128.load(b, 2 * VECTOR));
    first3 = step<Zeros>(first3, first, v128.load(b, 3 * VECTOR));
    second0 = step<Zeros>(second0, second, v128.load(b, CHAIN));
    second1 = step<Zeros>(second1, second, v128.load(b, CHAIN + VECTOR));
    second2 = step<Zeros>(second2, second, v128.load(b, CHAIN + 2 * VECTOR));
    second3 = step<Zeros>(second3, second, v128.load(b, CHAIN + 3 * VECTOR));
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
      addWithZeros<Signed>(c, m, n, width, depth);
      return;
    }
  }
  addChains(c, m, n, firstLow, secondLow, width);
  addChains(c, m, n + 4, firstHigh, secondHigh, width);
}

/** Two elements of a chain, binary32 numbers held as binary64: the sum after one step more, zero where it is tiny. */
function step<Zeros>(sums: v128, a: v128, b: v128): v128 {
  const exact = f64x2.add(sums, f64x2.mul(a, b));
  const tiny = f64x2.lt(f64x2.abs(exact), f64x2.splat(TINY));
  const cleared = isFloat<Zeros>() ? v128.andnot(tiny, f64x2.splat(-0.0)) : tiny;
  return f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(v128.andnot(exact, cleared)));
}

/** Four elements of a row, for which it would not pay to promote all factors. */
export function addFourByDoubles(c: usize, m: i32, n: i32, width: i32, depth: i32): void {
  let a: usize = FACTORS_A + FACTOR_ROW * m;
  let b: usize = FACTORS_B + WORD * n;
  const end = b + FACTOR_ROW * depth;
  let first0 = f64x2.splat(0);
  let first1 = f64x2.splat(0);
  let second0 = f64x2.splat(0);
  let second1 = f64x2.splat(0);
  for (; b < end; b += FACTOR_ROW) {
    const first = f64x2.promote_low_f32x4(v128.load32_splat(a));
    const second = f64x2.promote_low_f32x4(v128.load32_splat(a, ROW));
    first0 = step<Signed>(first0, first, f64x2.promote_low_f32x4(v128.load64_zero(b)));
    first1 = step<Signed>(first1, first, f64x2.promote_low_f32x4(v128.load64_zero(b, DOUBLE)));
    second0 = step<Signed>(second0, second, f64x2.promote_low_f32x4(v128.load64_zero(b, ROW)));
    second1 = step<Signed>(second1, second, f64x2.promote_low_f32x4(v128.load64_zero(b, ROW + DOUBLE)));
    a += WORD;
  }
  addChains(c, m, n, narrow(first0, first1), narrow(second0, second1), width);
}

function areZero(numbers: v128): v128 {
  return f32x4.eq(numbers, f32x4.splat(0));
}
