/** TDPBSSD, TDPBSUD, TDPBUSD and TDPBUUD: products of 8-bit integers summed into 32 bits (Intel SDM vol. 2). */
import type { Cpu } from '../cpu/cpu';
import { type ProductTiles, productShape, WORDS_PER_ROW, WORDS_PER_TILE } from './product';
import type { TileProduct } from './tile-product';

/** Which of A's and B's bytes are signed. */
export interface Int8Signs {
  readonly a: 'signed' | 'unsigned';
  readonly b: 'signed' | 'unsigned';
}

export function int8Product(signs: Int8Signs): TileProduct {
  const signedA = Number(signs.a === 'signed');
  const signedB = Number(signs.b === 'signed');
  return {
    plain: (cpu, tiles) => multiplyInt8(cpu, tiles, signs),
    bySimd: (module, [c, a, b], { m, n, k }) => module.multiplyInt8(c, a, b, m, n, k, signedA, signedB),
  };
}

/**
 * C[m][n] += the sum over k and i < 4 of A[m].byte[4k+i] * B[k].byte[4n+i], modulo 2^32. The shapes are checked.
 */
function multiplyInt8(cpu: Cpu, tiles: ProductTiles, signs: Int8Signs): void {
  const { m: height, n: width, k: depth } = productShape(cpu, tiles);
  const words = cpu.tiles32;
  const signA = signs.a === 'signed' ? SIGN_BIT : 0;
  const signB = signs.b === 'signed' ? SIGN_BIT : 0;
  for (let m = 0; m < height; m++) {
    const rowC = WORDS_PER_TILE * tiles.c + WORDS_PER_ROW * m;
    for (let k = 0; k < depth; k++) {
      const a = words[WORDS_PER_TILE * tiles.a + WORDS_PER_ROW * m + k]!; // within the 8 tiles, as all indices here
      const a0 = extend(a & 0xff, signA);
      const a1 = extend((a >>> 8) & 0xff, signA);
      const a2 = extend((a >>> 16) & 0xff, signA);
      const a3 = extend(a >>> 24, signA);
      const rowB = WORDS_PER_TILE * tiles.b + WORDS_PER_ROW * k;
      for (let n = 0; n < width; n++) {
        const b = words[rowB + n]!; // within the tiles, by the checked shapes
        const sum =
          a0 * extend(b & 0xff, signB) +
          a1 * extend((b >>> 8) & 0xff, signB) +
          a2 * extend((b >>> 16) & 0xff, signB) +
          a3 * extend(b >>> 24, signB);
        words[rowC + n] = words[rowC + n]! + sum; // the array keeps the low 32 bits
      }
    }
  }
}

const SIGN_BIT = 0x80;

/** The value of a byte: unsigned if `sign` is 0, two's complement if `sign` is 80h. */
function extend(byte: number, sign: number): number {
  return (byte ^ sign) - sign;
}
