/** AMX-INT8, BF16, FP16, COMPLEX (Intel SDM vol. 2) and FP8 (ISE 319433, revision 062): the products of tiles. */

import { BF16_PRODUCT } from '../../amx/bf16';
import { COMPLEX_IMAGINARY_PRODUCT, COMPLEX_REAL_PRODUCT } from '../../amx/complex';
import { type Fp8Format, fp8Product } from '../../amx/fp8';
import { FP16_PRODUCT } from '../../amx/fp16';
import { type Int8Signs, int8Product } from '../../amx/int8';
import { multiply, type TileProduct } from '../../amx/tile-product';
import { UNSETTLED } from '../../architecture/choices';
import type { Feature } from '../../architecture/feature';
import { type AmxRow, productTiles } from './row';

function int8Row(mnemonic: string, form: string, signs: Int8Signs): AmxRow {
  const product = int8Product(signs);
  return {
    mnemonic,
    class: 'E4',
    features: ['AMX_INT8'],
    use: 'reads and writes XTILEDATA',
    summary: `Dot product of ${signs.a} by ${signs.b} bytes, into 32 bits`,
    operation: [
      `C[m][n] += sum over k, i < 4 of ${signs.a} A[m].byte[4k+i] * ${signs.b} B[k].byte[4n+i], modulo 2^32.`,
      'C, A, B are the first, second and third operand. C becomes zero outside its shape, start_row 0.',
    ].join('\n'),
    faults: [],
    form,
    meaning: (instruction) => {
      const tiles = productTiles(instruction);
      return (cpu) => multiply(cpu, tiles, product);
    },
  };
}

function pairRow(
  names: { readonly mnemonic: string; readonly form: string; readonly feature: Feature },
  summary: string,
  chains: string,
  product: TileProduct,
): AmxRow {
  return {
    mnemonic: names.mnemonic,
    class: 'E4',
    features: [names.feature],
    use: 'reads and writes XTILEDATA',
    summary,
    operation: [
      `Two chains of fused multiply-adds over k, from +0: ${chains}. Then C[m][n] += their sum.`,
      'Every step rounds to binary32, nearest even; binary32 denormals count as zero; MXCSR is not used.',
      'C, A, B are the first, second and third operand. C becomes zero outside its shape, start_row 0.',
    ].join('\n'),
    faults: [],
    form: names.form,
    meaning: (instruction) => {
      const tiles = productTiles(instruction);
      return (cpu) => multiply(cpu, tiles, product);
    },
  };
}

function fp8Row(mnemonic: string, a: Fp8Format, b: Fp8Format): AmxRow {
  const product = fp8Product({ a, b });
  return {
    mnemonic,
    class: 'E4',
    features: ['AMX_FP8'],
    use: 'reads and writes XTILEDATA',
    summary: `Dot product of ${a} by ${b} bytes, into binary32`,
    operation: [
      `The sum over k, i < 4 of ${a} A[m].byte[4k+i] * ${b} B[k].byte[4n+i], exact, then rounded once to binary32,`,
      'nearest even; then C[m][n] += that sum, where a tiny result becomes 0 and denormals of C count as they are.',
      'BF8 is E5M2, HF8 is E4M3. Any NaN, infinity times 0 and infinities of both signs give the NaN 0xffc00000.',
      'C, A, B are the first, second and third operand. C becomes zero outside its shape, start_row 0.',
      UNSETTLED.fp8Products.modelled,
    ].join('\n'),
    faults: [],
    form: `VEX_${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}_tmm_tmm_tmm`,
    meaning: (instruction) => {
      const tiles = productTiles(instruction);
      return (cpu) => multiply(cpu, tiles, product);
    },
  };
}

const PAIR_CHAINS = 'A[m][2k] * B[k][2n] and A[m][2k+1] * B[k][2n+1]';

export const PRODUCT_ROWS: readonly AmxRow[] = [
  int8Row('tdpbssd', 'VEX_Tdpbssd_tmm_tmm_tmm', { a: 'signed', b: 'signed' }),
  int8Row('tdpbsud', 'VEX_Tdpbsud_tmm_tmm_tmm', { a: 'signed', b: 'unsigned' }),
  int8Row('tdpbusd', 'VEX_Tdpbusd_tmm_tmm_tmm', { a: 'unsigned', b: 'signed' }),
  int8Row('tdpbuud', 'VEX_Tdpbuud_tmm_tmm_tmm', { a: 'unsigned', b: 'unsigned' }),
  pairRow(
    { mnemonic: 'tdpbf16ps', form: 'VEX_Tdpbf16ps_tmm_tmm_tmm', feature: 'AMX_BF16' },
    'Dot product of bfloat16 pairs, into binary32',
    PAIR_CHAINS,
    BF16_PRODUCT,
  ),
  pairRow(
    { mnemonic: 'tdpfp16ps', form: 'VEX_Tdpfp16ps_tmm_tmm_tmm', feature: 'AMX_FP16' },
    'Dot product of binary16 pairs, into binary32',
    PAIR_CHAINS,
    FP16_PRODUCT,
  ),
  pairRow(
    { mnemonic: 'tcmmrlfp16ps', form: 'VEX_Tcmmrlfp16ps_tmm_tmm_tmm', feature: 'AMX_COMPLEX' },
    'Real part of the product of complex binary16 matrices, into binary32',
    'Re A[m][k] * Re B[k][n] and -Im A[m][k] * Im B[k][n]',
    COMPLEX_REAL_PRODUCT,
  ),
  pairRow(
    { mnemonic: 'tcmmimfp16ps', form: 'VEX_Tcmmimfp16ps_tmm_tmm_tmm', feature: 'AMX_COMPLEX' },
    'Imaginary part of the product of complex binary16 matrices, into binary32',
    'Im A[m][k] * Re B[k][n] and Re A[m][k] * Im B[k][n]',
    COMPLEX_IMAGINARY_PRODUCT,
  ),
  fp8Row('tdpbf8ps', 'BF8', 'BF8'),
  fp8Row('tdpbhf8ps', 'BF8', 'HF8'),
  fp8Row('tdphbf8ps', 'HF8', 'BF8'),
  fp8Row('tdphf8ps', 'HF8', 'HF8'),
];
