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
}

const EAX = 0;
const EBX = 1;
const ECX = 2;
const EDX = 3;

export const FEATURES = {
  FXSR: { leaf: '1.0', register: EDX, bit: 24, flag: 'fxsr' },
  SSE: { leaf: '1.0', register: EDX, bit: 25, flag: 'sse', requires: 'FXSR' },
  SSE2: { leaf: '1.0', register: EDX, bit: 26, flag: 'sse2', requires: 'SSE' },
  SSE3: { leaf: '1.0', register: ECX, bit: 0, flag: 'sse3', requires: 'SSE2' },
  SSSE3: { leaf: '1.0', register: ECX, bit: 9, flag: 'ssse3', requires: 'SSE3' },
  FMA: { leaf: '1.0', register: ECX, bit: 12, flag: 'fma', requires: 'AVX' },
  CX16: { leaf: '1.0', register: ECX, bit: 13, flag: 'cx16' },
  SSE4_1: { leaf: '1.0', register: ECX, bit: 19, flag: 'sse4-1', requires: 'SSSE3' },
  SSE4_2: { leaf: '1.0', register: ECX, bit: 20, flag: 'sse4-2', requires: 'SSE4_1' },
  MOVBE: { leaf: '1.0', register: ECX, bit: 22, flag: 'movbe' },
  POPCNT: { leaf: '1.0', register: ECX, bit: 23, flag: 'popcnt' },
  XSAVE: { leaf: '1.0', register: ECX, bit: 26, flag: 'xsave', requires: 'FXSR' },
  AVX: { leaf: '1.0', register: ECX, bit: 28, flag: 'avx', requires: 'XSAVE' },
  F16C: { leaf: '1.0', register: ECX, bit: 29, flag: 'f16c', requires: 'AVX' },
  FSGSBASE: { leaf: '7.0', register: EBX, bit: 0, flag: 'fsgsbase' },
  BMI1: { leaf: '7.0', register: EBX, bit: 3, flag: 'bmi1' },
  AVX2: { leaf: '7.0', register: EBX, bit: 5, flag: 'avx2', requires: 'AVX' },
  BMI2: { leaf: '7.0', register: EBX, bit: 8, flag: 'bmi2' },
  /** FCS and FDS are saved as zero and ignored on load. */
  FCS_FDS_DEPRECATED: { leaf: '7.0', register: EBX, bit: 13, flag: 'zero-fcs-fds' },
  MPX: { leaf: '7.0', register: EBX, bit: 14, flag: 'mpx', requires: 'XSAVE', excludes: 'APX_F' },
  AVX512F: { leaf: '7.0', register: EBX, bit: 16, flag: 'avx512f', requires: 'AVX2' },
  AVX512DQ: { leaf: '7.0', register: EBX, bit: 17, flag: 'avx512dq', requires: 'AVX512F' },
  AVX512_IFMA: { leaf: '7.0', register: EBX, bit: 21, flag: 'avx512-ifma', requires: 'AVX512F' },
  AVX512CD: { leaf: '7.0', register: EBX, bit: 28, flag: 'avx512cd', requires: 'AVX512F' },
  AVX512BW: { leaf: '7.0', register: EBX, bit: 30, flag: 'avx512bw', requires: 'AVX512F' },
  AVX512VL: { leaf: '7.0', register: EBX, bit: 31, flag: 'avx512vl', requires: 'AVX512F' },
  AVX512_VBMI: { leaf: '7.0', register: ECX, bit: 1, flag: 'avx512-vbmi', requires: 'AVX512BW' },
  PKU: { leaf: '7.0', register: ECX, bit: 3, flag: 'pku', requires: 'XSAVE' },
  AVX512_VBMI2: { leaf: '7.0', register: ECX, bit: 6, flag: 'avx512-vbmi2', requires: 'AVX512BW' },
  CET_SS: { leaf: '7.0', register: ECX, bit: 7, flag: 'cet-ss', requires: 'XSAVES' },
  GFNI: { leaf: '7.0', register: ECX, bit: 8, flag: 'gfni', requires: 'SSE2' },
  AVX512_VNNI: { leaf: '7.0', register: ECX, bit: 11, flag: 'avx512-vnni', requires: 'AVX512F' },
  AVX512_BITALG: { leaf: '7.0', register: ECX, bit: 12, flag: 'avx512-bitalg', requires: 'AVX512BW' },
  AVX512_VPOPCNTDQ: { leaf: '7.0', register: ECX, bit: 14, flag: 'avx512-vpopcntdq', requires: 'AVX512F' },
  ENQCMD: { leaf: '7.0', register: ECX, bit: 29, flag: 'enqcmd', requires: 'XSAVES' },
  UINTR: { leaf: '7.0', register: EDX, bit: 5, flag: 'uintr', requires: 'XSAVES' },
  ARCH_LBR: { leaf: '7.0', register: EDX, bit: 19, flag: 'arch-lbr' },
  CET_IBT: { leaf: '7.0', register: EDX, bit: 20, flag: 'cet-ibt', requires: 'XSAVES' },
  AMX_BF16: { leaf: '7.0', register: EDX, bit: 22, flag: 'amx-bf16', requires: 'AMX_TILE' },
  AVX512_FP16: { leaf: '7.0', register: EDX, bit: 23, flag: 'avx512-fp16', requires: 'AVX512BW' },
  AMX_TILE: { leaf: '7.0', register: EDX, bit: 24, flag: 'amx-tile', requires: 'XSAVE' },
  AMX_INT8: { leaf: '7.0', register: EDX, bit: 25, flag: 'amx-int8', requires: 'AMX_TILE' },
  AVX_VNNI: { leaf: '7.1', register: EAX, bit: 4, flag: 'avx-vnni', requires: 'AVX2' },
  AVX512_BF16: { leaf: '7.1', register: EAX, bit: 5, flag: 'avx512-bf16', requires: 'AVX512BW' },
  AMX_FP16: { leaf: '7.1', register: EAX, bit: 21, flag: 'amx-fp16', requires: 'AMX_TILE' },
  AMX_COMPLEX: { leaf: '7.1', register: EDX, bit: 8, flag: 'amx-complex', requires: 'AMX_TILE' },
  APX_F: { leaf: '7.1', register: EDX, bit: 21, flag: 'apx-f', requires: 'XSAVE', excludes: 'MPX' },
  MOVRS: { leaf: '7.1', register: EAX, bit: 31, flag: 'movrs' },
  AVX10: { leaf: '7.1', register: EDX, bit: 19, flag: 'avx10', requires: ['AVX512_FP16', 'AVX512_BF16'] },
  XSAVEOPT: { leaf: 'd.1', register: EAX, bit: 0, flag: 'xsaveopt', requires: 'XSAVE' },
  XSAVEC: { leaf: 'd.1', register: EAX, bit: 1, flag: 'xsavec', requires: 'XSAVE' },
  XGETBV1: { leaf: 'd.1', register: EAX, bit: 2, flag: 'xgetbv1', requires: 'XSAVE' },
  XSAVES: { leaf: 'd.1', register: EAX, bit: 3, flag: 'xsaves', requires: 'XSAVEC' },
  XFD: { leaf: 'd.1', register: EAX, bit: 4, flag: 'xfd', requires: 'XSAVE' },
  AMX_FP8: { leaf: '1e.1', register: EAX, bit: 4, flag: 'amx-fp8', requires: 'AMX_TILE' },
  AMX_AVX512: { leaf: '1e.1', register: EAX, bit: 7, flag: 'amx-avx512', requires: ['AMX_TILE', 'AVX512F'] },
  AMX_MOVRS: { leaf: '1e.1', register: EAX, bit: 8, flag: 'amx-movrs', requires: 'AMX_TILE' },
  LZCNT: { leaf: '80000001.0', register: ECX, bit: 5, flag: 'lzcnt' },
  /** Adds MXCSR.MM (bit 17). AMD only. */
  MISALIGNED_SSE: { leaf: '80000001.0', register: ECX, bit: 7, flag: 'misalignsse', requires: 'SSE' },
  RDTSCP: { leaf: '80000001.0', register: EDX, bit: 27, flag: 'rdtscp' },
  /** FOP, FIP and FDP are saved and restored always, and are zero while no x87 exception is pending. AMD only. */
  XSAVEERPTR: { leaf: '80000008.0', register: EBX, bit: 2, flag: 'xsaveerptr', requires: 'FXSR' },
  FFXSR: { leaf: '80000001.0', register: EDX, bit: 25, flag: 'fxsr-opt', requires: 'FXSR' },
} as const satisfies Record<string, FeatureRow>;

export type Feature = keyof typeof FEATURES;

/** All features, in the order of the table. */
export const FEATURE_NAMES = Object.keys(FEATURES) as readonly Feature[];

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
