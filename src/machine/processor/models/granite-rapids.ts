/**
 * Xeon 6 with P-cores (2024): Sapphire Rapids' state with AMX-FP16. AMX-COMPLEX, which some of the family have and
 * others not, is left to the flag `+amx-complex`; the settable bits of IA32_XSS are taken to be the older part's.
 */
import type { CpuModel } from '../processor';
import { sapphireRapids } from './sapphire-rapids';

export const graniteRapids: CpuModel = {
  name: 'granite-rapids',
  title: 'Intel Granite Rapids',
  documentation: 'Intel, 2024: the same with AMX-FP16. AMX-COMPLEX is not on all of them: `+amx-complex`.',
  vendor: 'GenuineIntel',
  leaves: {
    ...sapphireRapids.leaves,
    '1.0': [0x000a06d1, 0x00010800, 0x7ffefbff, 0xbfebfbff],
    // AMX-FP16; PREFETCHITI
    '7.1': [0x00201c30, 0, 0, 0x00044000],
    '1e.1': [0b1011, 0, 0, 0],
  },
};
