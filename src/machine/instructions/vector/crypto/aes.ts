/** AES and PCLMULQDQ, also on longer vectors (Intel SDM vol. 2). */
import { aesInverseMix, aesKeyAssist, aesRound, carrylessProduct } from '../../../vector/crypto/aes';
import { groupsOf, type Isa, type VectorFamily } from '../row';

const AES: Isa = {
  legacy: 'AES',
  vex128: ['AES', 'AVX'],
  vex256: ['VAES', 'AVX'],
  evex: ['VAES', 'AVX512F'],
};
const SHORT: Isa = { legacy: 'AES', vex128: ['AES', 'AVX'] };
const PRODUCT: Isa = {
  legacy: 'PCLMULQDQ',
  vex128: ['PCLMULQDQ', 'AVX'],
  vex256: ['VPCLMULQDQ', 'AVX'],
  evex: ['VPCLMULQDQ', 'AVX512F'],
};
const UNMASKED = { masked: false } as const;

function round(direction: 'encrypt' | 'decrypt', isLast: boolean): VectorFamily {
  const name = `aes${direction === 'encrypt' ? 'enc' : 'dec'}${isLast ? 'last' : ''}`;
  return {
    name,
    summary: `One ${isLast ? 'last round' : 'round'} of AES, to ${direction}`,
    operation: `Each 128 bits of first = a round of AES on them, with the key in the second source${isLast ? ', without mixing of columns' : ''}.`,
    groups: groupsOf(name, 'V (V) W', AES, UNMASKED),
    meaning: { lane: 8, nds: true, operate: aesRound(direction, isLast) },
  };
}

export const VECTOR_AES: readonly VectorFamily[] = [
  round('encrypt', false),
  round('encrypt', true),
  round('decrypt', false),
  round('decrypt', true),
  {
    name: 'aesimc',
    summary: 'Mix the columns of an AES key the other way',
    operation: 'first = the columns of second, mixed as decryption does it.',
    groups: groupsOf('aesimc', 'V W', SHORT),
    meaning: { lane: 8, operate: aesInverseMix },
  },
  {
    name: 'aeskeygenassist',
    summary: 'Help to expand an AES key',
    operation:
      'first = the second and fourth word of second, their bytes substituted, each once as it is, and once turned and with the immediate added.',
    groups: groupsOf('aeskeygenassist', 'V W imm8', SHORT),
    meaning: { lane: 8, operate: aesKeyAssist },
  },
  {
    name: 'pclmulqdq',
    summary: 'Multiply without carries',
    operation:
      'Each 128 bits of first = the product, without carries, of a quadword of either source. Bits 0 and 4 of the immediate choose the upper ones.',
    groups: groupsOf('pclmulqdq', 'V (V) W imm8', PRODUCT, UNMASKED),
    meaning: { lane: 8, nds: true, operate: carrylessProduct },
  },
];
