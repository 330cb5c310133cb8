/** Arithmetic on bytes as elements of GF(2^8), modulo x^8 + x^4 + x^3 + x + 1 unless said (Intel SDM vol. 2, GF2P8AFFINEQB). */
import type { Operate } from './vector-frame';

const POLYNOMIAL = 0x11b;

export function productOfBytes(a: number, b: number, polynomial = POLYNOMIAL): number {
  let sum = 0;
  for (let x = a, y = b; y !== 0; y >>= 1) {
    if (y & 1) sum ^= x;
    x <<= 1;
    if (x & 0x100) x ^= polynomial;
  }
  return sum;
}

/** The inverse of each byte; 0 for 0. */
export function inversesOfBytes(polynomial = POLYNOMIAL): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, a) => {
    for (let b = 1; b < 256; b++) if (productOfBytes(a, b, polynomial) === 1) return b;
    return 0;
  });
}

const INVERSES = inversesOfBytes();

export function inverseByte(byte: number): number {
  return INVERSES[byte] ?? 0;
}

/** Whether the number of ones is odd. */
function parity(byte: number): number {
  const folded = byte ^ (byte >> 4);
  return (0x6996 >> (folded & 15)) & 1;
}

export const multiplyBytes: Operate = ({ result, sources: [a, b], length }) => {
  for (let i = 0; i < length; i++) result.u8[i] = productOfBytes(a.u8[i]!, b.u8[i]!); // within the vectors
};

/** Each byte, or its inverse, times the 8x8 matrix of bits in its quadword of the second source, plus the immediate. */
export function affine(inverse: boolean): Operate {
  return ({ result, sources: [a, matrices], immediate, length }) => {
    for (let i = 0; i < length; i++) {
      const x = inverse ? INVERSES[a.u8[i]!]! : a.u8[i]!; // within the vectors
      let byte = immediate & 0xff;
      for (let bit = 0; bit < 8; bit++) byte ^= parity(matrices.u8[(i & ~7) + 7 - bit]! & x) << bit; // within the vector
      result.u8[i] = byte;
    }
  };
}
