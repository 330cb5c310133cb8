/** The AMX instructions: AMX-TILE, AMX-INT8, AMX-BF16, AMX-FP16 and AMX-COMPLEX (Intel SDM vol. 1, 18; vol. 2). */
import { BF16_PRODUCT } from '../amx/bf16';
import { type AmxClass, amxCheck, amxExceptions } from '../amx/checks';
import { COMPLEX_IMAGINARY_PRODUCT, COMPLEX_REAL_PRODUCT } from '../amx/complex';
import { FP16_PRODUCT } from '../amx/fp16';
import { type Int8Signs, multiplyInt8 } from '../amx/int8';
import { multiplyPairs, type PairProduct } from '../amx/pair-products';
import type { ProductTiles } from '../amx/product';
import { releaseTiles, zeroTile } from '../amx/tile-init';
import { loadTile, loadTilecfg, storeTile, storeTilecfg } from '../amx/tile-memory';
import { XFEATURE } from '../component';
import type { Cpu } from '../cpu';
import type { Feature } from '../feature';
import type { Instruction, InstructionRow, MemoryRef } from '../instruction';

const { XTILECFG, XTILEDATA } = XFEATURE;

/** What the rows of this file are made of. */
interface AmxRow {
  readonly mnemonic: string;
  readonly class: AmxClass;
  readonly features?: readonly Feature[];
  /** What it does with tile data, to follow the mnemonic in an explanation; only where XFD matters. */
  readonly use?: string;
  readonly components?: readonly number[];
  readonly summary: string;
  readonly operation: string;
  /** What can happen after the checks of the class. */
  readonly faults: readonly string[];
  readonly form: string;
  /** The instruction's meaning, once its class's checks have passed. */
  readonly meaning: (instruction: Instruction) => (cpu: Cpu) => void;
}

const MEMORY_FAULTS = ['#GP(0) or #SS(0) for an address that is not canonical', '#PF for a page fault'];

function row(amx: AmxRow): InstructionRow {
  const features: readonly Feature[] = ['AMX_TILE', ...(amx.features ?? [])];
  return {
    mnemonic: amx.mnemonic,
    summary: amx.summary,
    operation: amx.operation,
    features,
    components: amx.components ?? [XTILECFG, XTILEDATA],
    exceptions: [...amxExceptions(amx.class), ...amx.faults],
    manual: `SDM vol. 2, ${amx.mnemonic.toUpperCase()}; class AMX-${amx.class}`,
    forms: [amx.form],
    compile: (instruction) => {
      const check = amxCheck({
        class: amx.class,
        mnemonic: amx.mnemonic.toUpperCase(),
        features,
        use: amx.use ?? 'uses XTILEDATA',
        tiles: tileOperands(instruction),
      });
      const execute = amx.meaning(instruction);
      return (cpu) => {
        check(cpu);
        execute(cpu);
      };
    },
  };
}

function tileOperands({ operands }: Instruction): number[] {
  return operands.flatMap((operand) =>
    operand.kind === 'register' && operand.register.file === 'tmm' ? [operand.register.index] : [],
  );
}

function tileOperand(instruction: Instruction): number {
  return tileOperands(instruction)[0]!; // the forms of the rows that ask have a tile
}

function productTiles(instruction: Instruction): ProductTiles {
  const [c, a, b] = tileOperands(instruction);
  return { c: c!, a: a!, b: b! }; // the forms of products have three
}

function memoryOperand({ operands }: Instruction): MemoryRef {
  const operand = operands.find(({ kind }) => kind === 'memory');
  if (operand?.kind !== 'memory') throw new TypeError('the form has a memory operand');
  return operand.memory;
}

const tileRows: readonly AmxRow[] = [
  {
    mnemonic: 'ldtilecfg',
    class: 'E1',
    summary: 'Load tile configuration',
    operation: [
      'TILECFG = the 64 bytes in memory: byte 0 palette, 1 start_row, words 16-31 bytes in a row, bytes 48-55 rows.',
      'All tiles become zero. Palette 0 means "not configured"; the rest of the image then does not matter.',
    ].join('\n'),
    faults: [...MEMORY_FAULTS, '#GP(0) for an image that is not valid'],
    form: 'VEX_Ldtilecfg_m512',
    meaning: (instruction) => {
      const memory = memoryOperand(instruction);
      return (cpu) => loadTilecfg(cpu, memory);
    },
  },
  {
    mnemonic: 'sttilecfg',
    class: 'E2',
    components: [XTILECFG],
    summary: 'Store tile configuration',
    operation: 'The 64 bytes in memory = TILECFG with its start_row; all zero when tiles are not configured.',
    faults: MEMORY_FAULTS,
    form: 'VEX_Sttilecfg_m512',
    meaning: (instruction) => {
      const memory = memoryOperand(instruction);
      return (cpu) => storeTilecfg(cpu, memory);
    },
  },
  ...(['tileloadd', 'tileloaddt1'] as const).map(
    (mnemonic): AmxRow => ({
      mnemonic,
      class: 'E3',
      use: 'writes XTILEDATA',
      summary: `Load tile${mnemonic === 'tileloaddt1' ? ', with a hint that the data will not be used again soon' : ''}`,
      operation: [
        'Rows from start_row on become zero, then row r is read at base + displacement + r * (index * scale).',
        'After a fault start_row names the row to go on with; at the end it is 0.',
      ].join('\n'),
      faults: MEMORY_FAULTS,
      form: mnemonic === 'tileloadd' ? 'VEX_Tileloadd_tmm_sibmem' : 'VEX_Tileloaddt1_tmm_sibmem',
      meaning: (instruction) => {
        const tile = tileOperand(instruction);
        const memory = memoryOperand(instruction);
        return (cpu) => loadTile(cpu, tile, memory);
      },
    }),
  ),
  {
    mnemonic: 'tilestored',
    class: 'E3',
    use: 'reads XTILEDATA',
    summary: 'Store tile',
    operation: [
      'Row r, from start_row on, is written at base + displacement + r * (index * scale).',
      'After a fault start_row names the row to go on with; at the end it is 0.',
    ].join('\n'),
    faults: MEMORY_FAULTS,
    form: 'VEX_Tilestored_sibmem_tmm',
    meaning: (instruction) => {
      const tile = tileOperand(instruction);
      const memory = memoryOperand(instruction);
      return (cpu) => storeTile(cpu, tile, memory);
    },
  },
  {
    mnemonic: 'tilezero',
    class: 'E5',
    use: 'writes XTILEDATA',
    summary: 'Zero tile',
    operation: 'All 16 rows of 64 bytes of the tile become zero, whatever its shape; start_row becomes 0.',
    faults: [],
    form: 'VEX_Tilezero_tmm',
    meaning: (instruction) => {
      const tile = tileOperand(instruction);
      return (cpu) => zeroTile(cpu, tile);
    },
  },
  {
    mnemonic: 'tilerelease',
    class: 'E6',
    summary: 'Release tiles',
    operation: 'TILECFG and all tiles become initial: palette 0, all zero. The way to tell the system that one is done.',
    faults: [],
    form: 'VEX_Tilerelease',
    meaning: () => releaseTiles,
  },
];

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

const productRows: readonly AmxRow[] = [
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

export const AMX_INSTRUCTIONS: readonly InstructionRow[] = [...tileRows, ...productRows].map(row);
