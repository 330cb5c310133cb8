/**
 * TDPBSSD, TDPBSUD, TDPBUSD, TDPBUUD (Intel SDM vol. 2). Bytes are widened to 16 bits once, for an instruction that
 * multiplies eight pairs of these and adds neighbours: of each group of four bytes it leaves two sums. These stay side by
 * side until all is multiplied.
 */
import { COLUMNS, clearRows, FACTOR_ROW, FACTORS_A, FACTORS_B, ROW, VECTOR, WORD, within } from './tile';

/** Bytes of a group of four when widened. */
const GROUP: usize = 2 * WORD;

/** C += A * B: C is `height` rows of `width` elements, and `depth` groups of four bytes make a row of A. */
export function multiplyInt8(
  c: usize,
  a: usize,
  b: usize,
  height: i32,
  width: i32,
  depth: i32,
  signedA: bool,
  signedB: bool,
): void {
  if (signedA) widen<i8>(a, FACTORS_A, height);
  else widen<u8>(a, FACTORS_A, height);
  if (signedB) widen<i8>(b, FACTORS_B, depth);
  else widen<u8>(b, FACTORS_B, depth);
  for (let n = 0; n < COLUMNS; n += 8) {
    for (let m = 0; m < height; m += 2) addBlock(c, m, n, width, depth);
  }
  clearRows(c, height);
}

function widen<T>(from: usize, to: usize, rows: i32): void {
  for (let at: usize = 0; at < ROW * rows; at += VECTOR) {
    const bytes = v128.load(from + at);
    v128.store(to + 2 * at, v128.extend_low<T>(bytes));
    v128.store(to + 2 * at, v128.extend_high<T>(bytes), VECTOR);
  }
}

/**
 * Eight elements of the rows m and m + 1: as much as the processor's registers hold. Where there is no row m + 1, what
 * becomes of it does not matter.
 */
function addBlock(to: usize, m: i32, n: i32, width: i32, depth: i32): void {
  let a: usize = FACTORS_A + FACTOR_ROW * m;
  let b: usize = FACTORS_B + GROUP * n;
  const end = b + FACTOR_ROW * depth;
  let sums00 = i32x4.splat(0);
  let sums01 = i32x4.splat(0);
  let sums02 = i32x4.splat(0);
  let sums03 = i32x4.splat(0);
  let sums10 = i32x4.splat(0);
  let sums11 = i32x4.splat(0);
  let sums12 = i32x4.splat(0);
  let sums13 = i32x4.splat(0);
  for (; b < end; b += FACTOR_ROW) {
    const a0 = v128.load64_splat(a);
    const a1 = v128.load64_splat(a, FACTOR_ROW);
    const b0 = v128.load(b);
    const b1 = v128.load(b, VECTOR);
    const b2 = v128.load(b, 2 * VECTOR);
    const b3 = v128.load(b, 3 * VECTOR);
    sums00 = i32x4.add(sums00, i32x4.dot_i16x8_s(a0, b0));
    sums01 = i32x4.add(sums01, i32x4.dot_i16x8_s(a0, b1));
    sums02 = i32x4.add(sums02, i32x4.dot_i16x8_s(a0, b2));
    sums03 = i32x4.add(sums03, i32x4.dot_i16x8_s(a0, b3));
    sums10 = i32x4.add(sums10, i32x4.dot_i16x8_s(a1, b0));
    sums11 = i32x4.add(sums11, i32x4.dot_i16x8_s(a1, b1));
    sums12 = i32x4.add(sums12, i32x4.dot_i16x8_s(a1, b2));
    sums13 = i32x4.add(sums13, i32x4.dot_i16x8_s(a1, b3));
    a += GROUP;
  }
  const c: usize = to + ROW * m + WORD * n;
  const mask0 = within(width, n);
  const mask1 = within(width, n + 4);
  addSums(c, sums00, sums01, mask0);
  addSums(c + VECTOR, sums02, sums03, mask1);
  addSums(c + ROW, sums10, sums11, mask0);
  addSums(c + ROW + VECTOR, sums12, sums13, mask1);
}

/** To four elements of C the sum of two neighbours each. */
function addSums(at: usize, low: v128, high: v128, mask: v128): void {
  const sums = i32x4.add(i32x4.shuffle(low, high, 0, 2, 4, 6), i32x4.shuffle(low, high, 1, 3, 5, 7));
  v128.store(at, v128.and(i32x4.add(v128.load(at), sums), mask));
}
