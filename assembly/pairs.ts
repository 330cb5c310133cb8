/**
 * What TDPBF16PS, TDPFP16PS, TCMMRLFP16PS and TCMMIMFP16PS share (Intel SDM vol. 2): for each element of C two chains of
 * fused multiply-adds over k, then their sum, then C.
 *
 * A product of two bfloat16 or binary16 numbers has at most 22 significant bits, so where its exponent fits it is exact
 * in binary32, and a multiplication and an addition round once, as the fused instruction does.
 */
import { C, COLUMNS, clearRows, FACTOR_ROW, FACTORS_A, FACTORS_B, ROW, VECTOR, WORD, within } from './tile';

export const SIGN: i32 = 0x80000000;
export const MIN_NORMAL: i32 = 0x00800000;

/**
 * C += A * B. A row of factors has those of the first chain as binary32 numbers, then those of the second. Whoever calls
 * has made sure that no product leaves the range of normal numbers, and no chain falls below it.
 *
 * @returns false when a NaN came out: which one it is has to be found in another way.
 */
export function multiplyPairs(height: i32, width: i32, depth: i32): bool {
  let wrong = i32x4.splat(0);
  for (let n = 0; n < COLUMNS; n += 8) {
    for (let m = 0; m < height; m++) wrong = v128.or(wrong, addBlock(m, n, width, depth));
  }
  clearRows(height);
  return !v128.any_true(wrong);
}

/** Eight elements of a row: as much as the processor's registers hold. Returns ones for NaNs. */
function addBlock(m: i32, n: i32, width: i32, depth: i32): v128 {
  let a: usize = FACTORS_A + FACTOR_ROW * m;
  let b: usize = FACTORS_B + WORD * n;
  const c: usize = C + ROW * m + WORD * n;
  let first0 = f32x4.splat(0);
  let first1 = f32x4.splat(0);
  let second0 = f32x4.splat(0);
  let second1 = f32x4.splat(0);
  for (let k = 0; k < depth; k++) {
    const first = v128.load32_splat(a);
    const second = v128.load32_splat(a, ROW);
    first0 = f32x4.add(first0, f32x4.mul(first, v128.load(b)));
    first1 = f32x4.add(first1, f32x4.mul(first, v128.load(b, VECTOR)));
    second0 = f32x4.add(second0, f32x4.mul(second, v128.load(b, ROW)));
    second1 = f32x4.add(second1, f32x4.mul(second, v128.load(b, ROW + VECTOR)));
    a += WORD;
    b += FACTOR_ROW;
  }
  return v128.or(
    addChains(c, f32x4.add(first0, second0), within(width, n)),
    addChains(c + VECTOR, f32x4.add(first1, second1), within(width, n + 4)),
  );
}

/** Four elements of C, with denormals taken for zeros before and after: a sum that is tiny is exact. Returns ones for NaNs. */
function addChains(at: usize, chains: v128, mask: v128): v128 {
  const sum = flush(f32x4.add(flush(v128.load(at)), chains));
  v128.store(at, v128.and(sum, mask));
  return v128.and(f32x4.ne(sum, sum), mask);
}

/** Binary32 patterns with denormals replaced by the zeros of their signs. */
export function flush(patterns: v128): v128 {
  const tiny = i32x4.lt_s(magnitude(patterns), i32x4.splat(MIN_NORMAL));
  return v128.andnot(patterns, v128.andnot(tiny, i32x4.splat(SIGN)));
}

export function magnitude(patterns: v128): v128 {
  return v128.andnot(patterns, i32x4.splat(SIGN));
}
