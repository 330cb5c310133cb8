/**
 * The products of pairs of short floating-point numbers (Intel SDM vol. 2, TDPBF16PS, TDPFP16PS, TCMMIMFP16PS,
 * TCMMRLFP16PS). Each element of C has two chains of fused multiply-adds over k, one for the first numbers of the pairs
 * and one for the second numbers. The two sums are added, and then C is added. This is not an exact dot product: every
 * step rounds.
 *
 * The instructions differ in how a 4-byte pair of A and a 4-byte pair of B give the binary32 factors of the two chains.
 */
import type { Cpu } from '../cpu/cpu';
import { add, daz, multiplyAdd, round } from './binary32';
import { type ProductTiles, productShape, WORDS_PER_ROW, WORDS_PER_TILE } from './product';
import type { TileProduct } from './tile-product';

/** Binary32 patterns of the factors that a pair contributes to the two chains. */
export interface PairFactors {
  readonly first: (pair: number) => number;
  readonly second: (pair: number) => number;
}

export interface PairOperands {
  readonly a: PairFactors;
  readonly b: PairFactors;
}

type SimdName = 'multiplyBf16' | 'multiplyFp16' | 'multiplyComplexReal' | 'multiplyComplexImaginary';

/** @param simd the function of the SIMD module that computes the same product. */
export function pairProduct(operands: PairOperands, simd: SimdName): TileProduct {
  return {
    plain: (cpu, tiles) => multiplyPairs(cpu, tiles, operands),
    bySimd: (module, [c, a, b], { m, n, k }) => module[simd](c, a, b, m, n, k),
  };
}

/** The factors of one operand, as patterns and, in the same memory, as numbers. */
class Factors {
  private readonly memory = new ArrayBuffer(8 * WORDS_PER_TILE);
  readonly firstBits = new Int32Array(this.memory, 0, WORDS_PER_TILE);
  readonly secondBits = new Int32Array(this.memory, 4 * WORDS_PER_TILE, WORDS_PER_TILE);
  readonly first = new Float32Array(this.memory, 0, WORDS_PER_TILE);
  readonly second = new Float32Array(this.memory, 4 * WORDS_PER_TILE, WORDS_PER_TILE);

  load({ tiles32 }: Cpu, tile: number, { first, second }: PairFactors): this {
    for (let at = 0; at < WORDS_PER_TILE; at++) {
      const pair = tiles32[WORDS_PER_TILE * tile + at]!; // within the 8 tiles
      this.firstBits[at] = first(pair);
      this.secondBits[at] = second(pair);
    }
    return this;
  }
}

/** Scratch: every product overwrites the factors. */
const factorsOfA = new Factors();
const factorsOfB = new Factors();

/** C[m][n] += the sum over k of A[m] pair k times B[k] pair n. The shapes are checked. */
function multiplyPairs(cpu: Cpu, tiles: ProductTiles, operands: PairOperands): void {
  const { m: height, n: width, k: depth } = productShape(cpu, tiles);
  const a = factorsOfA.load(cpu, tiles.a, operands.a);
  const b = factorsOfB.load(cpu, tiles.b, operands.b);
  const floats = new Float32Array(cpu.tiles32.buffer, cpu.tiles32.byteOffset, cpu.tiles32.length);
  for (let m = 0; m < height; m++) {
    const rowA = WORDS_PER_ROW * m;
    for (let n = 0; n < width; n++) {
      let first = 0;
      let second = 0;
      for (let k = 0, atA = rowA, atB = n; k < depth; k++, atA++, atB += WORDS_PER_ROW) {
        first = round(a.first[atA]! * b.first[atB]! + first); // within the tiles, by the checked shapes
        second = round(a.second[atA]! * b.second[atB]! + second);
      }
      const at = WORDS_PER_TILE * tiles.c + rowA + n;
      cpu.tiles32[at] = daz(cpu.tiles32[at]!); // within the tiles, by the checked shapes
      const sum = round(floats[at]! + round(first + second));
      if (Number.isNaN(sum))
        cpu.tiles32[at] = elementWithNaN(a, b, cpu.tiles32[at]!, rowA, n, depth); // within the tiles, by the checked shapes
      else floats[at] = sum;
    }
  }
}

/**
 * Computes one element again, on patterns: the NaN of the result depends on the place of each NaN among the operands.
 */
function elementWithNaN(a: Factors, b: Factors, c: number, rowA: number, n: number, depth: number): number {
  let first = 0;
  let second = 0;
  for (let k = 0; k < depth; k++) {
    const atB = WORDS_PER_ROW * k + n;
    first = multiplyAdd(a.firstBits[rowA + k]!, b.firstBits[atB]!, first); // within the tiles, by the checked shapes
    second = multiplyAdd(a.secondBits[rowA + k]!, b.secondBits[atB]!, second);
  }
  return add(c, add(first, second));
}
