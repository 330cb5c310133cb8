/** SHA-512 (Intel SDM vol. 2, VSHA512MSG1, VSHA512MSG2, VSHA512RNDS2). */
import { sha512Message1, sha512Message2, sha512Rounds } from '../../../vector/crypto/sha512';
import type { Operate } from '../../../vector/vector-frame';
import { listed, type VectorFamily } from '../row';

function family(name: string, sources: string, summary: string, operation: string, operate: Operate): VectorFamily {
  return {
    name,
    summary,
    operation,
    groups: [listed(['AVX', 'SHA512'], `VEX_V${name}_ymm_${sources}`)],
    meaning: { lane: 8, readsTarget: true, operate },
  };
}

export const VECTOR_SHA512: readonly VectorFamily[] = [
  family(
    'sha512msg1',
    'xmm',
    'First step to words of SHA-512',
    'first = a part of the next four words of the message, from four words in first and the next one in second.',
    sha512Message1,
  ),
  family(
    'sha512msg2',
    'ymm',
    'Last step to words of SHA-512',
    'first = the next four words of the message, from sums in first and the last two words in second.',
    sha512Message2,
  ),
  family(
    'sha512rnds2',
    'ymm_xmm',
    'Two rounds of SHA-512',
    'first = A, B, E, F after two rounds on C, D, G, H in first and A, B, E, F in second, with words and constants in third.',
    sha512Rounds,
  ),
];
