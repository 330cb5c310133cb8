/** Bits of lanes: counts, conflicts, funnel shifts, fields of quadwords, products of 52 bits (Intel SDM vol. 2). */

import { UNSIGNED } from './integer';
import type { Lanes } from './lanes';
import type { Frame, Operate } from './vector-frame';

type LaneSize = 1 | 2 | 4 | 8;

function laneAt(lanes: Lanes, lane: LaneSize, index: number): bigint {
  return BigInt(lanes[UNSIGNED[lane]][index]!); // within the vector
}

export function setLane(lanes: Lanes, lane: LaneSize, index: number, value: bigint): void {
  if (lane === 8) lanes.u64[index] = value;
  else lanes[UNSIGNED[lane]][index] = Number(value);
}

/** Every lane from those at its place in the sources. */
export function eachBig(lane: LaneSize, compute: (lanes: readonly bigint[], frame: Frame) => bigint): Operate {
  return (frame) => {
    const { result, sources, length } = frame;
    for (let i = 0; i < length / lane; i++) {
      const values = sources.map((source) => laneAt(source, lane, i));
      setLane(result, lane, i, BigInt.asUintN(8 * lane, compute(values, frame)));
    }
  };
}

export function countOnes(value: bigint): bigint {
  let count = 0n;
  for (let rest = value; rest !== 0n; rest &= rest - 1n) count++;
  return count;
}

export function countLeadingZeros(bits: number): (value: bigint) => bigint {
  return (value) => BigInt(bits - (value === 0n ? 0 : value.toString(2).length));
}

/** VPCONFLICT: which of the lanes below have the same value. */
export function conflicts(lane: 4 | 8): Operate {
  return ({ result, sources: [a], length }) => {
    for (let i = 0; i < length / lane; i++) {
      let equal = 0n;
      for (let below = 0; below < i; below++) {
        if (laneAt(a, lane, below) === laneAt(a, lane, i)) equal |= 1n << BigInt(below);
      }
      setLane(result, lane, i, equal);
    }
  };
}

/** The upper half of (high, low) shifted left by `count` modulo their width. */
export function funnelLeft(bits: bigint, high: bigint, low: bigint, count: bigint): bigint {
  return (((high << bits) | low) << (count % bits)) >> bits;
}

/** The lower half of (high, low) shifted right by `count` modulo their width. */
export function funnelRight(bits: bigint, high: bigint, low: bigint, count: bigint): bigint {
  return ((high << bits) | low) >> (count % bits);
}

/** VPMULTISHIFTQB: eight bits of each quadword of the second source, from the places that the bytes of the first name. */
export const multishift: Operate = ({ result, sources: [control, data], length }) => {
  for (let i = 0; i < length; i++) {
    const quad = data.u64[i >> 3]!; // within the vectors
    const by = BigInt(control.u8[i]! & 63);
    result.u8[i] = Number(BigInt.asUintN(8, (quad >> by) | (quad << (64n - by))));
  }
};

/** VPSHUFBITQMB: single bits of the quadwords of the first source, by the bytes of the second. */
export const chosenBits: Operate = ({ bits, sources: [data, control], length }) => {
  for (let i = 0; i < length; i++) {
    const by = BigInt(control.u8[i]! & 63); // within the vectors
    bits[i] = Number((data.u64[i >> 3]! >> by) & 1n);
  }
};

/** VPMADD52: the first source plus one half of the product of 52-bit numbers, which has 104 bits. */
export function productOf52(high: boolean): Operate {
  return eachBig(8, ([sum = 0n, a = 0n, b = 0n]) => {
    const product = BigInt.asUintN(52, a) * BigInt.asUintN(52, b);
    return sum + (high ? product >> 52n : BigInt.asUintN(52, product));
  });
}

/** VPCOMPRESS: the selected lanes close together at the low end, which then are the ones to be written. */
export function compress(lane: LaneSize): Operate {
  return ({ result, sources: [a], live, length }) => {
    let count = 0;
    for (let i = 0; i < length / lane; i++) {
      if (!live[i]) continue;
      result.u8.set(a.u8.subarray(i * lane, (i + 1) * lane), count * lane);
      count++;
    }
    live.fill(1, 0, count).fill(0, count);
  };
}

/** VPEXPAND: lanes from the low end of the source, one after the other, to the selected places. */
export function expand(lane: LaneSize): Operate {
  return ({ result, sources: [a], live, length }) => {
    let from = 0;
    for (let i = 0; i < length / lane; i++) {
      if (!live[i]) continue;
      result.u8.set(a.u8.subarray(from * lane, (from + 1) * lane), i * lane);
      from++;
    }
  };
}
