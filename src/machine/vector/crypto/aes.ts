/** The rounds of AES (FIPS 197; Intel SDM vol. 1, 12.13) and products without carries (PCLMULQDQ), block by block. */
import { inverseByte, productOfBytes } from '../galois';
import type { Lanes } from '../lanes';
import type { Operate } from '../vector-frame';

const BLOCK = 16;
const ROWS = 4;

/** The substitution of a byte: its inverse, then an affine map. */
const S_BOX = Uint8Array.from({ length: 256 }, (_, value) => {
  const inverse = inverseByte(value);
  const rotated = (by: number) => ((inverse << by) | (inverse >> (8 - by))) & 0xff;
  return inverse ^ rotated(1) ^ rotated(2) ^ rotated(3) ^ rotated(4) ^ 0x63;
});

const INVERSE_S_BOX = new Uint8Array(256);
for (const [value, substitute] of S_BOX.entries()) INVERSE_S_BOX[substitute] = value;

/** The first row of the matrix that columns are multiplied with; each row below is turned right by one. */
const MIX = [2, 3, 1, 1] as const;
const INVERSE_MIX = [14, 11, 13, 9] as const;

type Matrix = typeof MIX | typeof INVERSE_MIX;

/** Products of every byte with a factor, by the factor. */
const PRODUCTS: ReadonlyMap<number, Uint8Array> = new Map(
  [...MIX, ...INVERSE_MIX].map((factor) => [
    factor,
    Uint8Array.from({ length: 256 }, (_, value) => productOfBytes(factor, value)),
  ]),
);

/** A byte of a column times the matrix. */
function mixed(column: Uint8Array, row: number, matrix: Matrix): number {
  let sum = 0;
  for (const [at, factor] of matrix.entries()) sum ^= PRODUCTS.get(factor)![column[(at + row) % ROWS]!]!; // all are there
  return sum;
}

function mixColumns(block: Uint8Array, matrix: Matrix): void {
  for (let start = 0; start < BLOCK; start += ROWS) {
    const column = block.slice(start, start + ROWS);
    for (let row = 0; row < ROWS; row++) block[start + row] = mixed(column, row, matrix);
  }
}

function eachBlock(length: number, { u8 }: Lanes, work: (block: Uint8Array) => void): void {
  for (let at = 0; at < length; at += BLOCK) work(u8.subarray(at, at + BLOCK));
}

/** One round: rows shifted, bytes substituted, columns mixed unless it is the last one, and the key added. */
export function aesRound(direction: 'encrypt' | 'decrypt', isLast: boolean): Operate {
  const isEncryption = direction === 'encrypt';
  const box = isEncryption ? S_BOX : INVERSE_S_BOX;
  const matrix = isEncryption ? MIX : INVERSE_MIX;
  return ({ result, sources: [state, key], length }) => {
    for (let at = 0; at < length; at++) {
      const [row, column] = [at % ROWS, Math.floor((at % BLOCK) / ROWS)];
      const from = (column + (isEncryption ? row : ROWS - row)) % ROWS;
      result.u8[at] = box[state.u8[at - (at % BLOCK) + row + ROWS * from]!]!; // within the block
    }
    if (!isLast) eachBlock(length, result, (block) => mixColumns(block, matrix));
    for (let at = 0; at < length; at++) result.u8[at]! ^= key.u8[at]!; // within the vectors
  };
}

/** AESIMC: columns mixed the other way, for the keys of decryption. */
export const aesInverseMix: Operate = ({ result, sources: [key], length }) => {
  result.u8.set(key.u8.subarray(0, length));
  eachBlock(length, result, (block) => mixColumns(block, INVERSE_MIX));
};

function substituteWord(word: number): number {
  const byte = (at: number) => S_BOX[(word >>> (8 * at)) & 0xff]! << (8 * at); // 256 of them
  return (byte(0) | byte(1) | byte(2) | byte(3)) >>> 0;
}

/** AESKEYGENASSIST: what the expansion of a key needs of its second and fourth words. */
export const aesKeyAssist: Operate = ({ result, sources: [key], immediate }) => {
  // Within the vector.
  for (const [at, word] of [key.u32[1]!, key.u32[3]!].entries()) {
    const substituted = substituteWord(word);
    result.u32[2 * at] = substituted;
    result.u32[2 * at + 1] = ((substituted >>> 8) | (substituted << 24)) ^ (immediate & 0xff);
  }
};

/** Of each block, one quadword of either source, which bits 0 and 4 of the immediate choose, as polynomials over GF(2). */
export const carrylessProduct: Operate = ({ result, sources: [a, b], immediate, length }) => {
  for (let block = 0; block < length / BLOCK; block++) {
    const x = a.u64[2 * block + (immediate & 1)]!; // within the vectors
    let product = 0n;
    let y = b.u64[2 * block + ((immediate >> 4) & 1)]!; // within the vectors
    for (let shift = 0n; y !== 0n; shift++, y >>= 1n) if (y & 1n) product ^= x << shift;
    result.u64[2 * block] = BigInt.asUintN(64, product);
    result.u64[2 * block + 1] = product >> 64n;
  }
};
