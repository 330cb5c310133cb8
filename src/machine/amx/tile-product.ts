/** Executing the products that exist twice, bit for bit the same: by SIMD where that can tell the result, else plainly. */
import type { Cpu } from '../cpu/cpu';
import { type ProductShape, type ProductTiles, productShape, productWritten } from './product';
import { type Simd, simd } from './simd';

export interface TileProduct {
  /** Element by element, whatever the operands are: the reference. The shapes are checked. */
  readonly plain: (cpu: Cpu, tiles: ProductTiles) => void;
  /** The same of the operands in the module's memory; 0 when it cannot tell the result. */
  readonly bySimd: (module: Simd, shape: ProductShape) => number;
}

/** C += A * B. The shapes are checked. */
export function multiply(cpu: Cpu, tiles: ProductTiles, product: TileProduct): void {
  const module = simd();
  if (!module || !multiplyBySimd(cpu, tiles, product, module)) product.plain(cpu, tiles);
}

/** As `multiply`; false, and nothing has changed, when SIMD cannot tell the result. */
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
