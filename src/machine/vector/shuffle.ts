/**
 * Shuffles: every lane of the result is a lane of a source. A shuffle is a function from the place in the result to the
 * place that it comes from; many work within blocks of 128 bits (Intel SDM vol. 2).
 */

import { UNSIGNED } from './integer';
import { XMM_BYTES } from './lanes';
import type { Frame, Operate } from './vector-frame';

export type LaneSize = 1 | 2 | 4 | 8;

/** In what `Choose` returns: the second and the third source; the first has no offset. */
const SECOND = 0x100;
const THIRD = 0x200;
/** No source: the lane becomes 0. */
const ZERO = -1;

/** The lane that lane `i` of the result is taken from. */
export type Choose = (i: number, frame: Frame) => number;

export function shuffle(lane: LaneSize, choose: Choose): Operate {
  return (frame) => {
    const { result, sources, length } = frame;
    for (let i = 0; i < length / lane; i++) {
      const from = choose(i, frame);
      if (from === ZERO) continue;
      const at = (from & 0xff) * lane;
      result.u8.set(sources[from >> 8]!.u8.subarray(at, at + lane), i * lane); // by the constants above
    }
  };
}

/** Interleaves the low or the high halves of each block of 128 bits. */
export function unpack(lane: LaneSize, high: boolean, block: number = XMM_BYTES): Operate {
  const per = block / lane;
  return shuffle(lane, (i) => {
    const place = i % per;
    return (place & 1 ? SECOND : 0) + (i - place) + (place >> 1) + (high ? per / 2 : 0);
  });
}

/** Lane `i` of `lane` bytes as a number: an index, of which the low bits count. */
function indexAt(source: Frame['sources'][number], lane: LaneSize, i: number): number {
  return Number(BigInt.asUintN(16, BigInt(source[UNSIGNED[lane]][i]!))); // within the vector
}

/** Places within a block of four or two lanes, two bits or one bit of the immediate each. */
export const byTwoBits: Choose = (i, { immediate }) => (i & ~3) | ((immediate >> (2 * (i & 3))) & 3);
export const byOneBit: Choose = (i, { immediate }) => (i & ~1) | ((immediate >> i) & 1);

export const lowWords: Choose = (i, { immediate }) => ((i & 7) < 4 ? (i & ~7) | ((immediate >> (2 * (i & 3))) & 3) : i);
export const highWords: Choose = (i, { immediate }) =>
  (i & 7) < 4 ? i : (i & ~7) | 4 | ((immediate >> (2 * (i & 3))) & 3);

export function bytesByControl(block: number = XMM_BYTES): Choose {
  const places = block - 1;
  return (i, { sources }) => {
    const control = sources[1].u8[i]!; // within the vector
    return control & 0x80 ? ZERO : (i & ~places) | (control & places);
  };
}

/** SHUFPS and SHUFPD: the low half of each block from the first source, the high half from the second. */
export const singlesOfTwo: Choose = (i, frame) => ((i & 3) < 2 ? 0 : SECOND) + byTwoBits(i, frame);
export const doublesOfTwo: Choose = (i, frame) => (i & 1 ? SECOND : 0) + byOneBit(i, frame);

/** PALIGNR: bytes of (first, second) of each block as one number, shifted right. */
export function alignBytes(block: number = XMM_BYTES): Choose {
  const places = block - 1;
  return (i, { immediate }) => {
    const from = (i & places) + immediate;
    if (from >= 2 * block) return ZERO;
    return from < block ? SECOND + (i & ~places) + from : (i & ~places) + from - block;
  };
}

/** VALIGND and VALIGNQ: the same with lanes of whole vectors. */
export function alignLanes(lane: LaneSize): Choose {
  return (i, { immediate, length }) => {
    const lanes = length / lane;
    const from = (immediate & (lanes - 1)) + i;
    return from < lanes ? SECOND + from : from - lanes;
  };
}

/** VPERMD and the like: the first source holds the indices into the second. */
export function byIndices(lane: LaneSize): Choose {
  return (i, { sources, length }) => SECOND + (indexAt(sources[0], lane, i) & (length / lane - 1));
}

/** VPERMI2 and VPERMT2: indices into two tables, of which `indices` says where they are. */
export function ofTwoTables(lane: LaneSize, indices: 'first' | 'second'): Choose {
  return (i, { sources, length }) => {
    const lanes = length / lane;
    const index = indexAt(sources[indices === 'first' ? 0 : 1], lane, i);
    const low = indices === 'first' ? SECOND : 0;
    return (index & lanes ? THIRD : low) + (index & (lanes - 1));
  };
}

/** VPERMILPS and VPERMILPD with the control in the second source. */
export const singlesByControl: Choose = (i, { sources }) => (i & ~3) | (sources[1].u32[i]! & 3); // within the vector
export const doublesByControl: Choose = (i, { sources }) => (i & ~1) | ((sources[1].u32[2 * i]! >> 1) & 1);

/** VPERM2F128: four bits of the immediate for each half; bit 3 makes it zero. */
export const halves: Choose = (i, { immediate }) => {
  const control = immediate >> (i < 2 ? 0 : 4);
  if (control & 8) return ZERO;
  return (control & 2 ? SECOND : 0) + 2 * (control & 1) + (i & 1);
};

/** VSHUFF32X4 and the like: blocks of 128 bits, the lower half of the result from the first source. */
export const blocksOfTwo: Choose = (i, { immediate, length }) => {
  const blocks = length / 16;
  const bits = blocks === 4 ? 2 : 1;
  const block = i >> 1;
  const from = (immediate >> (bits * block)) & (blocks - 1);
  return (block < blocks / 2 ? 0 : SECOND) + 2 * from + (i & 1);
};

/** The second source where the immediate has a 1, of `period` lanes. */
export function blendBy(period: number): Choose {
  return (i, { immediate }) => ((immediate >> (i % period)) & 1 ? SECOND : 0) + i;
}

/** The second source where the highest bit of the third's lane is 1. */
export function blendBySign(lane: LaneSize): Choose {
  return (i, { sources }) => (sources[2].u8[(i + 1) * lane - 1]! & 0x80 ? SECOND : 0) + i; // within the vector
}

/** The second source in the lanes of the writemask. */
export const blendByMask: Choose = (i, { live }) => (live[i] ? SECOND : 0) + i;
