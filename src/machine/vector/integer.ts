/** Arithmetic of packed integers beyond one operator: saturation, products, sums of products, shifts (Intel SDM vol. 2). */

import { LANE_BYTES, type NumberLane, XMM_BYTES } from './lanes';
import type { Operate } from './vector-frame';

const LIMITS: Readonly<Record<NumberLane, readonly [low: number, high: number]>> = {
  u8: [0, 0xff],
  i8: [-0x80, 0x7f],
  u16: [0, 0xffff],
  i16: [-0x8000, 0x7fff],
  u32: [0, 0xffff_ffff],
  i32: [-0x8000_0000, 0x7fff_ffff],
};

export function saturate(lane: NumberLane, value: number): number {
  const [low, high] = LIMITS[lane];
  return Math.min(Math.max(value, low), high);
}

/** Bits 31:16 of a product of words with their rounding bit: PMULHRSW. */
export function roundedHigh(a: number, b: number): number {
  return (((a * b) >> 14) + 1) >> 1;
}

/** Sums of `count` neighbouring products; `accumulate` adds the first source, and then the factors are the other two. */
export function dotProduct(
  from: { readonly a: NumberLane; readonly b: NumberLane; readonly count: number },
  to: { readonly lane: NumberLane; readonly saturating: boolean; readonly accumulate: boolean },
): Operate {
  const step = LANE_BYTES[to.lane];
  return ({ result, sources, length }) => {
    const [first, second, third] = sources;
    const a = (to.accumulate ? second : first)[from.a];
    const b = (to.accumulate ? third : second)[from.b];
    for (let i = 0; i < length / step; i++) {
      let sum = to.accumulate ? first[to.lane][i]! : 0; // within the vectors, as all below
      for (let j = i * from.count; j < (i + 1) * from.count; j++) sum += a[j]! * b[j]!;
      result[to.lane][i] = to.saturating ? saturate(to.lane, sum) : sum;
    }
  };
}

/** The lowest doublewords of the quadwords, multiplied to quadwords. */
export function wideProduct(lane: 'u32' | 'i32'): Operate {
  return ({ result, sources: [a, b], length }) => {
    for (let i = 0; i < length / 8; i++) result.i64[i] = BigInt(a[lane][2 * i]!) * BigInt(b[lane][2 * i]!); // within them
  };
}

/** Sums of the differences of eight bytes each, as quadwords. */
export const sumOfDifferences: Operate = ({ result, sources: [a, b], length }) => {
  for (let i = 0; i < length; i += 8) {
    let sum = 0;
    for (let j = i; j < i + 8; j++) sum += Math.abs(a.u8[j]! - b.u8[j]!); // within the vectors
    result.u64[i / 8] = BigInt(sum);
  }
};

/** MPSADBW: in each 128 bits eight sums of four differences, from neighbouring places of the first source. */
export const differencesByPlace: Operate = ({ result, sources: [a, b], immediate, length }) => {
  for (let block = 0; block < length; block += 16) {
    const control = block === 0 ? immediate : immediate >> 3;
    const from = block + (control & 4);
    const fixed = block + 4 * (control & 3);
    for (let i = 0; i < 8; i++) {
      let sum = 0;
      for (let j = 0; j < 4; j++) sum += Math.abs(a.u8[from + i + j]! - b.u8[fixed + j]!); // within the vectors
      result.u16[block / 2 + i] = sum;
    }
  }
};

/**
 * VDBPSADBW: the second source's doublewords are shuffled in each 128 bits, and each four words of the result are sums of
 * four differences: two of the first source's doublewords, each against two neighbouring places of the shuffled one.
 */
export const differencesOfShuffled: Operate = ({ result, sources: [a, b], immediate, length }) => {
  for (let i = 0; i < length / 2; i++) {
    const quad = 8 * (i >> 2);
    const own = quad + (i & 2 ? 4 : 0);
    let sum = 0;
    for (let j = 0; j < 4; j++) {
      const place = (quad & 8) + (i & 3) + j;
      const dword = (immediate >> (2 * (place >> 2))) & 3;
      const other = (quad & ~15) + 4 * dword + (place & 3);
      sum += Math.abs(a.u8[own + j]! - b.u8[other]!); // within the vectors
    }
    result.u16[i] = sum;
  }
};

/** PHMINPOSUW: the smallest word, and where it is. */
export const smallestWord: Operate = ({ result, sources: [a] }) => {
  const words = a.u16.subarray(0, 8);
  const smallest = Math.min(...words);
  result.u16[0] = smallest;
  result.u16[1] = words.indexOf(smallest);
};

