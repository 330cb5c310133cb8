/**
 * Encodings of the AMX instructions (Intel SDM vol. 2, 2.3, 2.7 and the instructions' pages; ISE 319433, revision 062, for
 * FP8, AVX512 and MOVRS; APX 355828 for the EVEX forms of loads and stores). A table of our own for the whole family:
 * the decoder library lacks the newer half of it, and does not tell what is wrong with an encoding that raises #UD.
 */

/** The opcode's mandatory prefix, in the order of the field `pp`. */
export const MANDATORY_PREFIXES = ['', '66', 'f3', 'f2'] as const;

type MandatoryPrefix = (typeof MANDATORY_PREFIXES)[number];

/** Opcode maps by their number in the prefix: 0F 38, 0F 3A and MAP5. */
const MAP = { M0F38: 2, M0F3A: 3, MAP5: 5 } as const;

/** Where an operand stands: the two fields of ModRM, the prefix's third register, or the byte at the end. */
export type Place = 'reg' | 'rm' | 'memory' | 'vvvv' | 'imm8';

/** The access to an operand: `r` reads, `w` writes, `rw` does both. */
export type Access = 'r' | 'w' | 'rw';

export interface EncodingRow {
  /** The form, whose name tells the operands and whether the prefix is VEX or EVEX. */
  readonly form: string;
  readonly prefix: MandatoryPrefix;
  readonly map: (typeof MAP)[keyof typeof MAP];
  readonly opcode: number;
  /** Vector length of the prefix: 0 is 128 bits, 2 is 512. W is 0 in all. */
  readonly length: 0 | 2;
  /** One for each operand of the form. Fields that no operand takes are 0, or 1111b in the case of `vvvv`. */
  readonly places: readonly Place[];
  /** One for each operand of the form. */
  readonly accesses: readonly Access[];
}

const M0F38 = { map: MAP.M0F38, length: 0 } as const;

const CONFIGURATION: readonly EncodingRow[] = [
  { form: 'VEX_Ldtilecfg_m512', prefix: '', ...M0F38, opcode: 0x49, places: ['memory'], accesses: ['r'] },
  { form: 'VEX_Sttilecfg_m512', prefix: '66', ...M0F38, opcode: 0x49, places: ['memory'], accesses: ['w'] },
];

const MOVES: readonly EncodingRow[] = [
  {
    form: 'VEX_Tileloadd_tmm_sibmem',
    prefix: 'f2',
    ...M0F38,
    opcode: 0x4b,
    places: ['reg', 'memory'],
    accesses: ['w', 'r'],
  },
  {
    form: 'VEX_Tileloaddt1_tmm_sibmem',
    prefix: '66',
    ...M0F38,
    opcode: 0x4b,
    places: ['reg', 'memory'],
    accesses: ['w', 'r'],
  },
  {
    form: 'VEX_Tilestored_sibmem_tmm',
    prefix: 'f3',
    ...M0F38,
    opcode: 0x4b,
    places: ['memory', 'reg'],
    accesses: ['w', 'r'],
  },
  {
    form: 'VEX_Tileloaddrs_tmm_sibmem',
    prefix: 'f2',
    ...M0F38,
    opcode: 0x4a,
    places: ['reg', 'memory'],
    accesses: ['w', 'r'],
  },
  {
    form: 'VEX_Tileloaddrst1_tmm_sibmem',
    prefix: '66',
    ...M0F38,
    opcode: 0x4a,
    places: ['reg', 'memory'],
    accesses: ['w', 'r'],
  },
];

const OTHERS: readonly EncodingRow[] = [
  { form: 'VEX_Tilerelease', prefix: '', ...M0F38, opcode: 0x49, places: [], accesses: [] },
  { form: 'VEX_Tilezero_tmm', prefix: 'f2', ...M0F38, opcode: 0x49, places: ['reg'], accesses: ['w'] },
];

/** C in ModRM.reg, A in ModRM.rm, B in VEX.vvvv. */
function product(name: string, prefix: MandatoryPrefix, opcode: number, map: EncodingRow['map'] = MAP.M0F38) {
  const form = `VEX_${name}_tmm_tmm_tmm`;
  return { form, prefix, map, opcode, length: 0, places: ['reg', 'rm', 'vvvv'], accesses: ['rw', 'r', 'r'] } as const;
}

const PRODUCTS: readonly EncodingRow[] = [
  product('Tdpbssd', 'f2', 0x5e),
  product('Tdpbsud', 'f3', 0x5e),
  product('Tdpbusd', '66', 0x5e),
  product('Tdpbuud', '', 0x5e),
  product('Tdpbf16ps', 'f3', 0x5c),
  product('Tdpfp16ps', 'f2', 0x5c),
  product('Tcmmimfp16ps', '66', 0x6c),
  product('Tcmmrlfp16ps', '', 0x6c),
  product('Tdpbf8ps', '', 0xfd, MAP.MAP5),
  product('Tdphf8ps', '66', 0xfd, MAP.MAP5),
  product('Tdphbf8ps', 'f3', 0xfd, MAP.MAP5),
  product('Tdpbhf8ps', 'f2', 0xfd, MAP.MAP5),
];

type Opcode = readonly [prefix: MandatoryPrefix, opcode: number];

/** A row of a tile to a ZMM register, the row's number in a register or in the instruction. */
function rowMove(name: string, register: Opcode, immediate: Opcode): readonly EncodingRow[] {
  const common = { length: 2, accesses: ['w', 'r', 'r'] } as const;
  return [
    {
      ...common,
      form: `EVEX_${name}_zmm_tmm_r32`,
      map: MAP.M0F38,
      prefix: register[0],
      opcode: register[1],
      places: ['reg', 'rm', 'vvvv'],
    },
    {
      ...common,
      form: `EVEX_${name}_zmm_tmm_imm8`,
      map: MAP.M0F3A,
      prefix: immediate[0],
      opcode: immediate[1],
      places: ['reg', 'rm', 'imm8'],
    },
  ];
}

const ROW_MOVES: readonly EncodingRow[] = [
  rowMove('Tilemovrow', ['66', 0x4a], ['66', 0x07]),
  rowMove('Tcvtrowd2ps', ['f3', 0x4a], ['f3', 0x07]),
  rowMove('Tcvtrowps2phh', ['', 0x6d], ['', 0x07]),
  rowMove('Tcvtrowps2phl', ['66', 0x6d], ['f2', 0x77]),
  rowMove('Tcvtrowps2bf16h', ['f2', 0x6d], ['f2', 0x07]),
  rowMove('Tcvtrowps2bf16l', ['f3', 0x6d], ['f3', 0x77]),
].flat();

/** The same opcodes behind the EVEX prefix, by which APX gives addresses 32 general registers. */
const PROMOTED: readonly EncodingRow[] = [...CONFIGURATION, ...MOVES].map((row) => ({
  ...row,
  form: row.form.replace('VEX_', 'EVEX_'),
}));

export const ENCODING_ROWS: readonly EncodingRow[] = [
  ...CONFIGURATION,
  ...MOVES,
  ...OTHERS,
  ...PRODUCTS,
  ...ROW_MOVES,
  ...PROMOTED,
];

const byForm = new Map(ENCODING_ROWS.map((row) => [row.form, row]));

/** The row of a form, or undefined. */
export function encodingOfForm(form: string): EncodingRow | undefined {
  return byForm.get(form);
}

export function isEvex({ form }: EncodingRow): boolean {
  return form.startsWith('EVEX_');
}
