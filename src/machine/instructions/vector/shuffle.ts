/** Shuffles, unpacks and blends (Intel SDM vol. 2). */
import type { Feature } from '../../architecture/feature';
import type { Meaning } from '../../vector/meaning';
import * as choices from '../../vector/shuffle';
import { type LaneSize, shuffle, unpack } from '../../vector/shuffle';
import { AVX512, BYTES, DOUBLE, INTEGER, SINGLE } from './isa';
import { type FormOptions, groupsOf, type Isa, listed, type VectorFamily } from './row';

interface Shuffle {
  readonly name: string;
  readonly shape: string;
  readonly lane: LaneSize;
  readonly isa: Isa;
  readonly words: string;
  readonly choose: choices.Choose;
  readonly broadcast?: boolean;
  /** The size in bytes of the lanes that `choose` counts, if it differs from the lanes of the mask. */
  readonly counted?: LaneSize;
  readonly also?: Partial<Meaning>;
}

function shuffled({ name, shape, lane, isa, words, choose, broadcast, counted, also }: Shuffle): VectorFamily {
  const options: FormOptions = (broadcast ?? lane >= 4) && (lane === 4 || lane === 8) ? { broadcast: lane } : {};
  return {
    name,
    summary: `Shuffle: ${words}`,
    operation: `Each element of the destination is chosen from the sources: ${words}.`,
    groups: groupsOf(name, shape, isa, options),
    meaning: { lane, nds: shape.includes('('), operate: shuffle(counted ?? lane, choose), ...also },
  };
}

const LETTERS = { 1: 'b', 2: 'w', 4: 'd', 8: 'q' } as const;
const AVX2_ONLY: Isa = { vex256: 'AVX2', evex: ['AVX512F'], evexLengths: [32, 64] };
const YMM_UP: Isa = { evex: ['AVX512F'], evexLengths: [32, 64] };
const SSE41: Isa = { legacy: 'SSE4_1', vex128: 'AVX', vex256: 'AVX' };
const BY_IMMEDIATE = 'two bits of the immediate for each, within 128 bits';

const byImmediate: readonly VectorFamily[] = (
  [
    ['pshufd', 'V W imm8', 4, INTEGER, BY_IMMEDIATE, choices.byTwoBits],
    ['pshuflw', 'V W imm8', 2, BYTES, 'the low four words of each 128 bits by the immediate', choices.lowWords],
    ['pshufhw', 'V W imm8', 2, BYTES, 'the high four words of each 128 bits by the immediate', choices.highWords],
    [
      'shufps',
      'V (V) W imm8',
      4,
      SINGLE,
      'two of the first, two of the second source by the immediate',
      choices.singlesOfTwo,
    ],
    [
      'shufpd',
      'V (V) W imm8',
      8,
      DOUBLE,
      'one of the first, one of the second source by the immediate',
      choices.doublesOfTwo,
    ],
    [
      'palignr',
      'V (V) W imm8',
      1,
      { ...BYTES, legacy: 'SSSE3' },
      'both sources joined, shifted right by bytes',
      choices.alignBytes(),
    ],
    ['alignd', 'V V W imm8', 4, AVX512, 'both sources joined, shifted right by elements', choices.alignLanes(4)],
    ['alignq', 'V V W imm8', 8, AVX512, 'both sources joined, shifted right by elements', choices.alignLanes(8)],
    ['permilps', 'V W imm8', 4, { vex128: 'AVX', vex256: 'AVX', evex: ['AVX512F'] }, BY_IMMEDIATE, choices.byTwoBits],
    [
      'permilpd',
      'V W imm8',
      8,
      { vex128: 'AVX', vex256: 'AVX', evex: ['AVX512F'] },
      'a bit of the immediate for each',
      choices.byOneBit,
    ],
    ['permq', 'V W imm8', 8, AVX2_ONLY, 'two bits of the immediate for each, within 256 bits', choices.byTwoBits],
    ['permpd', 'V W imm8', 8, AVX2_ONLY, 'two bits of the immediate for each, within 256 bits', choices.byTwoBits],
    ['shuff32x4', 'V V W imm8', 4, YMM_UP, 'blocks of 128 bits by the immediate', choices.blocksOfTwo],
    ['shufi32x4', 'V V W imm8', 4, YMM_UP, 'blocks of 128 bits by the immediate', choices.blocksOfTwo],
    ['shuff64x2', 'V V W imm8', 8, YMM_UP, 'blocks of 128 bits by the immediate', choices.blocksOfTwo],
    ['shufi64x2', 'V V W imm8', 8, YMM_UP, 'blocks of 128 bits by the immediate', choices.blocksOfTwo],
  ] as const
).map(([name, shape, lane, isa, words, choose]) =>
  shuffled({ name, shape, lane, isa, words, choose, ...(/x[24]$/.test(name) && { counted: 8 as const }) }),
);

