/**
 * TDPBF8PS, TDPBHF8PS, TDPHBF8PS and TDPHF8PS (ISE 319433, revision 062): products of 8-bit floating-point numbers, summed
 * exactly, rounded once to binary32, and added to C. BF8 is E5M2, the upper half of a binary16; HF8 is E4M3.
 *
 * Sums are kept as binary64 numbers. A product is a multiple of 2^-32 below 2^32; where the exponents of the numbers lie
 * close enough together, a sum of 64 products is exact in one binary64 number, else in two.
 */
import {
  areNaN,
  areSpecial,
  BIAS,
  EXPONENT_SHIFT,
  flush,
  INDEFINITE,
  largestLane,
  narrow,
  smallestLane,
} from './binary32';
import { single } from './fp16';
import { COLUMNS, clearRows, FACTORS_A, FACTORS_B, NANS, ROW, VALUES, VECTOR, WORD, within } from './tile';

const DOUBLE: usize = 8;
/** From one row of 16 factors to the next, and from the factors of one byte of a group of four to those of the next. */
const FACTOR_ROW: usize = 16 * DOUBLE;
const PLANE: usize = 16 * FACTOR_ROW;

const SIGN: i32 = 0x80;
/** HF8: the only NaN of each sign, the smallest normal number, the unit of denormals, places and bias against binary32. */
const HF8_NAN: i32 = 0x7f;
const HF8_MIN_NORMAL: i32 = 0x08;
const HF8_UNIT: f32 = 1 / 2 ** 9;
const HF8_SHIFT: i32 = 20;
const HF8_REBIAS: i32 = (BIAS - 7) << EXPONENT_SHIFT;

/** BF8: what is greater in magnitude is a NaN. */
const BF8_INFINITY: i32 = 0x7c;

const BF8_FRACTION_BITS: i32 = 2;
const HF8_FRACTION_BITS: i32 = 3;
/** A sum of 64 products has so many bits more than each of them; a binary64 number holds 53. */
const SUM_BITS: i32 = 6;
const EXACT_BITS: i32 = 53;
/** Added to a number below 2^51 and taken away again, this number rounds it to an integer. */
const TO_INTEGER: f64 = 1.5 * 2.0 ** 52.0;

/** The values of all bytes of a format, as binary64 numbers. */
const BF8_VALUES: usize = VALUES;
const HF8_VALUES: usize = VALUES + 256 * DOUBLE;

/** In which rows of A and in which columns of B there is a NaN: ones. */
const NAN_ROWS: usize = NANS;
const NAN_COLUMNS: usize = NANS + ROW;

/** Whether `split` met an infinity or a NaN since this was false. */
let hasSpecials: bool = false;

/** Eight sums, rounded to binary32. */
let sums0: v128 = i32x4.splat(0);
let sums1: v128 = i32x4.splat(0);

/** C += A * B: C is `height` rows of `width` elements, and `depth` groups of four bytes make a row of A. */
export function multiplyFp8(
  c: usize,
  a: usize,
  b: usize,
  height: i32,
  width: i32,
  depth: i32,
  bf8A: bool,
  bf8B: bool,
): void {
  hasSpecials = false;
  const bits = split(a, FACTORS_A, height, bf8A) + split(b, FACTORS_B, depth, bf8B);
  const areNear = bits + SUM_BITS <= EXACT_BITS;
  if (hasSpecials) findNaNs(a, b, height, depth, bf8A, bf8B);
  for (let m = 0; m < height; m++) {
    for (let n = 0; n < COLUMNS; n += 8) {
      const from = FACTORS_A + FACTOR_ROW * m;
      const by = FACTORS_B + DOUBLE * n;
      if (hasSpecials && areAllNaN(m, n)) {
        sums0 = i32x4.splat(INDEFINITE);
        sums1 = sums0;
      } else if (areNear) sumInOne(from, by, depth);
      else if (hasSpecials) sumAny(from, by, depth);
      else sumInTwo(from, by, depth);
      const at = c + ROW * m + WORD * n;
      add(at, sums0, within(width, n));
      add(at + VECTOR, sums1, within(width, n + 4));
    }
  }
  clearRows(c, height);
}

