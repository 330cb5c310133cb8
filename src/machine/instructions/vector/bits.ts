/** Bits of lanes (Intel SDM vol. 2): VPOPCNT, VPLZCNT, VPCONFLICT, VPSHLD, VPMULTISHIFTQB, VPCOMPRESS, GF2P8AFFINEQB, ... */
import * as bits from '../../vector/bit-fields';
import { affine, multiplyBytes } from '../../vector/galois';
import type { Meaning } from '../../vector/meaning';
import { type FormOptions, groupsOf, type Isa, type VectorFamily } from './row';

type LaneSize = 1 | 2 | 4 | 8;

const LETTERS = { 1: 'b', 2: 'w', 4: 'd', 8: 'q' } as const;

function broadcastOf(lane: LaneSize): FormOptions {
  return lane >= 4 ? { broadcast: lane as 4 | 8 } : {};
}

function family(
  name: string,
  shape: string,
  lane: LaneSize,
  isa: Isa,
  words: string,
  meaning: Omit<Meaning, 'lane'>,
  options: FormOptions = broadcastOf(lane),
): VectorFamily {
  return {
    name,
    summary: words.split(':')[0] ?? words,
    operation: `In each ${8 * lane}-bit element of the destination: ${words}.`,
    groups: groupsOf(name, shape, isa, options),
    meaning: { lane, lanewise: true, ...meaning },
  };
}

const NARROW = [1, 2] as const;
const WIDE = [4, 8] as const;
const FUNNEL = [2, 4, 8] as const;
const CONFLICT: Isa = { evex: ['AVX512CD'] };
const VBMI2: Isa = { evex: ['AVX512_VBMI2'] };

const counts: readonly VectorFamily[] = [
  ...NARROW.map((lane) => ({ lane, isa: { evex: ['AVX512_BITALG'] } satisfies Isa })),
  ...WIDE.map((lane) => ({ lane, isa: { evex: ['AVX512_VPOPCNTDQ'] } satisfies Isa })),
].map(({ lane, isa }) =>
  family(`popcnt${LETTERS[lane]}`, 'V W', lane, isa, 'Count bits that are 1', {
    operate: bits.eachBig(lane, ([a = 0n]) => bits.countOnes(a)),
  }),
);

const conflicts: readonly VectorFamily[] = WIDE.flatMap((lane) => [
  family(`plzcnt${LETTERS[lane]}`, 'V W', lane, CONFLICT, 'Count leading zeros', {
    operate: bits.eachBig(lane, ([a = 0n]) => bits.countLeadingZeros(8 * lane)(a)),
  }),
  family(
    `pconflict${LETTERS[lane]}`,
    'V W',
    lane,
    CONFLICT,
    'Find equal elements: bit i is 1 where element i below is the same',
    {
      operate: bits.conflicts(lane),
      lanewise: false,
    },
  ),
]);

const maskCopies: readonly VectorFamily[] = (
  [
    ['pbroadcastmb2q', 8, 0xff],
    ['pbroadcastmw2d', 4, 0xffff],
  ] as const
).map(([name, lane, low]) =>
  family(
    name,
    'V kr',
    lane,
    CONFLICT,
    `Copy the low ${lane === 8 ? 8 : 16} bits of an opmask`,
    {
      operate: ({ result, sources: [a], length }) => {
        for (let i = 0; i < length / lane; i++) bits.setLane(result, lane, i, BigInt(a.u32[0]! & low)); // 16 of them
      },
    },
    { masked: false },
  ),
);

const funnels: readonly VectorFamily[] = FUNNEL.flatMap((lane) => {
  const width = BigInt(8 * lane);
  const letter = LETTERS[lane];
  return [
    family(
      `pshld${letter}`,
      'V V W imm8',
      lane,
      VBMI2,
      'Shift left, bits of the second source coming in: by the immediate',
      {
        operate: bits.eachBig(lane, ([a = 0n, b = 0n], { immediate }) =>
          bits.funnelLeft(width, a, b, BigInt(immediate)),
        ),
      },
    ),
    family(
      `pshrd${letter}`,
      'V V W imm8',
      lane,
      VBMI2,
      'Shift right, bits of the second source coming in: by the immediate',
      {
        operate: bits.eachBig(lane, ([a = 0n, b = 0n], { immediate }) =>
          bits.funnelRight(width, b, a, BigInt(immediate)),
        ),
      },
    ),
    family(`pshldv${letter}`, 'V V W', lane, VBMI2, 'Shift left, bits of the second source coming in: by the third', {
      readsTarget: true,
      operate: bits.eachBig(lane, ([a = 0n, b = 0n, count = 0n]) => bits.funnelLeft(width, a, b, count)),
    }),
    family(`pshrdv${letter}`, 'V V W', lane, VBMI2, 'Shift right, bits of the second source coming in: by the third', {
      readsTarget: true,
      operate: bits.eachBig(lane, ([a = 0n, b = 0n, count = 0n]) => bits.funnelRight(width, b, a, count)),
    }),
  ];
});

