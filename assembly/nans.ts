/**
 * Which elements of C end in a NaN because a factor is one, and in which. A chain ends in the last NaN among its factors,
 * that of A before that of B, whatever comes in between: so the last of each row of A and of each column of B is enough.
 */
import { areNaN, INDEFINITE, INFINITY, magnitude } from './binary32';
import { COLUMNS, FACTOR_ROW, FACTORS_A, FACTORS_B, NANS, ROW, VECTOR, WORD } from './tile';

/** For each chain the NaNs of 16 rows of A, their places in these rows, and the same of 16 columns of B. */
const CHAIN: usize = 4 * ROW;
const ROW_NANS: usize = NANS;
const ROW_PLACES: usize = NANS + ROW;
const COLUMN_NANS: usize = NANS + 2 * ROW;
const COLUMN_PLACES: usize = NANS + 3 * ROW;
/** The place of a NaN that is not there. */
const NOWHERE: i32 = -1;

/** Whether a factor may be a NaN or an infinity; without, nothing is looked up. */
let areThere: bool = false;
let hasInfinity: bool = false;

/** Which bits are set in any of eight masks of 16 rows. */
export function bitsOf(masks: v128): i32 {
  if (!v128.any_true(masks)) return 0;
  const four = i64x2.extract_lane(masks, 0) | i64x2.extract_lane(masks, 1);
  const two = four | (four >> 32);
  return <i32>(two | (two >> 16)) & 0xffff;
}

/**
 * Finds the NaNs of the factors, in rows of A of `depth` pairs. The rows of A and of B that may have a NaN or an infinity are
 * given by a bit for each.
 */
export function findNaNs(depth: i32, specialRowsOfA: i32, specialRowsOfB: i32): void {
  areThere = (specialRowsOfA | specialRowsOfB) !== 0;
  if (!areThere) return;
  let infinite = i32x4.splat(0);
  for (let chain = 0; chain < 2; chain++) {
    const to = CHAIN * chain;
    fillRow(to + ROW_PLACES, NOWHERE);
    fillRow(to + ROW_NANS, INDEFINITE);
    for (let rest = specialRowsOfA; rest !== 0; rest &= rest - 1) {
      const m = ctz(rest);
      infinite = v128.or(infinite, findInRow(to + WORD * m, FACTORS_A + ROW * chain + FACTOR_ROW * m, depth));
    }
    fillRow(to + COLUMN_PLACES, NOWHERE);
    fillRow(to + COLUMN_NANS, INDEFINITE);
    for (let rest = specialRowsOfB; rest !== 0; rest &= rest - 1) {
      const k = ctz(rest);
      infinite = v128.or(infinite, findInColumns(to, FACTORS_B + ROW * chain + FACTOR_ROW * k, k));
    }
  }
  hasInfinity = v128.any_true(infinite);
}

function fillRow(to: usize, word: i32): void {
  for (let at: usize = 0; at < ROW; at += VECTOR) v128.store(to + at, i32x4.splat(word));
}

/** The last NaN of a row of A. Returns ones where there is an infinity. */
function findInRow(to: usize, a: usize, depth: i32): v128 {
  let infinite = i32x4.splat(0);
  let places = 0;
  for (let column = 0; column < COLUMNS; column += 4) {
    const factors = v128.load(a + WORD * column);
    infinite = v128.or(infinite, areInfinite(factors));
    places |= i32x4.bitmask(areNaN(factors)) << column;
  }
  const place = 31 - clz(places & ((1 << depth) - 1));
  store<i32>(to + ROW_PLACES, place);
  if (place !== NOWHERE) store<i32>(to + ROW_NANS, load<i32>(a + WORD * place));
  return infinite;
}

/** The NaNs of row k of B, which is behind those before. Returns ones where there is an infinity. */
function findInColumns(to: usize, b: usize, k: i32): v128 {
  let infinite = i32x4.splat(0);
  for (let at: usize = 0; at < ROW; at += VECTOR) {
    const factors = v128.load(b + at);
    const mask = areNaN(factors);
    infinite = v128.or(infinite, areInfinite(factors));
    v128.store(to + at, v128.bitselect(factors, v128.load(to + at, COLUMN_NANS), mask), COLUMN_NANS);
    v128.store(to + at, v128.bitselect(i32x4.splat(k), v128.load(to + at, COLUMN_PLACES), mask), COLUMN_PLACES);
  }
  return infinite;
}

/** What a chain of each of the four elements from C[m][n] on is if it is a NaN. */
export function nansOf(chain: i32, m: i32, n: i32): v128 {
  if (!areThere) return i32x4.splat(INDEFINITE);
  const row = CHAIN * chain + WORD * m;
  const column = CHAIN * chain + WORD * n;
  const isOfA = i32x4.ge_s(v128.load32_splat(row + ROW_PLACES), v128.load(column + COLUMN_PLACES));
  return v128.bitselect(v128.load32_splat(row + ROW_NANS), v128.load(column + COLUMN_NANS), isOfA);
}

/** Whether a factor is a NaN or an infinity. */
export function haveSpecials(): bool {
  return areThere;
}

/** Whether a factor is an infinity. */
export function haveInfinity(): bool {
  return areThere && hasInfinity;
}

/** Ones where a chain of the four elements from C[m][n] on has a NaN among its factors. */
export function haveNaN(chain: i32, m: i32, n: i32): v128 {
  if (!areThere) return i32x4.splat(0);
  const row = v128.load32_splat(CHAIN * chain + WORD * m + ROW_PLACES);
  const column = v128.load(CHAIN * chain + WORD * n + COLUMN_PLACES);
  return i32x4.gt_s(i32x4.max_s(row, column), i32x4.splat(NOWHERE));
}

/**
 * Whether nothing has to be computed for the four elements from C[m][n] on, as they become NaNs that are known. `c` is what
 * they are now; of those outside `mask` nothing is asked. That the second chain has a NaN says nothing where the first may
 * become one of its own, of infinities.
 */
export function areKnown(c: v128, mask: v128, m: i32, n: i32): bool {
  let known = v128.or(areNaN(c), haveNaN(0, m, n));
  if (!hasInfinity) known = v128.or(known, haveNaN(1, m, n));
  return i32x4.all_true(v128.or(known, v128.not(mask)));
}

/** A chain of elements that are known: its NaN, or any number. */
export function knownChain(chain: i32, m: i32, n: i32): v128 {
  return v128.and(nansOf(chain, m, n), haveNaN(chain, m, n));
}

function areInfinite(factors: v128): v128 {
  return i32x4.eq(magnitude(factors), i32x4.splat(INFINITY));
}
