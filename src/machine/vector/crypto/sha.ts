/** The steps of SHA-1 and SHA-256 (FIPS 180-4), as the SHA extensions divide them (Intel SDM vol. 2, SHA1RNDS4 to SHA256RNDS2). */
import type { Operate } from '../vector-frame';
import { rotateLeft, rotateRight } from './rotate';

const choose = (x: number, y: number, z: number) => (x & y) ^ (~x & z);
const majority = (x: number, y: number, z: number) => (x & y) ^ (x & z) ^ (y & z);
const parity = (x: number, y: number, z: number) => x ^ y ^ z;

/** By the twenty rounds that the immediate names. */
const SHA1_ROUNDS = [
  { mix: choose, constant: 0x5a82_7999 },
  { mix: parity, constant: 0x6ed9_eba1 },
  { mix: majority, constant: 0x8f1b_bcdc },
  { mix: parity, constant: 0xca62_c1d6 },
] as const;

/** A to D in the first source, from its high end; the words of the message, with E in the first, in the second. */
export const sha1Rounds: Operate = ({ result, sources, immediate }) => {
  const { mix, constant } = SHA1_ROUNDS[immediate & 3]!; // there are four
  const words = sources[1].u32;
  let [d, c, b, a] = sources[0].u32 as unknown as [number, number, number, number]; // four lanes
  let e = 0;
  for (let round = 0; round < 4; round++) {
    const next = mix(b, c, d) + rotateLeft(a, 5) + words[3 - round]! + e + constant; // within the vector
    [a, b, c, d, e] = [next | 0, a, rotateLeft(b, 30), c, d];
  }
  result.u32.set([d, c, b, a]);
};

/** E of the next four rounds, added to the first of their words. */
export const sha1NextE: Operate = ({ result, sources: [state, words] }) => {
  result.u8.set(words.u8.subarray(0, 16));
  result.u32[3] = words.u32[3]! + rotateLeft(state.u32[3]!, 30); // four lanes
};

export const sha1Message1: Operate = ({ result, sources: [{ u32: a }, { u32: b }] }) => {
  result.u32.set([b[2]! ^ a[0]!, b[3]! ^ a[1]!, a[0]! ^ a[2]!, a[1]! ^ a[3]!]); // four lanes
};

export const sha1Message2: Operate = ({ result, sources: [{ u32: a }, { u32: b }] }) => {
  const first = rotateLeft(a[3]! ^ b[2]!, 1); // four lanes
  result.u32.set([
    rotateLeft(a[0]! ^ first, 1), // four lanes
    rotateLeft(a[1]! ^ b[0]!, 1), // four lanes
    rotateLeft(a[2]! ^ b[1]!, 1),
    first,
  ]);
};

const bigSigma0 = (x: number) => rotateRight(x, 2) ^ rotateRight(x, 13) ^ rotateRight(x, 22);
const bigSigma1 = (x: number) => rotateRight(x, 6) ^ rotateRight(x, 11) ^ rotateRight(x, 25);
const smallSigma0 = (x: number) => rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3);
const smallSigma1 = (x: number) => rotateRight(x, 17) ^ rotateRight(x, 19) ^ (x >>> 10);

/** C, D, G, H in the first source, A, B, E, F in the second, from the high end; words with constants in the third. */
export const sha256Rounds: Operate = ({ result, sources }) => {
  let [h, g, d, c] = sources[0].u32 as unknown as [number, number, number, number]; // four lanes
  let [f, e, b, a] = sources[1].u32 as unknown as [number, number, number, number];
  for (let round = 0; round < 2; round++) {
    const sum = choose(e, f, g) + bigSigma1(e) + sources[2].u32[round]! + h; // within the vector
    const next = sum + majority(a, b, c) + bigSigma0(a);
    [a, b, c, d, e, f, g, h] = [next | 0, a, b, c, (sum + d) | 0, e, f, g];
  }
  result.u32.set([f, e, b, a]);
};

export const sha256Message1: Operate = ({ result, sources: [{ u32: a }, { u32: b }] }) => {
  for (let i = 0; i < 4; i++) result.u32[i] = a[i]! + smallSigma0(i < 3 ? a[i + 1]! : b[0]!); // four lanes
};

export const sha256Message2: Operate = ({ result, sources: [{ u32: a }, { u32: b }] }) => {
  for (let i = 0; i < 4; i++) result.u32[i] = a[i]! + smallSigma1(i < 2 ? b[2 + i]! : result.u32[i - 2]!); // four lanes
};
