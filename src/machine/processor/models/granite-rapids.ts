/**
 * Xeon 6 with P-cores (2024): Sapphire Rapids' state, AMX-FP16, AVX10.1, and HWP requests as a supervisor component. The
 * leaves as a production part (A06D1h) answers them. AMX-COMPLEX is left to the flag `+amx-complex`.
 */
import type { CpuModel } from '../processor';
import { INTEL_ASSUMED } from './choices-intel';
import { sapphireRapids } from './sapphire-rapids';

export const graniteRapids: CpuModel = {
  ...sapphireRapids,
  choices: INTEL_ASSUMED,
  name: 'granite-rapids',
  title: 'Intel Granite Rapids',
  documentation: 'Intel, 2024: the same with AMX-FP16 and AVX10.1. AMX-COMPLEX is not on all of them: `+amx-complex`.',
  leaves: {
    ...sapphireRapids.leaves,
    '0.0': [0x24, 0x756e6547, 0x6c65746e, 0x49656e69],
    '1.0': [0x000a06d1, 0x00010800, 0x7ffefbff, 0xbfebfbff],
    '7.0': [0x00000002, 0xf3bfbffb, 0xbb417fee, 0xffdd4430],
    // AMX-FP16; PREFETCHITI and AVX10
    '7.1': [0x40201d30, 0x1, 0, 0x000e4000],
    '7.2': [0, 0, 0, 0x3f],
    'd.1': [0x1f, 0x2d00, 0x1dd00, 0],
    'd.10': [0x8, 0, 1, 0],
    // AVX10 version 1, with vectors of 128, 256 and 512 bits
    '24.0': [0, 0x00070001, 0, 0],
    '80000001.0': [0, 0, 0x121, 0x2c100800],
  },
};
