/** CPUID feature bits (Intel SDM vol. 2, CPUID): the only source of "does this processor have it?". */

export interface FeatureRow {
  readonly leaf: string;
  readonly register: 0 | 1 | 2 | 3;
  readonly bit: number;
  /** The flag's name in traces (`machine sapphire-rapids -amx-bf16`). */
  readonly flag: string;
  /** The features that this one cannot exist without. */
  readonly requires?: string | readonly string[];
  /** A feature that no processor has beside this one: their components lie at the same place. */
  readonly excludes?: string;
  /** A line on what it brings: instructions, components, registers. */
  readonly documentation: string;
}

const EAX = 0;
const EBX = 1;
const ECX = 2;
const EDX = 3;

export const FEATURES = {
  FXSR: { leaf: '1.0', register: EDX, bit: 24, flag: 'fxsr', documentation: 'FXSAVE and FXRSTOR.' },
  SSE: { leaf: '1.0', register: EDX, bit: 25, flag: 'sse', requires: 'FXSR', documentation: 'SSE.' },
  SSE2: { leaf: '1.0', register: EDX, bit: 26, flag: 'sse2', requires: 'SSE', documentation: 'SSE2.' },
  SSE3: { leaf: '1.0', register: ECX, bit: 0, flag: 'sse3', requires: 'SSE2', documentation: 'SSE3.' },
  SSSE3: { leaf: '1.0', register: ECX, bit: 9, flag: 'ssse3', requires: 'SSE3', documentation: 'SSSE3.' },
  FMA: { leaf: '1.0', register: ECX, bit: 12, flag: 'fma', requires: 'AVX', documentation: 'Fused multiply-add.' },
  CX16: { leaf: '1.0', register: ECX, bit: 13, flag: 'cx16', documentation: 'CMPXCHG16B.' },
  SSE4_1: { leaf: '1.0', register: ECX, bit: 19, flag: 'sse4-1', requires: 'SSSE3', documentation: 'SSE4.1.' },
  SSE4_2: { leaf: '1.0', register: ECX, bit: 20, flag: 'sse4-2', requires: 'SSE4_1', documentation: 'SSE4.2.' },
  MOVBE: { leaf: '1.0', register: ECX, bit: 22, flag: 'movbe', documentation: 'MOVBE.' },
  POPCNT: { leaf: '1.0', register: ECX, bit: 23, flag: 'popcnt', documentation: 'POPCNT.' },
  XSAVE: {
    leaf: '1.0',
    register: ECX,
    bit: 26,
    flag: 'xsave',
    requires: 'FXSR',
    documentation: 'XSAVE, XRSTOR, XGETBV, XSETBV and XCR0.',
  },
  AVX: {
    leaf: '1.0',
    register: ECX,
    bit: 28,
    flag: 'avx',
    requires: 'XSAVE',
    documentation: 'AVX, and component AVX.',
  },
  F16C: {
    leaf: '1.0',
    register: ECX,
    bit: 29,
    flag: 'f16c',
    requires: 'AVX',
    documentation: 'Conversions between half and single precision.',
  },
  FSGSBASE: {
    leaf: '7.0',
    register: EBX,
    bit: 0,
    flag: 'fsgsbase',
    documentation: 'RDFSBASE, WRGSBASE and their like.',
  },
  BMI1: { leaf: '7.0', register: EBX, bit: 3, flag: 'bmi1', documentation: 'ANDN, BLSR, TZCNT and their like.' },
  AVX2: { leaf: '7.0', register: EBX, bit: 5, flag: 'avx2', requires: 'AVX', documentation: 'AVX2.' },
  BMI2: { leaf: '7.0', register: EBX, bit: 8, flag: 'bmi2', documentation: 'RORX, SHLX, MULX and their like.' },
  /** FCS and FDS are saved as zero and ignored on load. */
  FCS_FDS_DEPRECATED: {
    leaf: '7.0',
    register: EBX,
    bit: 13,
    flag: 'zero-fcs-fds',
    documentation: 'FCS and FDS are saved as 0 and ignored on load.',
  },
  MPX: {
    leaf: '7.0',
    register: EBX,
    bit: 14,
    flag: 'mpx',
    requires: 'XSAVE',
    excludes: 'APX_F',
    documentation: 'Components BNDREGS and BNDCSR; takes the place of `apx-f`.',
  },
  AVX512F: {
    leaf: '7.0',
    register: EBX,
    bit: 16,
    flag: 'avx512f',
    requires: 'AVX2',
    documentation: 'AVX-512, and components OPMASK, ZMM_HI256 and HI16_ZMM.',
  },
  AVX512DQ: {
    leaf: '7.0',
    register: EBX,
    bit: 17,
    flag: 'avx512dq',
    requires: 'AVX512F',
    documentation: 'AVX-512 on doublewords and quadwords.',
  },
  AVX512_IFMA: {
    leaf: '7.0',
    register: EBX,
    bit: 21,
    flag: 'avx512-ifma',
    requires: 'AVX512F',
    documentation: 'Products of 52-bit integers.',
  },
  AVX512CD: {
    leaf: '7.0',
    register: EBX,
    bit: 28,
    flag: 'avx512cd',
    requires: 'AVX512F',
    documentation: 'VPCONFLICT and VPLZCNT.',
  },
  AVX512BW: {
    leaf: '7.0',
    register: EBX,
    bit: 30,
    flag: 'avx512bw',
    requires: 'AVX512F',
    documentation: 'AVX-512 on bytes and words.',
  },
  AVX512VL: {
    leaf: '7.0',
    register: EBX,
    bit: 31,
    flag: 'avx512vl',
    requires: 'AVX512F',
    documentation: 'AVX-512 on XMM and YMM registers.',
  },
  AVX512_VBMI: {
    leaf: '7.0',
    register: ECX,
    bit: 1,
    flag: 'avx512-vbmi',
    requires: 'AVX512BW',
    documentation: 'VPERMB and its like.',
  },
  PKU: {
    leaf: '7.0',
    register: ECX,
    bit: 3,
    flag: 'pku',
    requires: 'XSAVE',
    documentation: 'Protection keys: RDPKRU, WRPKRU, and component PKRU.',
  },
  AVX512_VBMI2: {
    leaf: '7.0',
    register: ECX,
    bit: 6,
    flag: 'avx512-vbmi2',
    requires: 'AVX512BW',
    documentation: 'VPCOMPRESSB, VPSHLD and their like.',
  },
  CET_SS: {
    leaf: '7.0',
    register: ECX,
    bit: 7,
    flag: 'cet-ss',
    requires: 'XSAVES',
    documentation: 'Components CET_U and CET_S.',
  },
  GFNI: {
    leaf: '7.0',
    register: ECX,
    bit: 8,
    flag: 'gfni',
    requires: 'SSE2',
    documentation: 'GF2P8AFFINEQB and its like.',
  },
  AVX512_VNNI: {
    leaf: '7.0',
    register: ECX,
    bit: 11,
    flag: 'avx512-vnni',
    requires: 'AVX512F',
    documentation: 'VPDPBUSD and its like.',
  },
  AVX512_BITALG: {
    leaf: '7.0',
    register: ECX,
    bit: 12,
    flag: 'avx512-bitalg',
    requires: 'AVX512BW',
    documentation: 'VPOPCNTB and VPOPCNTW.',
  },
  AVX512_VPOPCNTDQ: {
    leaf: '7.0',
    register: ECX,
    bit: 14,
    flag: 'avx512-vpopcntdq',
    requires: 'AVX512F',
    documentation: 'VPOPCNTD and VPOPCNTQ.',
  },
  /** Linear addresses stay at 48 bits all the same: CR4.LA57 cannot be set in 64-bit mode. */
  LA57: {
    leaf: '7.0',
    register: ECX,
    bit: 16,
    flag: 'la57',
    documentation: 'Linear addresses of 57 bits, which FIP can hold. CR4.LA57 stays clear.',
  },
  ENQCMD: {
    leaf: '7.0',
    register: ECX,
    bit: 29,
    flag: 'enqcmd',
    requires: 'XSAVES',
    documentation: 'Component PASID.',
  },
  UINTR: { leaf: '7.0', register: EDX, bit: 5, flag: 'uintr', requires: 'XSAVES', documentation: 'Component UINTR.' },
  ARCH_LBR: { leaf: '7.0', register: EDX, bit: 19, flag: 'arch-lbr', documentation: 'Component LBR.' },
  CET_IBT: {
    leaf: '7.0',
    register: EDX,
    bit: 20,
    flag: 'cet-ibt',
    requires: 'XSAVES',
    documentation: 'ENDBR64 (which does nothing without it).',
  },
  AMX_BF16: {
    leaf: '7.0',
    register: EDX,
    bit: 22,
    flag: 'amx-bf16',
    requires: 'AMX_TILE',
    documentation: 'TDPBF16PS.',
  },
  AVX512_FP16: {
    leaf: '7.0',
    register: EDX,
    bit: 23,
    flag: 'avx512-fp16',
    requires: 'AVX512BW',
    documentation: 'AVX-512 on half precision.',
  },
  AMX_TILE: {
    leaf: '7.0',
    register: EDX,
    bit: 24,
    flag: 'amx-tile',
    requires: 'XSAVE',
    documentation: 'Tiles, and components XTILECFG and XTILEDATA.',
  },
  AMX_INT8: {
    leaf: '7.0',
    register: EDX,
    bit: 25,
    flag: 'amx-int8',
    requires: 'AMX_TILE',
    documentation: 'TDPBSSD, TDPBSUD, TDPBUSD, TDPBUUD.',
  },
  AVX_VNNI: {
    leaf: '7.1',
    register: EAX,
    bit: 4,
    flag: 'avx-vnni',
    requires: 'AVX2',
    documentation: 'VPDPBUSD with a VEX prefix.',
  },
  AVX512_BF16: {
    leaf: '7.1',
    register: EAX,
    bit: 5,
    flag: 'avx512-bf16',
    requires: 'AVX512BW',
    documentation: 'VDPBF16PS and conversions.',
  },
  AMX_FP16: {
    leaf: '7.1',
    register: EAX,
    bit: 21,
    flag: 'amx-fp16',
    requires: 'AMX_TILE',
    documentation: 'TDPFP16PS.',
  },
  AMX_COMPLEX: {
    leaf: '7.1',
    register: EDX,
    bit: 8,
    flag: 'amx-complex',
    requires: 'AMX_TILE',
    documentation: 'TCMMRLFP16PS, TCMMIMFP16PS.',
  },
  APX_F: {
    leaf: '7.1',
    register: EDX,
    bit: 21,
    flag: 'apx-f',
    requires: 'XSAVE',
    excludes: 'MPX',
    documentation: 'Component APX; takes the place of `mpx`.',
  },
  MOVRS: { leaf: '7.1', register: EAX, bit: 31, flag: 'movrs', documentation: 'MOVRS (not modelled).' },
  AVX10: {
    leaf: '7.1',
    register: EDX,
    bit: 19,
    flag: 'avx10',
    requires: ['AVX512_FP16', 'AVX512_BF16'],
    documentation: 'AVX10; its version is in leaf 24h.',
  },
  XSAVEOPT: { leaf: 'd.1', register: EAX, bit: 0, flag: 'xsaveopt', requires: 'XSAVE', documentation: 'XSAVEOPT.' },
  XSAVEC: {
    leaf: 'd.1',
    register: EAX,
    bit: 1,
    flag: 'xsavec',
    requires: 'XSAVE',
    documentation: 'XSAVEC, and XRSTOR of the compacted format.',
  },
  XGETBV1: {
    leaf: 'd.1',
    register: EAX,
    bit: 2,
    flag: 'xgetbv1',
    requires: 'XSAVE',
    documentation: 'XGETBV with ECX = 1.',
  },
  XSAVES: {
    leaf: 'd.1',
    register: EAX,
    bit: 3,
    flag: 'xsaves',
    requires: 'XSAVEC',
    documentation: 'XSAVES, XRSTORS and IA32_XSS.',
  },
  XFD: {
    leaf: 'd.1',
    register: EAX,
    bit: 4,
    flag: 'xfd',
    requires: 'XSAVE',
    documentation: 'IA32_XFD and IA32_XFD_ERR.',
  },
  AMX_FP8: {
    leaf: '1e.1',
    register: EAX,
    bit: 4,
    flag: 'amx-fp8',
    requires: 'AMX_TILE',
    documentation: 'TDPBF8PS, TDPBHF8PS, TDPHBF8PS, TDPHF8PS.',
  },
  AMX_AVX512: {
    leaf: '1e.1',
    register: EAX,
    bit: 7,
    flag: 'amx-avx512',
    requires: ['AMX_TILE', 'AVX512F'],
    documentation: 'TILEMOVROW; TCVTROWD2PS, TCVTROWPS2PHH and its like: a row of a tile to a ZMM register.',
  },
  AMX_MOVRS: {
    leaf: '1e.1',
    register: EAX,
    bit: 8,
    flag: 'amx-movrs',
    requires: 'AMX_TILE',
    documentation: 'TILELOADDRS, TILELOADDRST1.',
  },
  LZCNT: { leaf: '80000001.0', register: ECX, bit: 5, flag: 'lzcnt', documentation: 'LZCNT.' },
  /** Adds MXCSR.MM (bit 17). AMD only. */
  MISALIGNED_SSE: {
    leaf: '80000001.0',
    register: ECX,
    bit: 7,
    flag: 'misalignsse',
    requires: 'SSE',
    documentation: 'MXCSR.MM.',
  },
  RDTSCP: { leaf: '80000001.0', register: EDX, bit: 27, flag: 'rdtscp', documentation: 'RDTSCP.' },
  /** FOP, FIP and FDP are saved and restored always, and are zero while no x87 exception is pending. AMD only. */
  XSAVEERPTR: {
    leaf: '80000008.0',
    register: EBX,
    bit: 2,
    flag: 'xsaveerptr',
    requires: 'FXSR',
    documentation: 'FOP, FIP and FDP are zero while no x87 exception is pending.',
  },
  FFXSR: {
    leaf: '80000001.0',
    register: EDX,
    bit: 25,
    flag: 'fxsr-opt',
    requires: 'FXSR',
    documentation: 'FXSAVE leaves out XMM registers at CPL 0 with EFER.FFXSR.',
  },
} as const satisfies Record<string, FeatureRow>;

