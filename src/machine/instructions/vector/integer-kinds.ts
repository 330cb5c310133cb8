/** What instructions on packed integers share: their letters, what they need, and those of two sources. */
import type { Feature } from '../../architecture/feature';
import { SIGNED, UNSIGNED } from '../../vector/integer';
import type { BigLane, NumberLane } from '../../vector/lanes';
import { binary, binaryBig } from '../../vector/lanewise';
import type { Operate } from '../../vector/vector-frame';
import { BYTES, INTEGER } from './isa';
import { type FormOptions, groupsOf, type Isa, type VectorFamily } from './row';

export const LETTERS = { 1: 'b', 2: 'w', 4: 'd', 8: 'q' } as const;
export type LaneSize = keyof typeof LETTERS;
/** Bytes and words need AVX512BW, and have no broadcasts. */
export function isaOf(lane: LaneSize, legacy: Feature = 'SSE2'): Isa {
  return { ...(lane < 4 ? BYTES : INTEGER), legacy };
}

export function broadcastOf(lane: LaneSize): FormOptions {
  return lane === 4 || lane === 8 ? { broadcast: lane } : {};
}

interface TwoSources {
  readonly name: string;
  readonly lane: LaneSize;
  readonly words: string;
  readonly operate: Operate;
  readonly isa?: Isa;
  /** False where lanes of memory and of the result do not correspond (class E4NF). */
  readonly lanewise?: boolean;
  readonly broadcast?: boolean;
}

export function twoSources({
  name,
  lane,
  words,
  operate,
  isa = isaOf(lane),
  lanewise = true,
  broadcast = true,
}: TwoSources): VectorFamily {
  return {
    name,
    summary: `Packed integers: ${words}`,
    operation: `Each ${8 * lane}-bit element of the destination = ${words}, of the first and second source.`,
    groups: groupsOf(name, 'V (V) W', isa, broadcast ? broadcastOf(lane) : {}),
    meaning: { lane, nds: true, lanewise, operate },
  };
}

/** With bigints for quadwords, with numbers for the rest. */
export function compute(
  lane: LaneSize,
  signed: boolean,
  small: (a: number, b: number) => number,
  big: (a: bigint, b: bigint) => bigint,
) {
  const type = (signed ? SIGNED : UNSIGNED)[lane];
  return lane === 8 ? binaryBig(type as BigLane, big) : binary(type as NumberLane, small);
}