const byVector: readonly VectorFamily[] = [
  shuffled({
    name: 'pshufb',
    shape: 'V (V) W',
    lane: 1,
    isa: { ...BYTES, legacy: 'SSSE3' },
    words: 'the byte that the second source names within 128 bits, 0 where its bit 7 is 1',
    choose: choices.bytesByControl(),
  }),
  ...(
    [
      ['permilps', 4, choices.singlesByControl],
      ['permilpd', 8, choices.doublesByControl],
    ] as const
  ).map(([name, lane, choose]) =>
    shuffled({
      name,
      shape: 'V V W',
      lane,
      isa: { vex128: 'AVX', vex256: 'AVX', evex: ['AVX512F'] },
      words: 'the element that the second source names within 128 bits',
      choose,
    }),
  ),
  ...(
    [
      ['permd', 4, AVX2_ONLY],
      ['permps', 4, AVX2_ONLY],
      ['permq', 8, YMM_UP],
      ['permpd', 8, YMM_UP],
      ['permw', 2, { evex: ['AVX512BW'] }],
      ['permb', 1, { evex: ['AVX512_VBMI'] }],
    ] as const
  ).map(([name, lane, isa]) =>
    shuffled({
      name,
      shape: 'V V W',
      lane,
      isa,
      words: 'the element of the second source that the first names',
      choose: choices.byIndices(lane),
    }),
  ),
  ...([1, 2, 4, 8] as const).flatMap((lane) =>
    (['i', 't'] as const).flatMap((kind) => {
      const letters = lane === 4 ? ['d', 'ps'] : lane === 8 ? ['q', 'pd'] : [LETTERS[lane]];
      const evex: readonly Feature[] = [lane === 1 ? 'AVX512_VBMI' : lane === 2 ? 'AVX512BW' : 'AVX512F'];
      return letters.map((letter) =>
        shuffled({
          name: `perm${kind}2${letter}`,
          shape: 'V V W',
          lane,
          isa: { evex },
          words: `the element of two tables that the ${kind === 'i' ? 'first' : 'second'} operand names`,
          choose: choices.ofTwoTables(lane, kind === 'i' ? 'first' : 'second'),
          also: { readsTarget: true },
        }),
      );
    }),
  ),
  ...(['f', 'i'] as const).map(
    (kind): VectorFamily => ({
      name: `perm2${kind}128`,
      summary: 'Shuffle: halves of two sources',
      operation: 'Each half = the half of the two sources that four bits of the immediate name, or 0.',
      groups: [listed([kind === 'f' ? 'AVX' : 'AVX2'], `VEX_Vperm2${kind}128_ymm_ymm_ymmm256_imm8`)],
      meaning: { lane: 8, operate: shuffle(8, choices.halves) },
    }),
  ),
];

const duplicates: readonly VectorFamily[] = [
  shuffled({
    name: 'movshdup',
    shape: 'V W',
    lane: 4,
    isa: { ...SINGLE, legacy: 'SSE3' },
    words: 'odd elements twice',
    choose: (i) => i | 1,
    broadcast: false,
  }),
  shuffled({
    name: 'movsldup',
    shape: 'V W',
    lane: 4,
    isa: { ...SINGLE, legacy: 'SSE3' },
    words: 'even elements twice',
    choose: (i) => i & ~1,
    broadcast: false,
  }),
  {
    name: 'movddup',
    summary: 'Shuffle: even elements twice',
    operation: 'Each pair of quadwords = the lower one twice.',
    groups: [
      listed(['SSE3'], 'Movddup_xmm_xmmm64'),
      listed(['AVX'], 'VEX_Vmovddup_xmm_xmmm64', 'VEX_Vmovddup_ymm_ymmm256'),
      listed(['AVX512VL', 'AVX512F'], 'EVEX_Vmovddup_xmm_k1z_xmmm64', 'EVEX_Vmovddup_ymm_k1z_ymmm256'),
      listed(['AVX512F'], 'EVEX_Vmovddup_zmm_k1z_zmmm512'),
    ],
    meaning: { lane: 8, operate: shuffle(8, (i) => i & ~1) },
  },
];

