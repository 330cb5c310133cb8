/**
 * A processor like Diamond Rapids: APX, AVX10.2, and AMX with COMPLEX, FP8, AVX512 and MOVRS. No dump of one is known:
 * leaves are put together from the features that Intel has announced for it (ISE 319433, revision 062) on top of the
 * older part's; TRANSPOSE and TF32 have been withdrawn.
 */
import type { CpuModel } from '../processor';
import { graniteRapids } from './granite-rapids';

export const diamondRapids: CpuModel = {
  name: 'diamond-rapids',
  title: 'Intel Diamond Rapids',
  documentation:
    'Intel, announced: APX, AVX10, AMX with COMPLEX, FP8, AVX512 and MOVRS. Put together from what is known of it.',
  vendor: 'GenuineIntel',
  choices: graniteRapids.choices,
  leaves: {
    ...graniteRapids.leaves,
    '0.0': [0x29, 0x756e6547, 0x6c65746e, 0x49656e69],
    '1.0': [0x00400f10, 0x00010800, 0x7ffefbff, 0xbfebfbff],
    // AMX-FP16, MOVRS; AMX-COMPLEX, PREFETCHITI, AVX10, APX_F
    '7.1': [0xc0201d30, 0x1, 0, 0x002e4100],
    'd.0': [0x000e02e7, 0x2b00, 0x2b00, 0],
    'd.13': [0x80, 0x3c0, 0, 0],
    '1e.0': [1, 0x4010, 0, 0],
    // INT8, BF16, COMPLEX, FP16, FP8, AVX512, MOVRS
    '1e.1': [0x19f, 0, 0, 0],
    // AVX10 version 2, with vectors of 128, 256 and 512 bits
    '24.0': [0, 0x00070002, 0, 0],
    '29.0': [0, 1, 0, 0],
  },
};
