/**
 * TDPBF8PS, TDPBHF8PS, TDPHBF8PS and TDPHF8PS (ISE 319433, revision 062): products of 8-bit floating-point numbers,
 * summed exactly, rounded once to binary32, and added to C.
 *
 * BF8 is E5M2, with infinities and NaNs as in larger formats; HF8 is E4M3, with one NaN of each sign and no infinities.
 */

import { MAX_COLSB, TILE_SIZE } from '../architecture/tilecfg';
import type { Cpu } from '../cpu/cpu';
import { INDEFINITE, round } from './binary32';
import { type ProductTiles, productShape, WORDS_PER_ROW, WORDS_PER_TILE } from './product';
import type { TileProduct } from './tile-product';

interface Format {
  readonly exponentBits: number;
  readonly fractionBits: number;
  readonly bias: number;
  /** The highest exponent holds infinities and NaNs; without it, the highest pattern of each sign is a NaN. */
  readonly infinities: boolean;
}

/** The values of all 256 patterns of a format: exact, and NaN for patterns that are no numbers. */
type Fp8Values = Float64Array;

const SIGN = 0x80;

const BF8 = valuesOf({ exponentBits: 5, fractionBits: 2, bias: 15, infinities: true });
const HF8 = valuesOf({ exponentBits: 4, fractionBits: 3, bias: 7, infinities: false });

function valuesOf(format: Format): Fp8Values {
  return Float64Array.from({ length: 256 }, (_, pattern) => {
    const magnitude = magnitudeOf(format, pattern & ~SIGN);
    return pattern & SIGN ? -magnitude : magnitude;
  });
}

function magnitudeOf({ exponentBits, fractionBits, bias, infinities }: Format, pattern: number): number {
  const exponent = pattern >> fractionBits;
  const fraction = pattern & ((1 << fractionBits) - 1);
  if (infinities && exponent === (1 << exponentBits) - 1) return fraction === 0 ? Infinity : NaN;
  if (!infinities && pattern === SIGN - 1) return NaN;
  const significand = exponent === 0 ? fraction : fraction + (1 << fractionBits);
  return significand * 2 ** (Math.max(exponent, 1) - bias - fractionBits);
}

const VALUES = { BF8, HF8 } as const;

export type Fp8Format = keyof typeof VALUES;

export interface Fp8Formats {
  readonly a: Fp8Format;
  readonly b: Fp8Format;
}

export function fp8Product({ a, b }: Fp8Formats): TileProduct {
  const bf8A = Number(a === 'BF8');
  const bf8B = Number(b === 'BF8');
  return {
    plain: (cpu, tiles) => multiplyFp8(cpu, tiles, VALUES[a], VALUES[b]),
    bySimd: (module, [c, a, b], { m, n, k }) => module.multiplyFp8(c, a, b, m, n, k, bf8A, bf8B),
  };
}

/** The factors of all elements of C: by row of A, and by column of B, at most 64 factors each. Scratch. */
const rowsOfA = new Float64Array(TILE_SIZE);
const columnsOfB = new Float64Array(TILE_SIZE);

/** C[m][n] += the sum over k and i < 4 of A[m].byte[4k+i] * B[k].byte[4n+i]. The shapes are checked. */
function multiplyFp8(cpu: Cpu, tiles: ProductTiles, a: Fp8Values, b: Fp8Values): void {
  const { m: height, n: width, k: depth } = productShape(cpu, tiles);
  const { tiles: bytes, tiles32 } = cpu;
  const floats = new Float32Array(tiles32.buffer, tiles32.byteOffset, tiles32.length);
  const startA = TILE_SIZE * tiles.a;
  const startB = TILE_SIZE * tiles.b;
  for (let at = 0; at < TILE_SIZE; at++) {
    rowsOfA[at] = a[bytes[startA + at]!]!; // within the 8 tiles, as all indices here
    const [row, column] = [at >> 6, (at >> 2) & 15];
    columnsOfB[MAX_COLSB * column + 4 * row + (at & 3)] = b[bytes[startB + at]!]!; // within the tiles, by the checked shapes
  }
  for (let m = 0; m < height; m++) {
    for (let n = 0; n < width; n++) {
      const at = WORDS_PER_TILE * tiles.c + WORDS_PER_ROW * m + n;
      // Denormals of C keep their value; a tiny result is flushed.
      const result = round(floats[at]! + dotProduct(MAX_COLSB * m, MAX_COLSB * n, 4 * depth));
      if (Number.isNaN(result)) tiles32[at] = INDEFINITE;
      else floats[at] = result;
    }
  }
}

/** Adding and subtracting this number rounds a number below 2^51 in magnitude to an integer. */
const TO_INTEGER = 1.5 * 2 ** 52;

/**
 * The sum of `length` products from places `atA` and `atB` on. Each product is a multiple of 2^-32 below 2^32 in
 * magnitude, so the integers and the fractions are summed separately, and both sums are exact doubles.
 */
function dotProduct(atA: number, atB: number, length: number): number {
  let whole = 0;
  let rest = 0;
  for (let at = 0; at < length; at++) {
    const product = rowsOfA[atA + at]! * columnsOfB[atB + at]!; // within the tiles, by the checked shapes
    const integer = product + TO_INTEGER - TO_INTEGER;
    whole += integer;
    rest += product - integer;
  }
  return Number.isNaN(rest) ? specialSum(atA, atB, length) : roundSum(whole, rest);
}

/** The sum if a factor is an infinity or a NaN: rounding plays no part. */
function specialSum(atA: number, atB: number, length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at++) sum += rowsOfA[atA + at]! * columnsOfB[atB + at]!; // within the tiles, by the checked shapes
  return sum;
}

/**
 * The integer from which on integer and fraction together may need more bits than a double has. The rounding to
 * binary32 then discards most of the fraction.
 */
const LONG = 2 ** 20;
/** Scale of the fraction that is kept beside a long integer (12 bits); the lower bits only break ties. */
const KEPT = 2 ** 12;

/** `whole` + `rest` rounded once to binary32, nearest even; an exact zero is +0. */
function roundSum(whole: number, rest: number): number {
  const carry = Math.floor(rest);
  const integer = whole + carry;
  const fraction = rest - carry;
  if (Math.abs(integer) < LONG) return Math.fround(integer + fraction);
  const kept = Math.floor(fraction * KEPT);
  const sticky = kept === fraction * KEPT ? 0 : 1;
  return Math.fround((2 * (integer * KEPT + kept) + sticky) / (2 * KEPT));
}
