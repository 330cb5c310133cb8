/** SHA-1 and SHA-256 (Intel SDM vol. 2, SHA1RNDS4 to SHA256MSG2). */
import {
  sha1Message1,
  sha1Message2,
  sha1NextE,
  sha1Rounds,
  sha256Message1,
  sha256Message2,
  sha256Rounds,
} from '../../../vector/crypto/sha';
import type { Operate } from '../../../vector/vector-frame';
import { groupsOf, type VectorFamily } from '../row';

function family(name: string, summary: string, operation: string, operate: Operate, shape = 'V W'): VectorFamily {
  return {
    name,
    summary,
    operation,
    groups: groupsOf(name, shape, { legacy: 'SHA' }),
    meaning: { lane: 4, nds: true, alignedByChoice: true, operate },
  };
}

const NEXT_WORDS = 'the next four words of the message';

export const VECTOR_SHA: readonly VectorFamily[] = [
  family(
    'sha1rnds4',
    'Four rounds of SHA-1',
    'first = the state A to D after four of the rounds that the immediate names, with the words in second, E added to the first of them.',
    sha1Rounds,
    'V W imm8',
  ),
  family(
    'sha1nexte',
    'Add E of SHA-1 to words of the message',
    'first = second, with E after four rounds, which is A of first turned by 30 bits, added to its highest word.',
    sha1NextE,
  ),
  family(
    'sha1msg1',
    'First step to words of SHA-1',
    `first = a part of ${NEXT_WORDS}, from eight words.`,
    sha1Message1,
  ),
  family('sha1msg2', 'Last step to words of SHA-1', `first = ${NEXT_WORDS}.`, sha1Message2),
  {
    ...family(
      'sha256rnds2',
      'Two rounds of SHA-256',
      'first = A, B, E, F after two rounds on C, D, G, H in first and A, B, E, F in second, with words and constants in XMM0.',
      sha256Rounds,
    ),
    meaning: {
      lane: 4,
      nds: true,
      alignedByChoice: true,
      implicit: { file: 'xmm', index: 0, size: 16 },
      operate: sha256Rounds,
    },
  },
  family(
    'sha256msg1',
    'First step to words of SHA-256',
    `first = a part of ${NEXT_WORDS}, from five words.`,
    sha256Message1,
  ),
  family('sha256msg2', 'Last step to words of SHA-256', `first = ${NEXT_WORDS}.`, sha256Message2),
];