/** To four elements of C. Its denormals keep their values; a tiny result is flushed. */
function add(c: usize, sums: v128, mask: v128): void {
  const result = flush(f32x4.add(v128.load(c), sums));
  v128.store(c, v128.and(v128.bitselect(i32x4.splat(INDEFINITE), result, areNaN(result)), mask));
}

/** A sum with a NaN is one, whatever else there is. */
function findNaNs(a: usize, b: usize, height: i32, depth: i32, bf8A: bool, bf8B: bool): void {
  for (let m = 0; m < height; m++) {
    let row = i32x4.splat(0);
    for (let k = 0; k < depth; k += 4)
      row = v128.or(row, v128.and(haveNaN(v128.load(a + ROW * m + WORD * k), bf8A), within(depth, k)));
    store<i32>(NAN_ROWS + WORD * m, v128.any_true(row) ? -1 : 0);
  }
  for (let at: usize = 0; at < ROW; at += VECTOR) {
    let columns = i32x4.splat(0);
    for (let k = 0; k < depth; k++) columns = v128.or(columns, haveNaN(v128.load(b + ROW * k + at), bf8B));
    v128.store(NAN_COLUMNS + at, columns);
  }
}

/** Ones for the groups of four bytes of which one is a NaN. */
function haveNaN(groups: v128, bf8: bool): v128 {
  const sizes = v128.and(groups, i8x16.splat(<i8>(SIGN - 1)));
  const nans = i8x16.gt_s(sizes, i8x16.splat(<i8>(bf8 ? BF8_INFINITY : HF8_NAN - 1)));
  return i32x4.ne(nans, i32x4.splat(0));
}

function areAllNaN(m: i32, n: i32): bool {
  const row = v128.load32_splat(NAN_ROWS + WORD * m);
  const columns = v128.and(v128.load(NAN_COLUMNS + WORD * n), v128.load(NAN_COLUMNS + WORD * n, VECTOR));
  return i32x4.all_true(v128.or(row, columns));
}

/**
 * The values of a tile, as binary64 numbers: those of the first bytes of all groups, row by row, then those of the second
 * bytes, and so on. Returns how many bits the finite values span at most, from the highest of the greatest to the lowest
 * of the least.
 */
function split(from: usize, to: usize, rows: i32, bf8: bool): i32 {
  const values = bf8 ? BF8_VALUES : HF8_VALUES;
  for (let at: usize = 0; at < ROW * rows; at += WORD) {
    const group = load<u32>(from + at);
    const place = to + (DOUBLE / WORD) * at;
    store<f64>(place, load<f64>(values + DOUBLE * (group & 0xff)));
    store<f64>(place, load<f64>(values + DOUBLE * ((group >> 8) & 0xff)), PLANE);
    store<f64>(place, load<f64>(values + DOUBLE * ((group >> 16) & 0xff)), 2 * PLANE);
    store<f64>(place, load<f64>(values + DOUBLE * (group >> 24)), 3 * PLANE);
  }
  return bf8 ? span(from, rows, BF8_INFINITY, BF8_FRACTION_BITS) : span(from, rows, HF8_NAN, HF8_FRACTION_BITS);
}

/** @param special the least magnitude that is no finite number. */
function span(from: usize, rows: i32, special: i32, fractionBits: i32): i32 {
  // One less than what they stand for, so that zeros wrap to the top.
  let least = i8x16.splat(-1);
  let greatest = i8x16.splat(0);
  let specials = i8x16.splat(0);
  for (let at: usize = 0; at < ROW * rows; at += VECTOR) {
    const sizes = v128.and(v128.load(from + at), i8x16.splat(<i8>(SIGN - 1)));
    const others = i8x16.ge_s(sizes, i8x16.splat(<i8>special));
    least = i8x16.min_u(least, i8x16.sub(sizes, i8x16.splat(1)));
    greatest = i8x16.max_s(greatest, v128.andnot(sizes, others));
    specials = v128.or(specials, others);
  }
  if (v128.any_true(specials)) hasSpecials = true;
  const low = (smallestByte(least) + 1) >> fractionBits;
  const high = largestByte(greatest) >> fractionBits;
  // The denormals have the exponent of the smallest normal numbers.
  return max(max(high, 1) - max(low, 1), 0) + 1 + fractionBits;
}

