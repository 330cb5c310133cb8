/**
 * What TDPBF16PS, TDPFP16PS, TCMMRLFP16PS and TCMMIMFP16PS share (Intel SDM vol. 2): for each element of C two chains of
 * fused multiply-adds over k, then their sum, then C. Eight elements of a row of C are computed at a time.
 *
 * Addresses: `a` is that of the row of A's factors, `b` that of the first of B's columns. A row of factors has those of
 * the first chain as binary32 numbers, then those of the second.
 */
import { areNaN, flush, INDEFINITE, narrow, withNaNs } from './binary32';
import { COLUMNS, clearRows, FACTOR_ROW, FACTORS_A, FACTORS_B, ROW, VECTOR, WORD, within } from './tile';

/**
 * A sum is tiny below this magnitude. From here to 2^-126, where it is a tie as well, it becomes 2^-126 when rounded to
 * 24 bits with an unbounded exponent.
 */
const TINY: f64 = 1.1754943157898259e-38; // 2^-126 - 2^-151

/** Two factors of B. */
const PAIR: usize = 2 * WORD;

/**
 * C += A * B.
 *
 * @param fits whether no product of two numbers is too large for binary32, and no product and no chain too small, unless
 * it is zero.
 */
export function multiplyPairs(c: usize, height: i32, width: i32, depth: i32, fits: bool): void {
  for (let n = 0; n < COLUMNS; n += 8) {
    for (let m = 0; m < height; m++) {
      const at = c + ROW * m + WORD * n;
      const a = FACTORS_A + FACTOR_ROW * m;
      const b = FACTORS_B + WORD * n;
      if (fits) addBySingles(at, a, b, width - n, depth);
      else addByDoubles(at, a, b, width - n, depth);
    }
  }
  clearRows(c, height);
}

/**
 * By binary32: a product of two bfloat16 or binary16 numbers has at most 22 significant bits, so it is exact where its
 * exponent fits, and a multiplication and an addition round once, as the fused instruction does.
 */
function addBySingles(c: usize, a: usize, b: usize, width: i32, depth: i32): void {
  let first0 = f32x4.splat(0);
  let first1 = f32x4.splat(0);
  let second0 = f32x4.splat(0);
  let second1 = f32x4.splat(0);
  let atA = a;
  let atB = b;
  for (let k = 0; k < depth; k++) {
    const first = v128.load32_splat(atA);
    const second = v128.load32_splat(atA, ROW);
    first0 = f32x4.add(first0, f32x4.mul(first, v128.load(atB)));
    first1 = f32x4.add(first1, f32x4.mul(first, v128.load(atB, VECTOR)));
    second0 = f32x4.add(second0, f32x4.mul(second, v128.load(atB, ROW)));
    second1 = f32x4.add(second1, f32x4.mul(second, v128.load(atB, ROW + VECTOR)));
    atA += WORD;
    atB += FACTOR_ROW;
  }
  addChains(c, first0, second0, a, b, width, depth);
  addChains(c + VECTOR, first1, second1, a, b + VECTOR, width - 4, depth);
}

/**
 * By binary64: every product is exact there, and its sum with a binary32 number rounds to the binary32 number that the
 * fused instruction gives (`round` in src/machine/amx/binary32.ts says why).
 */
function addByDoubles(c: usize, a: usize, b: usize, width: i32, depth: i32): void {
  let first0 = f64x2.splat(0);
  let first1 = f64x2.splat(0);
  let first2 = f64x2.splat(0);
  let first3 = f64x2.splat(0);
  let second0 = f64x2.splat(0);
  let second1 = f64x2.splat(0);
  let second2 = f64x2.splat(0);
  let second3 = f64x2.splat(0);
  let atA = a;
  let atB = b;
  for (let k = 0; k < depth; k++) {
    const first = f64x2.splat(<f64>load<f32>(atA));
    const second = f64x2.splat(<f64>load<f32>(atA, ROW));
    first0 = step(first0, first, atB);
    first1 = step(first1, first, atB + PAIR);
    first2 = step(first2, first, atB + 2 * PAIR);
    first3 = step(first3, first, atB + 3 * PAIR);
    second0 = step(second0, second, atB + ROW);
    second1 = step(second1, second, atB + ROW + PAIR);
    second2 = step(second2, second, atB + ROW + 2 * PAIR);
    second3 = step(second3, second, atB + ROW + 3 * PAIR);
    atA += WORD;
    atB += FACTOR_ROW;
  }
  addChains(c, narrow(first0, first1), narrow(second0, second1), a, b, width, depth);
  addChains(c + VECTOR, narrow(first2, first3), narrow(second2, second3), a, b + VECTOR, width - 4, depth);
}

/** Two elements of a chain, binary32 numbers held as binary64: the sum after one step more, zero where it is tiny. */
function step(sums: v128, factor: v128, b: usize): v128 {
  const exact = f64x2.add(sums, f64x2.mul(factor, f64x2.promote_low_f32x4(v128.load64_zero(b))));
  const tiny = f64x2.lt(f64x2.abs(exact), f64x2.splat(TINY));
  const sum = v128.andnot(exact, v128.andnot(tiny, f64x2.splat(-0.0)));
  return f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(sum));
}

/** Four elements of C, with denormals taken for zeros before and after: a sum of binary32 numbers that is tiny is exact. */
function addChains(c: usize, first: v128, second: v128, a: usize, b: usize, width: i32, depth: i32): void {
  const mask = within(width, 0);
  const before = flush(v128.load(c));
  let sum = flush(f32x4.add(before, flush(f32x4.add(first, second))));
  if (v128.any_true(v128.and(areNaN(sum), mask))) {
    const some = v128.bitselect(lastNaNs(a, b, depth), first, areNaN(first));
    const others = v128.bitselect(lastNaNs(a + ROW, b + ROW, depth), second, areNaN(second));
    sum = withNaNs(sum, before, some, others);
  }
  v128.store(c, v128.and(sum, mask));
}

/** What a chain ends in that ends in a NaN: the last NaN among the factors, A's before B's, or else the indefinite one. */
function lastNaNs(a: usize, b: usize, depth: i32): v128 {
  let last = i32x4.splat(INDEFINITE);
  for (let k = 0; k < depth; k++) {
    const factorOfA = v128.load32_splat(a);
    const factorOfB = v128.load(b);
    last = v128.bitselect(factorOfB, last, areNaN(factorOfB));
    last = v128.bitselect(factorOfA, last, areNaN(factorOfA));
    a += WORD;
    b += FACTOR_ROW;
  }
  return last;
}
