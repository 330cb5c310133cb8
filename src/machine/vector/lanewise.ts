/** Operations that do the same in every lane: the builders from which most rows are made. */

import { type BigLane, LANE_BYTES, type NumberLane } from './lanes';
import type { Frame, Operate } from './vector-frame';

export function unary(lane: NumberLane, compute: (a: number) => number): Operate {
  const step = LANE_BYTES[lane];
  return ({ result, sources, length }) => {
    const [to, a] = [result[lane], sources[0][lane]];
    for (let i = 0; i < length / step; i++) to[i] = compute(a[i]!); // within the vector
  };
}

export function binary(lane: NumberLane, compute: (a: number, b: number) => number): Operate {
  const step = LANE_BYTES[lane];
  return ({ result, sources, length }) => {
    const [to, a, b] = [result[lane], sources[0][lane], sources[1][lane]];
    for (let i = 0; i < length / step; i++) to[i] = compute(a[i]!, b[i]!); // within the vectors
  };
}

export function unaryBig(lane: BigLane, compute: (a: bigint) => bigint): Operate {
  const step = LANE_BYTES[lane];
  return ({ result, sources, length }) => {
    const [to, a] = [result[lane], sources[0][lane]];
    for (let i = 0; i < length / step; i++) to[i] = compute(a[i]!); // within the vector
  };
}

/** Results beyond 64 bits are cut off. */
export function binaryBig(lane: BigLane, compute: (a: bigint, b: bigint) => bigint): Operate {
  const step = LANE_BYTES[lane];
  return ({ result, sources, length }) => {
    const [to, a, b] = [result[lane], sources[0][lane], sources[1][lane]];
    for (let i = 0; i < length / step; i++) to[i] = compute(a[i]!, b[i]!); // within the vectors
  };
}

/** The first source as it is: what moves do. */
export function copy({ result, sources }: Frame): void {
  result.u8.set(sources[0].u8);
}

/** The lowest `bytes` of the first source, zeros above. */
export function copyLow(bytes: number): Operate {
  return ({ result, sources }) => result.u8.set(sources[0].u8.subarray(0, bytes));
}

/** The lowest `bytes` of the first source in every lane. */
export function repeat(bytes: number): Operate {
  return ({ result, sources, length }) => {
    for (let at = 0; at < length; at += bytes) result.u8.set(sources[0].u8.subarray(0, bytes), at);
  };
}