function smallestByte(bytes: v128): i32 {
  const pairs = i8x16.min_u(bytes, i16x8.shr_u(bytes, 8));
  return smallestLane(v128.and(i8x16.min_u(pairs, i32x4.shr_u(pairs, 16)), i32x4.splat(0xff)));
}

function largestByte(bytes: v128): i32 {
  const pairs = i8x16.max_u(bytes, i16x8.shr_u(bytes, 8));
  return largestLane(v128.and(i8x16.max_u(pairs, i32x4.shr_u(pairs, 16)), i32x4.splat(0xff)));
}

/** Fills the tables of the values of all bytes. */
function fillValues(): void {
  for (let byte = 0; byte < 256; byte++) {
    const patterns = i32x4.splat(byte);
    store<f64>(BF8_VALUES + DOUBLE * byte, <f64>f32x4.extract_lane(single(i32x4.shl(patterns, 8)), 0));
    store<f64>(HF8_VALUES + DOUBLE * byte, <f64>f32x4.extract_lane(singleOfHf8(patterns), 0));
  }
}

fillValues();

/** The binary32 patterns of HF8 numbers in the low bytes. Exact. */
function singleOfHf8(bytes: v128): v128 {
  const sign = i32x4.shl(v128.and(bytes, i32x4.splat(SIGN)), 24);
  const size = v128.and(bytes, i32x4.splat(SIGN - 1));
  const normal = i32x4.add(i32x4.shl(size, HF8_SHIFT), i32x4.splat(HF8_REBIAS));
  const denormal = f32x4.mul(f32x4.convert_i32x4_s(size), f32x4.splat(HF8_UNIT));
  const value = v128.bitselect(denormal, normal, i32x4.lt_s(size, i32x4.splat(HF8_MIN_NORMAL)));
  const nan = i32x4.eq(size, i32x4.splat(HF8_NAN));
  return v128.or(v128.or(value, sign), v128.and(nan, i32x4.splat(INDEFINITE)));
}

/** Eight sums: right for those that a binary64 number holds exactly, and for infinities and NaNs. */
function sumInOne(a: usize, b: usize, depth: i32): void {
  let some0 = f64x2.splat(0);
  let some1 = f64x2.splat(0);
  let some2 = f64x2.splat(0);
  let some3 = f64x2.splat(0);
  let more0 = f64x2.splat(0);
  let more1 = f64x2.splat(0);
  let more2 = f64x2.splat(0);
  let more3 = f64x2.splat(0);
  for (let k = 0; k < depth; k++) {
    for (let plane: usize = 0; plane < 4 * PLANE; plane += 2 * PLANE) {
      const one = v128.load64_splat(a + plane);
      const other = v128.load64_splat(a + plane, PLANE);
      some0 = f64x2.add(some0, f64x2.mul(one, v128.load(b + plane)));
      some1 = f64x2.add(some1, f64x2.mul(one, v128.load(b + plane, VECTOR)));
      some2 = f64x2.add(some2, f64x2.mul(one, v128.load(b + plane, 2 * VECTOR)));
      some3 = f64x2.add(some3, f64x2.mul(one, v128.load(b + plane, 3 * VECTOR)));
      more0 = f64x2.add(more0, f64x2.mul(other, v128.load(b + plane, PLANE)));
      more1 = f64x2.add(more1, f64x2.mul(other, v128.load(b + plane, PLANE + VECTOR)));
      more2 = f64x2.add(more2, f64x2.mul(other, v128.load(b + plane, PLANE + 2 * VECTOR)));
      more3 = f64x2.add(more3, f64x2.mul(other, v128.load(b + plane, PLANE + 3 * VECTOR)));
    }
    a += DOUBLE;
    b += FACTOR_ROW;
  }
  sums0 = narrow(f64x2.add(some0, more0), f64x2.add(some1, more1));
  sums1 = narrow(f64x2.add(some2, more2), f64x2.add(some3, more3));
}

