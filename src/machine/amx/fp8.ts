/**
 * TDPBF8PS, TDPBHF8PS, TDPHBF8PS and TDPHF8PS (ISE 319433, revision 062): products of 8-bit floating-point numbers,
 * summed exactly, rounded once to binary32, and added to C.
 *
 * BF8 is E5M2, with infinities and NaNs as in larger formats; HF8 is E4M3, with one NaN of each sign and no infinities.
 */
import type { Cpu } from '../cpu';
import { INDEFINITE, round } from './binary32';
import { finishProduct, type ProductTiles, productShape, WORDS_PER_ROW, WORDS_PER_TILE } from './product';

interface Format {
  readonly exponentBits: number;
  readonly fractionBits: number;
  readonly bias: number;
  /** The highest exponent holds infinities and NaNs; without it, the highest pattern of each sign is a NaN. */
  readonly infinities: boolean;
}

/** A format as the values of all its patterns: exact, and NaN for those that are none. */
export type Fp8Values = Float64Array;

const SIGN = 0x80;

export const BF8: Fp8Values = valuesOf({ exponentBits: 5, fractionBits: 2, bias: 15, infinities: true });
export const HF8: Fp8Values = valuesOf({ exponentBits: 4, fractionBits: 3, bias: 7, infinities: false });

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

export interface Fp8Factors {
  readonly a: Fp8Values;
  readonly b: Fp8Values;
}

/** C[m][n] += the sum over k and i < 4 of A[m].byte[4k+i] * B[k].byte[4n+i]. The shapes are checked. */
export function multiplyFp8(cpu: Cpu, tiles: ProductTiles, { a, b }: Fp8Factors): void {
  const { m: height, n: width, k: depth } = productShape(cpu, tiles);
  const { tiles: bytes, tiles32 } = cpu;
  const floats = new Float32Array(tiles32.buffer, tiles32.byteOffset, tiles32.length);
  const rowBytes = 4 * WORDS_PER_ROW;
  const tileBytes = 4 * WORDS_PER_TILE;
  for (let m = 0; m < height; m++) {
    for (let n = 0; n < width; n++) {
      SUM.clear();
      for (let k = 0; k < depth; k++) {
        const atA = tileBytes * tiles.a + rowBytes * m + 4 * k;
        const atB = tileBytes * tiles.b + rowBytes * k + 4 * n;
        for (let i = 0; i < 4; i++) SUM.add(a[bytes[atA + i]!]! * b[bytes[atB + i]!]!); // within the 8 tiles
      }
      const at = WORDS_PER_TILE * tiles.c + WORDS_PER_ROW * m + n;
      // Denormals of C count as they are; a tiny result is flushed.
      const result = round(floats[at]! + SUM.toSingle());
      if (Number.isNaN(result)) tiles32[at] = INDEFINITE;
      else floats[at] = result;
    }
  }
  finishProduct(cpu, tiles.c);
}

/** Products of at least this magnitude have no fraction, for they have 8 significant bits at most. */
const WHOLE = 2 ** 8;
/** Beyond this a sum and its fraction may be longer than a double, and much longer than a binary32. */
const LONG = 2 ** 20;
/** Bits of the fraction that are kept beside a long whole part; the rest only breaks ties. */
const KEPT = 2 ** 12;

/**
 * An exact sum of up to 64 products, each a multiple of 2^-32 below 2^32 in magnitude: in two parts, neither of which
 * outgrows a double. An infinity or NaN in either stays there.
 */
class ExactSum {
  private whole = 0;
  private rest = 0;

  clear(): void {
    this.whole = 0;
    this.rest = 0;
  }

  add(product: number): void {
    if (product >= WHOLE || product <= -WHOLE) this.whole += product;
    else this.rest += product;
  }

  /** Rounded once to binary32, nearest even; an exact zero is +0. */
  toSingle(): number {
    const carry = Math.floor(this.rest);
    const whole = this.whole + carry;
    const fraction = this.rest - carry;
    if (!(Math.abs(whole) >= LONG) || !Number.isFinite(whole)) return Math.fround(whole + fraction);
    const kept = Math.floor(fraction * KEPT);
    const sticky = kept === fraction * KEPT ? 0 : 1;
    return Math.fround((2 * (whole * KEPT + kept) + sticky) / (2 * KEPT));
  }
}

const SUM = new ExactSum();