function unpacking(name: string, lane: LaneSize, high: boolean, isa: Isa): VectorFamily {
  const options: FormOptions = lane === 4 || lane === 8 ? { broadcast: lane } : {};
  return {
    name,
    summary: `Interleave the ${high ? 'high' : 'low'} halves`,
    operation: `In each 128 bits: the elements of the ${high ? 'high' : 'low'} halves of both sources in turn, the first source's first.`,
    groups: groupsOf(name, 'V (V) W', isa, options),
    meaning: { lane, nds: true, operate: unpack(lane, high) },
  };
}

const unpacks = [true, false].flatMap((high) => {
  const which = high ? 'h' : 'l';
  return [
    unpacking(`punpck${which}bw`, 1, high, BYTES),
    unpacking(`punpck${which}wd`, 2, high, BYTES),
    unpacking(`punpck${which}dq`, 4, high, INTEGER),
    unpacking(`punpck${which}qdq`, 8, high, INTEGER),
    unpacking(`unpck${which}ps`, 4, high, SINGLE),
    unpacking(`unpck${which}pd`, 8, high, DOUBLE),
  ];
});

const blends: readonly VectorFamily[] = [
  ...(
    [
      ['blendps', 4, 8, SSE41],
      ['blendpd', 8, 8, SSE41],
      ['pblendw', 2, 8, { ...SSE41, vex256: 'AVX2' }],
      ['pblendd', 4, 8, { vex128: 'AVX2', vex256: 'AVX2' }],
    ] as const
  ).map(([name, lane, period, isa]) =>
    shuffled({
      name,
      shape: 'V (V) W imm8',
      lane,
      isa,
      words: 'the second source where the immediate has a 1, else the first',
      choose: choices.blendBy(period),
    }),
  ),
  ...(
    [
      ['blendvps', 4, 'AVX'],
      ['blendvpd', 8, 'AVX'],
      ['pblendvb', 1, 'AVX2'],
    ] as const
  ).map(([name, lane, vex256]) =>
    shuffled({
      name,
      shape: 'V V W V',
      lane,
      isa: { vex128: 'AVX', vex256 },
      words: 'the second source where the third is negative, else the first',
      choose: choices.blendBySign(lane),
    }),
  ),
  ...(
    [
      ['blendvps', 4],
      ['blendvpd', 8],
      ['pblendvb', 1],
    ] as const
  ).map(([name, lane]) =>
    shuffled({
      name,
      shape: 'V W',
      lane,
      isa: { legacy: 'SSE4_1' },
      words: 'the second operand where XMM0 is negative, else the first',
      choose: choices.blendBySign(lane),
      also: { nds: true, implicit: { file: 'xmm', index: 0, size: 16 } },
    }),
  ),
  ...([1, 2, 4, 8] as const).flatMap((lane) => {
    const names = [`pblendm${LETTERS[lane]}`, ...(lane === 4 ? ['blendmps'] : lane === 8 ? ['blendmpd'] : [])];
    return names.map((name) =>
      shuffled({
        name,
        shape: 'V V W',
        lane,
        isa: { evex: lane < 4 ? ['AVX512BW'] : ['AVX512F'] },
        words: 'the second source where the mask has a 1, else the first, or 0 with {z}',
        choose: choices.blendByMask,
        also: { lanewise: true, blends: true },
      }),
    );
  }),
];

export const VECTOR_SHUFFLES: readonly VectorFamily[] = [
  ...byImmediate,
  ...byVector,
  ...duplicates,
  ...unpacks,
  ...blends,
];
