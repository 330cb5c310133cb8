/** The steps of SHA-512 (FIPS 180-4), as the SHA512 extension divides them (Intel SDM vol. 2, VSHA512MSG1 to VSHA512RNDS2). */
import type { Operate } from '../vector-frame';
import { rotateRight64 } from './rotate';

const choose = (x: bigint, y: bigint, z: bigint) => (x & y) ^ (~x & z);
const majority = (x: bigint, y: bigint, z: bigint) => (x & y) ^ (x & z) ^ (y & z);

/** The value turned right three times, and the sum of the three without carries. */
function turned(value: bigint, first: bigint, second: bigint, third: bigint): bigint {
  return rotateRight64(value, first) ^ rotateRight64(value, second) ^ rotateRight64(value, third);
}

const bigSigma0 = (x: bigint) => turned(x, 28n, 34n, 39n);
const bigSigma1 = (x: bigint) => turned(x, 14n, 18n, 41n);
const smallSigma0 = (x: bigint) => rotateRight64(x, 1n) ^ rotateRight64(x, 8n) ^ (x >> 7n);
const smallSigma1 = (x: bigint) => rotateRight64(x, 19n) ^ rotateRight64(x, 61n) ^ (x >> 6n);

/** Words 0 to 3 of sixteen in the first source, word 4 in the second. */
export const sha512Message1: Operate = ({ result, sources: [{ u64: a }, { u64: b }] }) => {
  for (let i = 0; i < 4; i++) result.u64[i] = a[i]! + smallSigma0(i < 3 ? a[i + 1]! : b[0]!); // four lanes
};

/** Sums for the next four words in the first source, the last two of the words before them at the top of the second. */
export const sha512Message2: Operate = ({ result, sources: [{ u64: a }, { u64: b }] }) => {
  for (let i = 0; i < 4; i++) result.u64[i] = a[i]! + smallSigma1(i < 2 ? b[2 + i]! : result.u64[i - 2]!); // four lanes
};

/** C, D, G, H in the first source, A, B, E, F in the second, from the high end; words with constants in the third. */
export const sha512Rounds: Operate = ({ result, sources }) => {
  let [h, g, d, c] = sources[0].u64 as unknown as [bigint, bigint, bigint, bigint]; // four lanes
  let [f, e, b, a] = sources[1].u64 as unknown as [bigint, bigint, bigint, bigint];
  for (let round = 0; round < 2; round++) {
    const sum = choose(e, f, g) + bigSigma1(e) + sources[2].u64[round]! + h; // within the vector
    const next = BigInt.asUintN(64, sum + majority(a, b, c) + bigSigma0(a));
    [a, b, c, d, e, f, g, h] = [next, a, b, c, BigInt.asUintN(64, sum + d), e, f, g];
  }
  result.u64.set([f, e, b, a]);
};