/** Sums or differences of neighbours in each block of 128 bits: of the first source, then of the second. */
export function horizontal(
  lane: 'i16' | 'i32',
  compute: (a: number, b: number) => number,
  block: number = XMM_BYTES,
): Operate {
  const per = block / LANE_BYTES[lane];
  return ({ result, sources, length }) => {
    for (let i = 0; i < length / LANE_BYTES[lane]; i++) {
      const place = i % per;
      const source = sources[place < per / 2 ? 0 : 1][lane];
      const from = i - place + 2 * (place % (per / 2));
      result[lane][i] = compute(source[from]!, source[from + 1]!); // within the vectors
    }
  };
}

/** The first source in the low half of each block, the second in the high half, both narrowed with saturation. */
export function pack(from: 'i16' | 'i32', to: 'i8' | 'u8' | 'i16' | 'u16', block: number = XMM_BYTES): Operate {
  const per = block / LANE_BYTES[to];
  return ({ result, sources, length }) => {
    for (let i = 0; i < length / LANE_BYTES[to]; i++) {
      const place = i % per;
      const source = sources[place < per / 2 ? 0 : 1][from];
      const at = (i - place) / 2 + (place % (per / 2));
      result[to][i] = saturate(to, source[at]!); // within the vectors
    }
  };
}

export type ShiftKind = 'left' | 'right' | 'signed';

/** One lane of `bits` bits by any count: at their width and beyond, zeros or copies of the sign are left. */
export function shiftLane(kind: ShiftKind, bits: number, value: bigint, count: bigint): bigint {
  const beyond = count >= BigInt(bits);
  if (kind === 'left') return beyond ? 0n : BigInt.asUintN(bits, value << count);
  if (kind === 'right') return beyond ? 0n : value >> count;
  return BigInt.asUintN(bits, BigInt.asIntN(bits, value) >> (beyond ? BigInt(bits - 1) : count));
}

export function rotateLane(left: boolean, bits: number, value: bigint, count: bigint): bigint {
  const by = count % BigInt(bits);
  const up = left ? by : (BigInt(bits) - by) % BigInt(bits);
  return BigInt.asUintN(bits, (value << up) | (value >> (BigInt(bits) - up)));
}

/** Where the count of a shift is: in the immediate, in the low quadword of the second source, or in its lanes. */
export type CountFrom = 'immediate' | 'quadword' | 'lanes';

export function shiftAll(
  lane: 2 | 4 | 8,
  countFrom: CountFrom,
  compute: (bits: number, value: bigint, count: bigint) => bigint,
): Operate {
  const type = UNSIGNED[lane];
  return ({ result, sources: [a, b], immediate, length }) => {
    const common = countFrom === 'immediate' ? BigInt(immediate) : b.u64[0]!; // eight quadwords
    for (let i = 0; i < length / lane; i++) {
      const count = countFrom === 'lanes' ? BigInt(b[type][i]!) : common; // within the vectors
      const value = compute(8 * lane, BigInt(a[type][i]!), count);
      if (type === 'u64') result.u64[i] = value;
      else result[type][i] = Number(value);
    }
  };
}

export const UNSIGNED = { 1: 'u8', 2: 'u16', 4: 'u32', 8: 'u64' } as const;
export const SIGNED = { 1: 'i8', 2: 'i16', 4: 'i32', 8: 'i64' } as const;

/** Whole bytes, within each 128 bits. */
export function shiftBytes(left: boolean): Operate {
  return ({ result, sources: [a], immediate, length }) => {
    const by = Math.min(immediate, 16);
    for (let block = 0; block < length; block += 16) {
      const part = a.u8.subarray(left ? block : block + by, left ? block + 16 - by : block + 16);
      result.u8.set(part, left ? block + by : block);
    }
  };
}

/** Wider or narrower lanes with the same values; to narrower ones cut off or saturated. */
export function resize(from: NumberLane | 'u64' | 'i64', to: NumberLane | 'u64' | 'i64', saturating = false): Operate {
  return ({ result, sources: [a], length }) => {
    const lanes = length / Math.max(LANE_BYTES[from], LANE_BYTES[to]);
    for (let i = 0; i < lanes; i++) {
      const value = BigInt(a[from][i]!); // within the vector
      if (to === 'u64' || to === 'i64') result[to][i] = value;
      else result[to][i] = Number(saturating ? clamp(value, to) : BigInt.asIntN(32, value));
    }
  };
}

function clamp(value: bigint, lane: NumberLane): bigint {
  const [low, high] = LIMITS[lane].map(BigInt);
  return value < low! ? low! : value > high! ? high! : value; // both limits exist
}
