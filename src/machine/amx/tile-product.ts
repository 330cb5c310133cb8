/** The products of tiles: each has two implementations with identical results, by SIMD and element by element. */
import type { Cpu } from '../cpu/cpu';
import { clearOutside, type ProductShape, type ProductTiles, productShape, productWritten } from './product';
import { type Operands, type Simd, simd } from './simd';

export interface TileProduct {
  /** The reference implementation, element by element, within the shape of C. The shapes are checked. */
  readonly plain: (cpu: Cpu, tiles: ProductTiles) => void;
  /** The same product of tiles in the module's memory; C becomes zero outside its shape. */
  readonly bySimd: (module: Simd, operands: Operands, shape: ProductShape) => void;
}

/** C += A * B. The shapes are checked. */
export function multiply(cpu: Cpu, tiles: ProductTiles, product: TileProduct): void {
  const module = simd();
  if (module) multiplyBySimd(cpu, tiles, product, module);
  else multiplyPlainly(cpu, tiles, product);
}

export function multiplyPlainly(cpu: Cpu, tiles: ProductTiles, product: TileProduct): void {
  product.plain(cpu, tiles);
  clearOutside(cpu, tiles.c);
  productWritten(cpu, tiles.c);
}

export function multiplyBySimd(cpu: Cpu, tiles: ProductTiles, product: TileProduct, module: Simd): void {
  const { tmm } = cpu;
  module.c.set(tmm[tiles.c]!); // the checks have passed: all three are among the eight
  module.a.set(tmm[tiles.a]!);
  module.b.set(tmm[tiles.b]!); // tiles 0 to 7, as the operands were read
  product.bySimd(module, module.operands, productShape(cpu, tiles));
  tmm[tiles.c]!.set(module.c); // tiles 0 to 7, as the operands were read
  productWritten(cpu, tiles.c);
}