/** By name, bytes of an element, CPUID bit. */
const COMPRESSED: readonly (readonly [suffix: string, lane: LaneSize, isa: Isa])[] = [
  ...NARROW.map((lane) => [`p*${LETTERS[lane]}`, lane, VBMI2] as const),
  ...WIDE.map((lane) => [`p*${LETTERS[lane]}`, lane, { evex: ['AVX512F'] }] as const),
  ['*ps', 4, { evex: ['AVX512F'] }],
  ['*pd', 8, { evex: ['AVX512F'] }],
];

const compressions: readonly VectorFamily[] = COMPRESSED.flatMap(([pattern, lane, isa]) => [
  {
    ...family(
      pattern.replace('*', 'compress'),
      'W V',
      lane,
      isa,
      'Selected elements of the source, close together',
      {
        operate: bits.compress(lane),
        lanewise: false,
      },
      {},
    ),
    operation:
      'The elements of second whose mask bit is 1 go to the low end of first, in order. Memory takes only these.',
  },
  {
    ...family(
      pattern.replace('*', 'expand'),
      'V W',
      lane,
      isa,
      'Elements from the low end of the source to the selected places',
      {
        operate: bits.expand(lane),
        contiguous: true,
      },
      {},
    ),
    operation: 'The elements from the low end of second, in order, go to those of first whose mask bit is 1.',
  },
]);

const BYTES: Isa = { evex: ['AVX512_VBMI'] };
const AVX_IFMA: Isa = { vex128: 'AVX_IFMA', vex256: 'AVX_IFMA' };
const GALOIS_WITH_AVX = ['GFNI', 'AVX'] as const;
const GALOIS: Isa = {
  legacy: 'GFNI',
  vex128: GALOIS_WITH_AVX,
  vex256: GALOIS_WITH_AVX,
  evex: ['GFNI', 'AVX512F'],
};

const others: readonly VectorFamily[] = [
  family(
    'pmultishiftqb',
    'V V W',
    1,
    BYTES,
    'Eight bits of the quadword, from the bit that the first source names',
    {
      operate: bits.multishift,
      lanewise: false,
    },
    { broadcast: 8 },
  ),
  family(
    'pshufbitqmb',
    'kr V W',
    1,
    { evex: ['AVX512_BITALG'] },
    'The bit of the quadword that the second source names',
    {
      operate: bits.chosenBits,
    },
    {},
  ),
  ...([false, true] as const).map((high) => {
    const name = `pmadd52${high ? 'h' : 'l'}uq`;
    const what = `Add the ${high ? 'high' : 'low'} half of a product of 52-bit integers`;
    const meaning = { readsTarget: true, operate: bits.productOf52(high) };
    const evex = family(name, 'V V W', 8, { evex: ['AVX512_IFMA'] }, what, meaning);
    return { ...evex, groups: [...evex.groups, ...groupsOf(name, 'V V W', AVX_IFMA)] };
  }),
  family('gf2p8mulb', 'V (V) W', 1, GALOIS, 'Product in GF(2^8)', { nds: true, operate: multiplyBytes }, {}),
  ...([false, true] as const).map((inverse) =>
    family(
      `gf2p8affine${inverse ? 'inv' : ''}qb`,
      'V (V) W imm8',
      1,
      GALOIS,
      `Matrix of the second source times ${inverse ? 'the inverse in GF(2^8) of the byte' : 'the byte'}, plus the immediate`,
      { nds: true, operate: affine(inverse), lanewise: false },
      { broadcast: 8 },
    ),
  ),
];

export const VECTOR_BITS: readonly VectorFamily[] = [
  ...counts,
  ...conflicts,
  ...maskCopies,
  ...funnels,
  ...compressions,
  ...others,
];
