/** SM3 and SM4 (Intel SDM vol. 2, VSM3MSG1, VSM3MSG2, VSM3RNDS2, VSM4KEY4, VSM4RNDS4). */
import { sm3Message1, sm3Message2, sm3Rounds } from '../../../vector/crypto/sm3';
import { sm4Key, sm4Rounds } from '../../../vector/crypto/sm4';
import type { Operate } from '../../../vector/vector-frame';
import { groupsOf, listed, type VectorFamily } from '../row';

function sm3(name: string, summary: string, operation: string, operate: Operate, more = ''): VectorFamily {
  return {
    name,
    summary,
    operation,
    groups: [listed(['AVX', 'SM3'], `VEX_V${name}_xmm_xmm_xmmm128${more}`)],
    meaning: { lane: 4, readsTarget: true, operate },
  };
}

function sm4(name: string, summary: string, words: string, operate: Operate): VectorFamily {
  return {
    name,
    summary,
    operation: `Each 128 bits of first = the words in second after four rounds ${words} in third.`,
    groups: groupsOf(name, 'V V W', { vex128: ['AVX', 'SM4'], vex256: ['AVX', 'SM4'] }),
    meaning: { lane: 4, operate },
  };
}

export const VECTOR_SM: readonly VectorFamily[] = [
  sm3(
    'sm3msg1',
    'First step to words of SM3',
    'first = a part of the next four words of the message, from words 7 to 10 in first, 13 to 15 in second, 0 to 3 in third.',
    sm3Message1,
  ),
  sm3(
    'sm3msg2',
    'Last step to words of SM3',
    'first = the next four words of the message, from what VSM3MSG1 gave in first, words 3 to 6 in second, 10 to 13 in third.',
    sm3Message2,
  ),
  sm3(
    'sm3rnds2',
    'Two rounds of SM3',
    'first = A, B, E, F after the two rounds that the immediate names, on C, D, G, H in first, A, B, E, F in second, and words in third.',
    sm3Rounds,
    '_imm8',
  ),
  sm4('sm4key4', 'Four rounds of the key schedule of SM4', 'of the key schedule, with the constants', sm4Key),
  sm4('sm4rnds4', 'Four rounds of SM4', 'with the keys', sm4Rounds),
];
