/**
 * Executes the products that have two implementations with identical results: SIMD if it can compute the exact result,
 * else the plain one.
 */
import type { Cpu } from '../cpu/cpu';
import { type ProductShape, type ProductTiles, productShape, productWritten } from './product';
import { type Simd, simd } from './simd';

export interface TileProduct {
  /** The reference implementation, element by element, for any operands. The shapes are checked. */
  readonly plain: (cpu: Cpu, tiles: ProductTiles) => void;
  /** The same product of the operands in the module's memory; 0 if the module cannot compute the exact result. */
  readonly bySimd: (module: Simd, shape: ProductShape) => number;
}

/** C += A * B. The shapes are checked. */
export function multiply(cpu: Cpu, tiles: ProductTiles, product: TileProduct): void {
  const module = simd();
  if (!module || !multiplyBySimd(cpu, tiles, product, module)) product.plain(cpu, tiles);
}

/** Like `multiply`. Returns false, and changes nothing, if SIMD cannot compute the exact result. */
export function multiplyBySimd(cpu: Cpu, tiles: ProductTiles, product: TileProduct, module: Simd): boolean {
  const { tmm } = cpu;
  module.c.set(tmm[tiles.c]!); // the checks have passed: all three are among the eight
  module.a.set(tmm[tiles.a]!);
  module.b.set(tmm[tiles.b]!); // tiles 0 to 7, as the operands were read
  if (product.bySimd(module, productShape(cpu, tiles)) === 0) return false;
  tmm[tiles.c]!.set(module.c); // tiles 0 to 7, as the operands were read
  productWritten(cpu, tiles.c);
  return true;
}
