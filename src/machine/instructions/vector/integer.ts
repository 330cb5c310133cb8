/** Arithmetic of packed integers (Intel SDM vol. 2): PADDB to VPDPWSSDS. */
import type { Feature } from '../../architecture/feature';
import {
  differencesByPlace,
  differencesOfShuffled,
  dotProduct,
  horizontal,
  pack,
  roundedHigh,
  SIGNED,
  saturate,
  smallestWord,
  sumOfDifferences,
  UNSIGNED,
  wideProduct,
} from '../../vector/integer';
import type { BigLane, NumberLane } from '../../vector/lanes';
import { binary, binaryBig, unary, unaryBig } from '../../vector/lanewise';
import type { Operate } from '../../vector/vector-frame';
import { BYTES, INTEGER, withoutEvex } from './isa';
import { type FormOptions, groupsOf, type Isa, type VectorFamily } from './row';

export const LETTERS = { 1: 'b', 2: 'w', 4: 'd', 8: 'q' } as const;
type LaneSize = keyof typeof LETTERS;
const ALL: readonly LaneSize[] = [1, 2, 4, 8];

/** Bytes and words need AVX512BW, and have no broadcasts. */
export function isaOf(lane: LaneSize, legacy: Feature = 'SSE2'): Isa {
  return { ...(lane < 4 ? BYTES : INTEGER), legacy };
}

