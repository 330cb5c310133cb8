/**
 * TDPBF16PS of factors of such exponents that most elements have a chain that overflows, as seven of eight chains of random bits
 * do. A chain that has overflowed stays infinite, with the sign of its first overflow, whatever finite products come behind.
 * So an element with such a chain is an infinity or a NaN that is known by signs, and the others are left to binary64.
 *
 * Of each chain s(k) = round(s(k-1) + a(k) * b(k)) a rough half is computed by binary32: h(k) = round(h(k-1) + q(k)), where q(k) is
 * a(k) / 2 * b(k), and 0 if one of them is below 2^-27. Then:
 *
 * - q(k) is exact, as it has 16 significant bits and is 2^-55 at least, or it is infinite where the product is 2^129 or more. A
 *   product of that size overflows, whatever the finite s(k-1) is.
 * - A product that is left out is below 2^-27 * 2^128. So a step adds at most 2^100 to the difference between h and s / 2; the two
 *   roundings of numbers below 2^127 add half of 2^103 each, and a tiny sum that becomes zero adds 2^-127. Up to the first
 *   overflow, 16 steps make less than 2^108.
 * - So where h(k) is the first that is not below 2^127 - 2^112, and is 2^127 + 2^112 at least, the sum s(k) is the first to overflow,
 *   with the sign of h(k); and where h is below 2^127 - 2^112 in all steps, s does not overflow.
 *
 * What h(k) is behind that, perhaps a NaN, does not matter as long as it does not come near the bound of the other sign. The
 * greatest and the least of all h(k) show it.
 *
 * Left-out factors also keep every product from being denormal, which some processors take a hundred cycles for.
 */
import { INFINITY, magnitude } from './binary32';
import { addChains } from './chains';
import { addFourByDoubles } from './doubles';
import { haveInfinity, haveNaN } from './nans';
import { FACTOR_ROW, FACTORS_A, FACTORS_B, LARGE_A, LARGE_B, ROW, VECTOR, WORD, within } from './tile';

/** Smaller factors are left out: this keeps all products in the range of normal numbers. */
const LEAST_FACTOR: f32 = 7.450580596923828e-9; // 2^-27
/** Half of the least number that is too large. */
const HALF: f32 = 1.7014118346046923e38; // 2^127
/** How near to it a sum is too near to tell. */
const NEAR: f32 = 5.192296858534828e33; // 2^112
/** Times it, numbers above HALF - NEAR are infinite, and numbers below stay finite. */
const DOUBLED: f32 = 2.00006103515625; // 2 + 2^-14

/** Of so many fours of elements overflows may not be enough, and of one more for each for which they are. */
const PATIENCE: i32 = 8;
/** Of how many fours more they may not be enough; none are left where overflows are not looked at. */
let patience: i32 = 0;

/** Begins a product. `mayOverflow` says whether chains may overflow. */
export function beginOverflows(height: i32, depth: i32, mayOverflow: bool): void {
  patience = mayOverflow && !haveInfinity() ? PATIENCE : 0;
  if (patience === 0) return;
  leaveLarge(FACTORS_A, LARGE_A, height, 0.5);
  leaveLarge(FACTORS_B, LARGE_B, depth, 1);
}

function leaveLarge(from: usize, to: usize, rows: i32, scale: f32): void {
  for (let at: usize = 0; at < FACTOR_ROW * rows; at += VECTOR) {
    const factors = v128.load(from + at);
    const large = f32x4.ge(magnitude(factors), f32x4.splat(LEAST_FACTOR));
    v128.store(to + at, v128.and(f32x4.mul(factors, f32x4.splat(scale)), large));
  }
}

/** Whether it pays to look at overflows. */
export function mayKnow(): bool {
  return patience > 0;
}

/** Eight elements of a row, by overflows and by NaNs among the factors, and by doubles where these are not enough. */
export function addByOverflows(c: usize, m: i32, n: i32, width: i32, depth: i32): void {
  findEnds(0, m, n, depth);
  const firstLow = lowEnds;
  const firstHigh = highEnds;
  findEnds(1, m, n, depth);
  addEnds(c, m, n, firstLow, lowEnds, width, depth);
  addEnds(c, m, n + 4, firstHigh, highEnds, width, depth);
}

/** What `findEnds` found last, of four elements and of the next four. */
let lowEnds: v128 = i32x4.splat(0);
let highEnds: v128 = i32x4.splat(0);

/** A chain of eight elements of a row. */
function findEnds(chain: i32, m: i32, n: i32, depth: i32): void {
  let a: usize = LARGE_A + ROW * chain + FACTOR_ROW * m;
  let b: usize = LARGE_B + ROW * chain + WORD * n;
  const end = b + FACTOR_ROW * depth;
  let low = f32x4.splat(0);
  let high = f32x4.splat(0);
  let lowMost = f32x4.splat(0);
  let highMost = f32x4.splat(0);
  let lowLeast = f32x4.splat(0);
  let highLeast = f32x4.splat(0);
  for (; b < end; b += FACTOR_ROW) {
    const factor = v128.load32_splat(a);
    low = f32x4.add(low, f32x4.mul(factor, v128.load(b)));
    high = f32x4.add(high, f32x4.mul(factor, v128.load(b, VECTOR)));
    // A NaN is neither greater nor less: the first operand stays.
    lowMost = f32x4.pmax(lowMost, low);
    highMost = f32x4.pmax(highMost, high);
    lowLeast = f32x4.pmin(lowLeast, low);
    highLeast = f32x4.pmin(highLeast, high);
    a += WORD;
  }
  lowEnds = endsOf(lowMost, lowLeast);
  highEnds = endsOf(highMost, highLeast);
}

/** By the greatest and the least of h: infinities of chains that overflow, some number of others, NaNs of what cannot be told. */
function endsOf(most: v128, least: v128): v128 {
  const doubled = f32x4.splat(DOUBLED);
  const ends = f32x4.add(f32x4.mul(most, doubled), f32x4.mul(least, doubled));
  const greatest = f32x4.pmax(most, f32x4.neg(least));
  const near = f32x4.le(f32x4.abs(f32x4.sub(greatest, f32x4.splat(HALF))), f32x4.splat(NEAR));
  return v128.or(ends, near);
}

/**
 * Four elements of C. They are known if one of the chains is infinite, and none cannot be told. A chain without NaNs among its
 * factors is none, and `addChains` knows those of the others.
 */
function addEnds(c: usize, m: i32, n: i32, first: v128, second: v128, width: i32, depth: i32): void {
  const firstNaN = haveNaN(0, m, n);
  const secondNaN = haveNaN(1, m, n);
  const greatest = i32x4.max_s(magnitude(first), magnitude(second));
  const known = v128.or(i32x4.eq(greatest, i32x4.splat(INFINITY)), v128.or(firstNaN, secondNaN));
  if (v128.any_true(v128.andnot(within(width, n), known))) {
    patience--;
    addFourByDoubles(c, m, n, width, depth);
  } else {
    patience++;
    addChains(c, m, n, v128.or(v128.andnot(first, secondNaN), firstNaN), v128.or(second, secondNaN), width);
  }
}
