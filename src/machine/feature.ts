/** CPUID feature bits (Intel SDM vol. 2, CPUID): the only source of "does this processor have it?". */

interface FeatureRow {
  readonly leaf: string;
  readonly register: 0 | 1 | 2 | 3;
  readonly bit: number;
  /** The flag's name in traces (`machine sapphire-rapids -amx-bf16`). */
  readonly flag: string;
}

const EAX = 0;
const EBX = 1;
const ECX = 2;
const EDX = 3;

export const FEATURES = {
  FXSR: { leaf: '1.0', register: EDX, bit: 24, flag: 'fxsr' },
  SSE: { leaf: '1.0', register: EDX, bit: 25, flag: 'sse' },
  SSE2: { leaf: '1.0', register: EDX, bit: 26, flag: 'sse2' },
  XSAVE: { leaf: '1.0', register: ECX, bit: 26, flag: 'xsave' },
  AVX: { leaf: '1.0', register: ECX, bit: 28, flag: 'avx' },
  AVX512F: { leaf: '7.0', register: EBX, bit: 16, flag: 'avx512f' },
  PKU: { leaf: '7.0', register: ECX, bit: 3, flag: 'pku' },
  AMX_BF16: { leaf: '7.0', register: EDX, bit: 22, flag: 'amx-bf16' },
  AMX_TILE: { leaf: '7.0', register: EDX, bit: 24, flag: 'amx-tile' },
  AMX_INT8: { leaf: '7.0', register: EDX, bit: 25, flag: 'amx-int8' },
  XSAVEOPT: { leaf: 'd.1', register: EAX, bit: 0, flag: 'xsaveopt' },
  XSAVEC: { leaf: 'd.1', register: EAX, bit: 1, flag: 'xsavec' },
  XGETBV1: { leaf: 'd.1', register: EAX, bit: 2, flag: 'xgetbv1' },
  XSAVES: { leaf: 'd.1', register: EAX, bit: 3, flag: 'xsaves' },
  XFD: { leaf: 'd.1', register: EAX, bit: 4, flag: 'xfd' },
} as const satisfies Record<string, FeatureRow>;

export type Feature = keyof typeof FEATURES;
