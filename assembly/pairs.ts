/**
 * What TDPBF16PS, TDPFP16PS, TCMMRLFP16PS and TCMMIMFP16PS share (Intel SDM vol. 2): for each element of C two chains of
 * fused multiply-adds over k, then their sum, then C.
 *
 * A row of factors has those of the first chain as binary32 numbers, then those of the second.
 */
import { BIAS, EXPONENT_SHIFT, flushBelow } from './binary32';
import { addChains } from './chains';
import { addByDoubles, beginDoubles } from './doubles';
import { areKnown, haveSpecials, knownChain } from './nans';
import { addByOverflows, beginOverflows, mayKnow } from './overflows';
import { COLUMNS, clearRows, FACTOR_ROW, FACTORS_A, FACTORS_B, ROW, VECTOR, WORD, within } from './tile';

/** How chains are computed. */
export const BY_SINGLES: i32 = 0;
export const BY_SCALED_SINGLES: i32 = 1;
export const BY_DOUBLES: i32 = 2;
/** By overflows where these say enough, and by doubles: no factor may be infinite, or it is by doubles alone. */
export const BY_OVERFLOWS: i32 = 3;

/** Whether singles are scaled is decided when the module is compiled, by one of two types. */
type Plain = i32;
type Scaled = f32;

/** By scaled singles: the smallest normal number, scaled. */
let floor: f32 = 0;
/** By scaled singles: what takes half of the scale from a number. */
let unscale: f32 = 0;

/**
 * C += A * B. The NaNs of the factors have been found.
 *
 * @param way By singles no product of two numbers may be too large for binary32, and no product and no chain too small,
 * unless it is zero. By scaled ones the same holds of the factors as they are, and no chain may be too large.
 * @param scale What the products are multiplied with, as a power of two; even.
 */
export function multiplyPairs(c: usize, height: i32, width: i32, depth: i32, way: i32, scale: i32): void {
  floor = powerOf2(scale - 126);
  unscale = powerOf2(-scale >> 1);
  if (way >= BY_DOUBLES) {
    beginDoubles(height, depth);
    beginOverflows(height, depth, way === BY_OVERFLOWS);
  }
  const specials = haveSpecials();
  for (let n = 0; n < COLUMNS; n += 8) {
    for (let m = 0; m < height; m += 2) {
      const isOne = m + 1 === height;
      if (specials && areRowKnown(c, m, n, width) && (isOne || areRowKnown(c, m + 1, n, width))) {
        addKnown(c, m, n, width);
        addKnown(c, m + 1, n, width);
      } else if (way >= BY_DOUBLES) {
        for (let row = m; row < min(m + 2, height); row++) addWide(c, row, n, width, depth);
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

/** Eight elements of a row whose factors span a wide range. */
function addWide(c: usize, m: i32, n: i32, width: i32, depth: i32): void {
  if (mayKnow()) addByOverflows(c, m, n, width, depth);
  else addByDoubles(c, m, n, width, depth);
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
