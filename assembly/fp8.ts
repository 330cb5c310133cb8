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
  MIN_NORMAL,
  magnitude,
  narrow,
  smallestLane,
} from './binary32';
import { single } from './fp16';
import { COLUMNS, clearRows, FACTORS_A, FACTORS_B, ROW, VECTOR, WORD, within } from './tile';

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

const BF8_FRACTION_BITS: i32 = 2;
const HF8_FRACTION_BITS: i32 = 3;
/** A sum of 64 products has so many bits more than each of them; a binary64 number holds 53. */
const SUM_BITS: i32 = 6;
const EXACT_BITS: i32 = 53;
/** Added to a number below 2^51 and taken away again, this number rounds it to an integer. */
const TO_INTEGER: f64 = 1.5 * 2.0 ** 52.0;

/** Whether `split` met an infinity or a NaN. */
let hasSpecials: bool = false;

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
  for (let m = 0; m < height; m++) {
    for (let n = 0; n < COLUMNS; n += 4) {
      const from = FACTORS_A + FACTOR_ROW * m;
      const by = FACTORS_B + DOUBLE * n;
      const sums = areNear
        ? sumsInOne(from, by, depth)
        : hasSpecials
          ? sumsOfAny(from, by, depth)
          : sumsInTwo(from, by, depth);
      add(c + ROW * m + WORD * n, sums, within(width, n));
    }
  }
  clearRows(c, height);
}

/** To four elements of C. Its denormals keep their values; a tiny result is flushed. */
function add(c: usize, sums: v128, mask: v128): void {
  const result = flush(f32x4.add(v128.load(c), sums));
  v128.store(c, v128.and(v128.bitselect(i32x4.splat(INDEFINITE), result, areNaN(result)), mask));
}

/**
 * The values of a tile, as binary64 numbers: those of the first bytes of all groups, row by row, then those of the second
 * bytes, and so on. Returns how many bits the finite values span, from the highest of the greatest to the lowest of the least.
 */
function split(from: usize, to: usize, rows: i32, bf8: bool): i32 {
  // Counted from the smallest normal number, where zeros wrap to the top.
  let lowest = i32x4.splat(-1);
  let highest = i32x4.splat(0);
  let special = i32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    for (let at: usize = 0; at < ROW; at += VECTOR) {
      const groups = v128.load(from + ROW * row + at);
      for (let byte = 0; byte < 4; byte++) {
        const bytes = v128.and(i32x4.shr_u(groups, 8 * byte), i32x4.splat(0xff));
        const values = bf8 ? single(i32x4.shl(bytes, 8)) : singleOfHf8(bytes);
        const place = to + PLANE * byte + FACTOR_ROW * row + (DOUBLE / WORD) * at;
        v128.store(place, f64x2.promote_low_f32x4(values));
        v128.store(place, f64x2.promote_low_f32x4(v128.shuffle<u64>(values, values, 1, 1)), VECTOR);
        lowest = i32x4.min_u(lowest, i32x4.sub(magnitude(values), i32x4.splat(MIN_NORMAL)));
        highest = i32x4.max_u(highest, v128.andnot(magnitude(values), areSpecial(values)));
        special = v128.or(special, areSpecial(values));
      }
    }
  }
  if (v128.any_true(special)) hasSpecials = true;
  const least = smallestLane(i32x4.shr_u(lowest, EXPONENT_SHIFT)) + 1;
  const greatest = largestLane(i32x4.shr_u(highest, EXPONENT_SHIFT));
  return max(greatest - least, 0) + 1 + (bf8 ? BF8_FRACTION_BITS : HF8_FRACTION_BITS);
}

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

/** Four sums, rounded to binary32: right for those that a binary64 number holds exactly, and for infinities and NaNs. */
function sumsInOne(a: usize, b: usize, depth: i32): v128 {
  let sums0 = f64x2.splat(0);
  let sums1 = f64x2.splat(0);
  let more0 = f64x2.splat(0);
  let more1 = f64x2.splat(0);
  for (let k = 0; k < depth; k++) {
    for (let plane: usize = 0; plane < 4 * PLANE; plane += 2 * PLANE) {
      const first = v128.load64_splat(a + plane);
      const second = v128.load64_splat(a + plane, PLANE);
      sums0 = f64x2.add(sums0, f64x2.mul(first, v128.load(b + plane)));
      sums1 = f64x2.add(sums1, f64x2.mul(first, v128.load(b + plane, VECTOR)));
      more0 = f64x2.add(more0, f64x2.mul(second, v128.load(b + plane, PLANE)));
      more1 = f64x2.add(more1, f64x2.mul(second, v128.load(b + plane, PLANE + VECTOR)));
    }
    a += DOUBLE;
    b += FACTOR_ROW;
  }
  return narrow(f64x2.add(sums0, more0), f64x2.add(sums1, more1));
}

/** Four sums. Of those with an infinity or a NaN nothing is rounded; of the others one binary64 number is not enough. */
function sumsOfAny(a: usize, b: usize, depth: i32): v128 {
  const sums = sumsInOne(a, b, depth);
  const special = areSpecial(sums);
  return v128.bitselect(sums, i32x4.all_true(special) ? sums : sumsInTwo(a, b, depth), special);
}

/** Four finite sums, exact before they are rounded once: integers and fractions of the products are summed apart. */
function sumsInTwo(a: usize, b: usize, depth: i32): v128 {
  const start = f64x2.splat(TO_INTEGER);
  let wholes0 = start;
  let wholes1 = start;
  let rests0 = f64x2.splat(0);
  let rests1 = f64x2.splat(0);
  let atA = a;
  let atB = b;
  for (let k = 0; k < depth; k++) {
    for (let plane: usize = 0; plane < 4 * PLANE; plane += PLANE) {
      const factor = v128.load64_splat(atA + plane);
      const product0 = f64x2.mul(factor, v128.load(atB + plane));
      const product1 = f64x2.mul(factor, v128.load(atB + plane, VECTOR));
      const next0 = f64x2.add(wholes0, product0);
      const next1 = f64x2.add(wholes1, product1);
      rests0 = f64x2.add(rests0, f64x2.sub(product0, f64x2.sub(next0, wholes0)));
      rests1 = f64x2.add(rests1, f64x2.sub(product1, f64x2.sub(next1, wholes1)));
      wholes0 = next0;
      wholes1 = next1;
    }
    atA += DOUBLE;
    atB += FACTOR_ROW;
  }
  return narrow(toOdd(f64x2.sub(wholes0, start), rests0), toOdd(f64x2.sub(wholes1, start), rests1));
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