function broadcastOf(lane: LaneSize): FormOptions {
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

function twoSources({
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
function compute(
  lane: LaneSize,
  signed: boolean,
  small: (a: number, b: number) => number,
  big: (a: bigint, b: bigint) => bigint,
) {
  const type = (signed ? SIGNED : UNSIGNED)[lane];
  return lane === 8 ? binaryBig(type as BigLane, big) : binary(type as NumberLane, small);
}

const sums = ALL.flatMap((lane) => [
  twoSources({
    name: `padd${LETTERS[lane]}`,
    lane,
    words: 'sum',
    operate: compute(
      lane,
      false,
      (a, b) => a + b,
      (a, b) => a + b,
    ),
  }),
  twoSources({
    name: `psub${LETTERS[lane]}`,
    lane,
    words: 'difference',
    operate: compute(
      lane,
      false,
      (a, b) => a - b,
      (a, b) => a - b,
    ),
  }),
]);

const saturating = ([1, 2] as const).flatMap((lane) =>
  [true, false].flatMap((signed) => {
    const type = (signed ? SIGNED : UNSIGNED)[lane];
    const suffix = `${signed ? 's' : 'us'}${LETTERS[lane]}`;
    const kind = signed ? 'signed' : 'unsigned';
    return [
      twoSources({
        name: `padd${suffix}`,
        lane,
        words: `sum with ${kind} saturation`,
        operate: binary(type, (a, b) => saturate(type, a + b)),
      }),
      twoSources({
        name: `psub${suffix}`,
        lane,
        words: `difference with ${kind} saturation`,
        operate: binary(type, (a, b) => saturate(type, a - b)),
      }),
    ];
  }),
);

/** PMINUB and PMAXSW belong to SSE2, the other sizes to SSE4.1, quadwords to AVX-512. */
const OLD_EXTREMES: ReadonlySet<string> = new Set(['ub', 'sw']);

const extremes = ALL.flatMap((lane) =>
  [true, false].flatMap((signed) => {
    const suffix = `${signed ? 's' : 'u'}${LETTERS[lane]}`;
    const isa: Isa = lane === 8 ? { evex: ['AVX512F'] } : isaOf(lane, OLD_EXTREMES.has(suffix) ? 'SSE2' : 'SSE4_1');
    const kind = signed ? 'signed' : 'unsigned';
    const smaller = compute(lane, signed, Math.min, (a, b) => (a - b < 0n ? a : b));
    const larger = compute(lane, signed, Math.max, (a, b) => (a - b > 0n ? a : b));
    return [
      twoSources({ name: `pmin${suffix}`, lane, words: `the smaller (${kind})`, operate: smaller, isa }),
      twoSources({ name: `pmax${suffix}`, lane, words: `the larger (${kind})`, operate: larger, isa }),
    ];
  }),
);

const SSSE3_BYTES: Isa = { ...BYTES, legacy: 'SSSE3' };

const products: readonly VectorFamily[] = [
  twoSources({ name: 'pmullw', lane: 2, words: 'low half of the product', operate: binary('i16', (a, b) => a * b) }),
  twoSources({
    name: 'pmulld',
    lane: 4,
    words: 'low half of the product',
    operate: binary('i32', Math.imul),
    isa: isaOf(4, 'SSE4_1'),
  }),
  twoSources({
    name: 'pmullq',
    lane: 8,
    words: 'low half of the product',
    operate: binaryBig('u64', (a, b) => BigInt.asUintN(64, a * b)),
    isa: { evex: ['AVX512DQ'] },
  }),
  twoSources({
    name: 'pmulhw',
    lane: 2,
    words: 'high half of the signed product',
    operate: binary('i16', (a, b) => (a * b) >> 16),
  }),
  twoSources({
    name: 'pmulhuw',
    lane: 2,
    words: 'high half of the unsigned product',
    operate: binary('u16', (a, b) => (a * b) >>> 16),
  }),
  twoSources({
    name: 'pmulhrsw',
    lane: 2,
    words: 'rounded high part of the product',
    operate: binary('i16', roundedHigh),
    isa: SSSE3_BYTES,
  }),
  twoSources({ name: 'pmuludq', lane: 8, words: 'unsigned product of the low halves', operate: wideProduct('u32') }),
  twoSources({
    name: 'pmuldq',
    lane: 8,
    words: 'signed product of the low halves',
    operate: wideProduct('i32'),
    isa: isaOf(8, 'SSE4_1'),
  }),
  twoSources({
    name: 'pmaddwd',
    lane: 4,
    words: 'sum of two products of signed words',
    operate: dotProduct({ a: 'i16', b: 'i16', count: 2 }, { lane: 'i32', saturating: false, accumulate: false }),
    isa: BYTES,
    lanewise: false,
    broadcast: false,
  }),
  twoSources({
    name: 'pmaddubsw',
    lane: 2,
    words: 'saturated sum of two products of unsigned by signed bytes',
    operate: dotProduct({ a: 'u8', b: 'i8', count: 2 }, { lane: 'i16', saturating: true, accumulate: false }),
    isa: SSSE3_BYTES,
    lanewise: false,
  }),
];

const averages = ([1, 2] as const).map((lane) =>
  twoSources({
    name: `pavg${LETTERS[lane]}`,
    lane,
    words: 'average, rounded up',
    operate: binary(UNSIGNED[lane], (a, b) => (a + b + 1) >> 1),
  }),
);

const absolutes = ALL.map((lane): VectorFamily => {
  const name = `pabs${LETTERS[lane]}`;
  const isa: Isa = lane === 8 ? { evex: ['AVX512F'] } : isaOf(lane, 'SSSE3');
  return {
    name,
    summary: 'Packed integers: absolute value',
    operation: `Each ${8 * lane}-bit element of first = the absolute value of that of second; of the smallest number, itself.`,
    groups: groupsOf(name, 'V W', isa, broadcastOf(lane)),
    meaning: {
      lane,
      lanewise: true,
      operate: lane === 8 ? unaryBig('i64', (a) => (a < 0n ? -a : a)) : unary(SIGNED[lane], Math.abs),
    },
  };
});

const signed = ([1, 2, 4] as const).map((lane) =>
  twoSources({
    name: `psign${LETTERS[lane]}`,
    lane,
    words: 'the first with the sign of the second, 0 for 0',
    operate: binary(SIGNED[lane], (a, b) => a * Math.sign(b)),
    isa: withoutEvex(isaOf(lane, 'SSSE3')),
  }),
);

function saturatedNeighbours(isa: Isa): VectorFamily[] {
  return [
    twoSources({
      name: 'phaddsw',
      lane: 2,
      words: 'sum of neighbours, with signed saturation',
      operate: horizontal('i16', (a, b) => saturate('i16', a + b)),
      isa,
    }),
    twoSources({
      name: 'phsubsw',
      lane: 2,
      words: 'difference of neighbours, with signed saturation',
      operate: horizontal('i16', (a, b) => saturate('i16', a - b)),
      isa,
    }),
  ];
}

const horizontals = (['i16', 'i32'] as const).flatMap((type) => {
  const [lane, letter] = type === 'i16' ? ([2, 'w'] as const) : ([4, 'd'] as const);
  const isa = withoutEvex(isaOf(lane, 'SSSE3'));
  return [
    ...(type === 'i16' ? saturatedNeighbours(isa) : []),
    twoSources({
      name: `phadd${letter}`,
      lane,
      words: 'sum of neighbours',
      operate: horizontal(type, (a, b) => a + b),
      isa,
    }),
    twoSources({
      name: `phsub${letter}`,
      lane,
      words: 'difference of neighbours',
      operate: horizontal(type, (a, b) => a - b),
      isa,
    }),
  ];
});

const packs = (
  [
    ['packsswb', 'i16', 'i8', 'SSE2'],
    ['packuswb', 'i16', 'u8', 'SSE2'],
    ['packssdw', 'i32', 'i16', 'SSE2'],
    ['packusdw', 'i32', 'u16', 'SSE4_1'],
  ] as const
).map(([name, from, to, legacy]): VectorFamily => {
  const lane = to.endsWith('8') ? 1 : 2;
  return {
    name,
    summary: 'Pack integers with saturation',
    operation:
      'In each 128 bits: the low half = the elements of the first source, the high half = those of the second, narrowed with saturation.',
    groups: groupsOf(name, 'V (V) W', { ...BYTES, legacy }, from === 'i32' ? { broadcast: 4 } : {}),
    meaning: { lane, nds: true, operate: pack(from, to) },
  };
});

const sad: VectorFamily = {
  name: 'psadbw',
  summary: 'Sums of absolute differences of bytes',
  operation: 'Each quadword of the destination = the sum of the eight absolute differences of its bytes.',
  groups: groupsOf('psadbw', 'V (V) W', BYTES, { masked: false }),
  meaning: { lane: 8, nds: true, operate: sumOfDifferences },
};

const differences: readonly VectorFamily[] = [
  {
    name: 'mpsadbw',
    summary: 'Sums of absolute differences at eight places',
    operation:
      'In each 128 bits: word i = the sum of four differences, of bytes i.. of the first source and four of the second.',
    groups: groupsOf('mpsadbw', 'V (V) W imm8', { legacy: 'SSE4_1', vex128: 'AVX', vex256: 'AVX2' }),
    meaning: { lane: 2, nds: true, operate: differencesByPlace },
  },
  {
    name: 'dbpsadbw',
    summary: 'Sums of absolute differences against a shuffled source',
    operation:
      'Each word = the sum of four differences of bytes; the doublewords of the second source are shuffled first.',
    groups: groupsOf('dbpsadbw', 'V V W imm8', { evex: ['AVX512BW'] }),
    meaning: { lane: 2, operate: differencesOfShuffled },
  },
  {
    name: 'phminposuw',
    summary: 'Smallest unsigned word',
    operation: 'Word 0 of first = the smallest word of second, word 1 its place, and zeros above.',
    groups: groupsOf('phminposuw', 'X xmmm128', { legacy: 'SSE4_1', vex128: 'AVX' }),
    meaning: { lane: 2, operate: smallestWord },
  },
];

export const VECTOR_INTEGERS: readonly VectorFamily[] = [
  ...sums,
  ...saturating,
  ...extremes,
  ...products,
  ...averages,
  ...absolutes,
  ...signed,
  ...horizontals,
  ...packs,
  sad,
  ...differences,
];
