/** AMX-INT8, AMX-BF16, AMX-FP16 and AMX-COMPLEX: the products of tiles (Intel SDM vol. 2). */
import { BF16_PRODUCT } from '../amx/bf16';
import { COMPLEX_IMAGINARY_PRODUCT, COMPLEX_REAL_PRODUCT } from '../amx/complex';
import { FP16_PRODUCT } from '../amx/fp16';
import { type Int8Signs, multiplyInt8 } from '../amx/int8';
import { multiplyPairs, type PairProduct } from '../amx/pair-products';
import type { Feature } from '../feature';
import { type AmxRow, productTiles } from './amx-row';

function int8Row(mnemonic: string, form: string, signs: Int8Signs): AmxRow {
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
      return (cpu) => multiplyInt8(cpu, tiles, signs);
    },
  };
}

function pairRow(
  names: { readonly mnemonic: string; readonly form: string; readonly feature: Feature },
  summary: string,
  chains: string,
  product: PairProduct,
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
      return (cpu) => multiplyPairs(cpu, tiles, product);
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
];
