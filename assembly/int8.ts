/**
 * TDPBSSD, TDPBSUD, TDPBUSD, TDPBUUD (Intel SDM vol. 2). Bytes are widened to 16 bits once, for an instruction that
 * multiplies eight pairs of these and adds neighbours. Of each four groups of four bytes B has the first and second
 * bytes together, then the third and fourth; so the sums that come out lie as the elements of C do.
 */
import { A, B, C, COLUMNS, clearRows, FACTOR_ROW, FACTORS_A, FACTORS_B, ROW, VECTOR, WORD, within } from './tile';

/**
 * C += A * B: C is `height` rows of `width` elements, and `depth` groups of four bytes make a row of A.
 *
 * @returns true, as all that has come out is right.
 */
export function multiplyInt8(height: i32, width: i32, depth: i32, signedA: bool, signedB: bool): bool {
  if (signedA) widenA<i8>(height);
  else widenA<u8>(height);
  if (signedB) widenB<i8>(depth);
  else widenB<u8>(depth);
  for (let n = 0; n < COLUMNS; n += 8) {
    for (let m = 0; m < height; m += 2) addBlock(m, n, width, depth);
  }
  clearRows(height);
  return true;
}

function widenA<T>(rows: i32): void {
  for (let at: usize = 0; at < ROW * rows; at += VECTOR) {
    const bytes = v128.load(A + at);
    v128.store(FACTORS_A + 2 * at, v128.extend_low<T>(bytes));
    v128.store(FACTORS_A + 2 * at, v128.extend_high<T>(bytes), VECTOR);
  }
}

function widenB<T>(rows: i32): void {
  for (let at: usize = 0; at < ROW * rows; at += VECTOR) {
    const groups = v128.load(B + at);
    const halves = i8x16.shuffle(groups, groups, 0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15);
    v128.store(FACTORS_B + 2 * at, v128.extend_low<T>(halves));
    v128.store(FACTORS_B + 2 * at, v128.extend_high<T>(halves), VECTOR);
  }
}

/**
 * Eight elements of the rows m and m + 1: as much as the processor's registers hold. Where there is no row m + 1, what
 * becomes of it does not matter.
 */
function addBlock(m: i32, n: i32, width: i32, depth: i32): void {
  let a: usize = FACTORS_A + FACTOR_ROW * m;
  let b: usize = FACTORS_B + 2 * WORD * n;
  const c: usize = C + ROW * m + WORD * n;
  let c00 = v128.load(c);
  let c01 = v128.load(c, VECTOR);
  let c10 = v128.load(c, ROW);
  let c11 = v128.load(c, ROW + VECTOR);
  for (let k = 0; k < depth; k++) {
    const low0 = v128.load32_splat(a);
    const high0 = v128.load32_splat(a, WORD);
    const low1 = v128.load32_splat(a, FACTOR_ROW);
    const high1 = v128.load32_splat(a, FACTOR_ROW + WORD);
    const lowB0 = v128.load(b);
    const highB0 = v128.load(b, VECTOR);
    const lowB1 = v128.load(b, 2 * VECTOR);
    const highB1 = v128.load(b, 3 * VECTOR);
    c00 = i32x4.add(c00, i32x4.add(i32x4.dot_i16x8_s(low0, lowB0), i32x4.dot_i16x8_s(high0, highB0)));
    c01 = i32x4.add(c01, i32x4.add(i32x4.dot_i16x8_s(low0, lowB1), i32x4.dot_i16x8_s(high0, highB1)));
    c10 = i32x4.add(c10, i32x4.add(i32x4.dot_i16x8_s(low1, lowB0), i32x4.dot_i16x8_s(high1, highB0)));
    c11 = i32x4.add(c11, i32x4.add(i32x4.dot_i16x8_s(low1, lowB1), i32x4.dot_i16x8_s(high1, highB1)));
    a += 2 * WORD;
    b += FACTOR_ROW;
  }
  const mask0 = within(width, n);
  const mask1 = within(width, n + 4);
  v128.store(c, v128.and(c00, mask0));
  v128.store(c, v128.and(c01, mask1), VECTOR);
  v128.store(c, v128.and(c10, mask0), ROW);
  v128.store(c, v128.and(c11, mask1), ROW + VECTOR);
}
