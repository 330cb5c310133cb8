/** The steps of SM3 (GB/T 32905-2016), as the SM3 extension divides them (Intel SDM vol. 2, VSM3MSG1, VSM3MSG2, VSM3RNDS2). */
import type { Operate } from '../vector-frame';
import { rotateLeft } from './rotate';

const parity = (x: number, y: number, z: number) => x ^ y ^ z;
const choose = (x: number, y: number, z: number) => (x & y) | (~x & z);
const majority = (x: number, y: number, z: number) => (x & y) | (x & z) | (y & z);

/** P0 of the rounds and P1 of the words. */
const permute0 = (x: number) => x ^ rotateLeft(x, 9) ^ rotateLeft(x, 17);
const permute1 = (x: number) => x ^ rotateLeft(x, 15) ^ rotateLeft(x, 23);

/** Words 7 to 10 of sixteen in the first source, 13 to 15 in the second, 0 to 3 in the third. */
export const sm3Message1: Operate = ({ result, sources: [{ u32: seventh }, { u32: last }, { u32: first }] }) => {
  for (let i = 0; i < 4; i++) {
    const late = i < 3 ? rotateLeft(last[i]!, 15) : 0; // within the vectors, as all here
    result.u32[i] = permute1(seventh[i]! ^ first[i]! ^ late);
  }
};

/** What VSM3MSG1 gave in the first source, words 3 to 6 in the second, 10 to 13 in the third. */
export const sm3Message2: Operate = ({ result, sources: [{ u32: begun }, { u32: third }, { u32: tenth }] }) => {
  for (let i = 0; i < 4; i++) result.u32[i] = rotateLeft(third[i]!, 7) ^ tenth[i]! ^ begun[i]!; // four lanes
  // The last word needs the first of the four, which was not there for VSM3MSG1.
  const word = result.u32[0]!; // four lanes
  result.u32[3] = result.u32[3]! ^ rotateLeft(word, 6) ^ rotateLeft(word, 15) ^ rotateLeft(word, 30);
};

/** The first sixteen rounds mix in another way than the others. */
const EARLY_ROUNDS = 16;
const EARLY_CONSTANT = 0x79cc_4519;
const LATE_CONSTANT = 0x7a87_9d8a;
/** The immediate names an even round; other bits are not looked at. */
const ROUND_BITS = 0x3e;

/**
 * C, D, G, H of two rounds ago in the first source, A, B, E, F in the second, from the high end; words i, i + 1, i + 4 and
 * i + 5 in the third. C, D, G and H are still to be turned: they are what A, B, E and F were.
 */
export const sm3Rounds: Operate = ({ result, sources, immediate }) => {
  const first = immediate & ROUND_BITS;
  const isEarly = first < EARLY_ROUNDS;
  const [mixA, mixE] = isEarly ? [parity, parity] : [majority, choose];
  const words = sources[2].u32;
  const [oldH, oldG, oldD, oldC] = sources[0].u32 as unknown as [number, number, number, number]; // four lanes
  let [c, d, g, h] = [rotateLeft(oldC, 9), rotateLeft(oldD, 9), rotateLeft(oldG, 19), rotateLeft(oldH, 19)];
  let [f, e, b, a] = sources[1].u32 as unknown as [number, number, number, number];
  for (let round = 0; round < 2; round++) {
    const constant = rotateLeft(isEarly ? EARLY_CONSTANT : LATE_CONSTANT, (first + round) % 32);
    const turned = rotateLeft(a, 12);
    const sum = rotateLeft((turned + e + constant) | 0, 7);
    const nextA = mixA(a, b, c) + d + (sum ^ turned) + (words[round]! ^ words[round + 2]!); // within the vector
    const nextE = mixE(e, f, g) + h + sum + words[round]!;
    [a, b, c, d, e, f, g, h] = [nextA | 0, a, rotateLeft(b, 9), c, permute0(nextE | 0), e, rotateLeft(f, 19), g];
  }
  result.u32.set([f, e, b, a]);
};
