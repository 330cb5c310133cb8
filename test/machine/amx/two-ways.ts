/** The products that exist twice, each way alone: C in tmm0, A in tmm1, B in tmm2. */
import assert from 'node:assert/strict';
import { BF16_PRODUCT } from '../../../src/machine/amx/bf16';
import { COMPLEX_IMAGINARY_PRODUCT, COMPLEX_REAL_PRODUCT } from '../../../src/machine/amx/complex';
import { fp8Product } from '../../../src/machine/amx/fp8';
import { FP16_PRODUCT } from '../../../src/machine/amx/fp16';
import { int8Product } from '../../../src/machine/amx/int8';
import { simd } from '../../../src/machine/amx/simd';
import { multiplyBySimd, multiplyPlainly, type TileProduct } from '../../../src/machine/amx/tile-product';
import type { Cpu } from '../../../src/machine/cpu/cpu';

const TILES = { c: 0, a: 1, b: 2 };

const PRODUCTS: Readonly<Record<string, TileProduct>> = {
  tdpbssd: int8Product({ a: 'signed', b: 'signed' }),
  tdpbsud: int8Product({ a: 'signed', b: 'unsigned' }),
  tdpbusd: int8Product({ a: 'unsigned', b: 'signed' }),
  tdpbuud: int8Product({ a: 'unsigned', b: 'unsigned' }),
  tdpbf16ps: BF16_PRODUCT,
  tdpfp16ps: FP16_PRODUCT,
  tcmmrlfp16ps: COMPLEX_REAL_PRODUCT,
  tcmmimfp16ps: COMPLEX_IMAGINARY_PRODUCT,
  tdpbf8ps: fp8Product({ a: 'BF8', b: 'BF8' }),
  tdpbhf8ps: fp8Product({ a: 'BF8', b: 'HF8' }),
  tdphbf8ps: fp8Product({ a: 'HF8', b: 'BF8' }),
  tdphf8ps: fp8Product({ a: 'HF8', b: 'HF8' }),
};

export const MNEMONICS = Object.keys(PRODUCTS);

function productOf(mnemonic: string): TileProduct {
  const product = PRODUCTS[mnemonic];
  assert(product, `no product ${mnemonic}`);
  return product;
}

export function plainly(cpu: Cpu, mnemonic: string): void {
  multiplyPlainly(cpu, TILES, productOf(mnemonic));
}

export function bySimd(cpu: Cpu, mnemonic: string): void {
  const module = simd();
  assert(module, 'this engine runs no SIMD');
  multiplyBySimd(cpu, TILES, productOf(mnemonic), module);
}

/** Asserts that SIMD gives what the plain product does. */
export function assertAgreement(cpu: Cpu, mnemonic: string): void {
  const before = cpu.snapshot();
  bySimd(cpu, mnemonic);
  const after = cpu.snapshot();
  cpu.restore(before);
  plainly(cpu, mnemonic);
  assert(Buffer.from(cpu.snapshot()).equals(Buffer.from(after)), 'the results differ');
}