/** Eight sums. Of those with an infinity or a NaN nothing is rounded; of the others one binary64 number is not enough. */
function sumAny(a: usize, b: usize, depth: i32): void {
  sumInOne(a, b, depth);
  const before0 = sums0;
  const before1 = sums1;
  const special0 = areSpecial(before0);
  const special1 = areSpecial(before1);
  if (i32x4.all_true(v128.and(special0, special1))) return;
  sumInTwo(a, b, depth);
  sums0 = v128.bitselect(before0, sums0, special0);
  sums1 = v128.bitselect(before1, sums1, special1);
}

/** Eight finite sums, exact before they are rounded once: integers and fractions of the products are summed apart. */
function sumInTwo(a: usize, b: usize, depth: i32): void {
  const start = f64x2.splat(TO_INTEGER);
  let wholes0 = start;
  let wholes1 = start;
  let wholes2 = start;
  let wholes3 = start;
  let rests0 = f64x2.splat(0);
  let rests1 = f64x2.splat(0);
  let rests2 = f64x2.splat(0);
  let rests3 = f64x2.splat(0);
  for (let k = 0; k < depth; k++) {
    for (let plane: usize = 0; plane < 4 * PLANE; plane += PLANE) {
      const factor = v128.load64_splat(a + plane);
      const product0 = f64x2.mul(factor, v128.load(b + plane));
      const product1 = f64x2.mul(factor, v128.load(b + plane, VECTOR));
      const product2 = f64x2.mul(factor, v128.load(b + plane, 2 * VECTOR));
      const product3 = f64x2.mul(factor, v128.load(b + plane, 3 * VECTOR));
      const next0 = f64x2.add(wholes0, product0);
      const next1 = f64x2.add(wholes1, product1);
      const next2 = f64x2.add(wholes2, product2);
      const next3 = f64x2.add(wholes3, product3);
      rests0 = f64x2.add(rests0, f64x2.sub(product0, f64x2.sub(next0, wholes0)));
      rests1 = f64x2.add(rests1, f64x2.sub(product1, f64x2.sub(next1, wholes1)));
      rests2 = f64x2.add(rests2, f64x2.sub(product2, f64x2.sub(next2, wholes2)));
      rests3 = f64x2.add(rests3, f64x2.sub(product3, f64x2.sub(next3, wholes3)));
      wholes0 = next0;
      wholes1 = next1;
      wholes2 = next2;
      wholes3 = next3;
    }
    a += DOUBLE;
    b += FACTOR_ROW;
  }
  sums0 = narrow(toOdd(f64x2.sub(wholes0, start), rests0), toOdd(f64x2.sub(wholes1, start), rests1));
  sums1 = narrow(toOdd(f64x2.sub(wholes2, start), rests2), toOdd(f64x2.sub(wholes3, start), rests3));
}

/**
 * The sum of two numbers, rounded to a number whose last bit is 1 unless it is exact: rounded once more, to fewer bits,
 * that gives what the exact sum would.
 */
function toOdd(wholes: v128, rests: v128): v128 {
  const sums = f64x2.add(wholes, rests);
  const part = f64x2.sub(sums, wholes);
  const lost = f64x2.add(f64x2.sub(wholes, f64x2.sub(sums, part)), f64x2.sub(rests, part));
  const isInexact = f64x2.ne(lost, f64x2.splat(0));
  // Down to the next number where the sum is greater in magnitude than what it stands for.
  const isAbove = i64x2.shr_s(v128.xor(lost, sums), 63);
  const truncated = i64x2.add(sums, v128.and(isInexact, isAbove));
  return v128.or(truncated, v128.and(isInexact, i64x2.splat(1)));
}
