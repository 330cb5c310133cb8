/** Comparisons of integers: to lanes of ones and zeros, or to an opmask (Intel SDM vol. 2, PCMPEQ, VPCMP, VPTESTM). */

import { SIGNED, UNSIGNED } from './integer';
import type { Frame, Operate } from './vector-frame';

export type LaneSize = 1 | 2 | 4 | 8;
type Value = number | bigint;
type Test = (a: Value, b: Value) => boolean;

/** VPCMP's predicates, by immediate bits 2:0. */
const PREDICATES: readonly Test[] = [
  (a, b) => a === b,
  (a, b) => a < b,
  (a, b) => a <= b,
  () => false,
  (a, b) => a !== b,
  (a, b) => a >= b,
  (a, b) => a > b,
  () => true,
];

export const EQUAL: Test = (a, b) => a === b;
export const GREATER: Test = (a, b) => a > b;

/** Calls `use` with what `test` says of each pair of lanes. */
function each({ sources, length }: Frame, lane: LaneSize, signed: boolean, test: Test, use: (i: number) => void): void {
  const type = (signed ? SIGNED : UNSIGNED)[lane];
  const [a, b] = [sources[0][type], sources[1][type]];
  for (let i = 0; i < length / lane; i++) if (test(a[i]!, b[i]!)) use(i); // within the vectors
}

export function toLanes(lane: LaneSize, test: Test): Operate {
  return (frame) => each(frame, lane, true, test, (i) => frame.result.u8.fill(0xff, i * lane, (i + 1) * lane));
}

export function toOpmask(lane: LaneSize, test: Test): Operate {
  return (frame) => {
    frame.bits.fill(0);
    each(frame, lane, true, test, (i) => {
      frame.bits[i] = 1;
    });
  };
}

export function byPredicate(lane: LaneSize, signed: boolean): Operate {
  return (frame) => {
    frame.bits.fill(0);
    // A row for each value of three bits.
    each(frame, lane, signed, PREDICATES[frame.immediate & 7]!, (i) => {
      frame.bits[i] = 1; // there are eight predicates
    });
  };
}

/** Whether lanes have a bit in common, or none. */
export function commonBits(lane: LaneSize, wanted: boolean): Operate {
  return (frame) => {
    const [a, b] = [frame.sources[0].u8, frame.sources[1].u8];
    for (let i = 0; i < frame.length / lane; i++) {
      let common = 0;
      for (let at = i * lane; at < (i + 1) * lane; at++) common |= a[at]! & b[at]!; // within the vectors
      frame.bits[i] = (common !== 0) === wanted ? 1 : 0;
    }
  };
}