export type Feature = keyof typeof FEATURES;

/** All features, in the order of the table. */
export const FEATURE_NAMES = Object.keys(FEATURES) as readonly Feature[];

const REGISTER_NAMES = ['EAX', 'EBX', 'ECX', 'EDX'] as const;

/** Where CPUID reports a feature: `7 EDX[24]`, `D.1 EAX[4]`. */
export function featurePlace(feature: Feature): string {
  const { leaf, register, bit } = FEATURES[feature];
  return `${leaf.replace(/\.0$/, '').toUpperCase()} ${REGISTER_NAMES[register]}[${bit}]`;
}

/** A `+flag` or `-flag` of the machine declaration. */
export interface FeatureChange {
  readonly feature: Feature;
  readonly present: boolean;
}

/** The feature that a trace calls `name` (without its sign): `amx-bf16`. Undefined when there is none. */
export function parseMachineFlag(name: string): Feature | undefined {
  const flag = name.toLowerCase();
  return FEATURE_NAMES.find((feature) => FEATURES[feature].flag === flag);
}

/** What `feature` needs to exist, itself included and first. */
export function withRequirements(feature: Feature): readonly Feature[] {
  const { requires = [] }: FeatureRow = FEATURES[feature];
  const needed = [requires].flat() as Feature[]; // the table's own keys
  return [...new Set([feature, ...needed.flatMap(withRequirements)])];
}

/** What cannot exist without `feature`, itself included. */
export function withDependents(feature: Feature): readonly Feature[] {
  return FEATURE_NAMES.filter((other) => withRequirements(other).includes(feature));
}

/** What has to go where `feature` is: what it excludes, and what cannot exist without that. */
export function excludedBy(feature: Feature): readonly Feature[] {
  const { excludes }: FeatureRow = FEATURES[feature];
  return excludes === undefined ? [] : withDependents(excludes as Feature); // a key of the table
}
