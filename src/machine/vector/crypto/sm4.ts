/** The rounds of SM4 and of its key schedule (GB/T 32907-2016), four at a time (Intel SDM vol. 2, VSM4KEY4, VSM4RNDS4). */
import { inversesOfBytes } from '../galois';
import type { Operate } from '../vector-frame';
import { rotateLeft } from './rotate';

const POLYNOMIAL = 0x1f5;
const CONSTANT = 0xd3;
const TURNS = [0, 1, 2, 5, 7];

/** The affine map of the substitution: the byte turned right by each of `TURNS`, summed without carries. */
function affine(byte: number): number {
  return TURNS.reduce((sum, by) => sum ^ (((byte << 8) | byte) >> by), CONSTANT) & 0xff;
}

let box: Uint8Array | undefined;

/** An affine map, the inverse, and the same map again: made when it is first asked for. */
function substitution(): Uint8Array {
  if (box) return box;
  const inverses = inversesOfBytes(POLYNOMIAL);
  box = Uint8Array.from({ length: 256 }, (_, byte) => affine(inverses[affine(byte)]!)); // a byte
  return box;
}

function substituted(word: number): number {
  const bytes = substitution();
  let result = 0;
  for (let shift = 0; shift < 32; shift += 8) result |= bytes[(word >>> shift) & 0xff]! << shift; // one entry a byte
  return result;
}

const mixKey = (x: number) => x ^ rotateLeft(x, 13) ^ rotateLeft(x, 23);
const mixData = (x: number) => x ^ rotateLeft(x, 2) ^ rotateLeft(x, 10) ^ rotateLeft(x, 18) ^ rotateLeft(x, 24);

/** In each 128 bits four rounds on the words of the first source, with the words of the second as keys or constants. */
function fourRounds(mix: (word: number) => number): Operate {
  return ({ result, sources: [state, keys], length }) => {
    for (let block = 0; block < length / 4; block += 4) {
      const words = [...state.u32.subarray(block, block + 4)];
      for (let round = 0; round < 4; round++) {
        const [first, second, third, fourth] = words.slice(round) as [number, number, number, number]; // four and more
        words.push(first ^ mix(substituted(second ^ third ^ fourth ^ keys.u32[block + round]!))); // within the vector
      }
      result.u32.set(words.slice(4), block);
    }
  };
}

export const sm4Key = fourRounds(mixKey);
export const sm4Rounds = fourRounds(mixData);
