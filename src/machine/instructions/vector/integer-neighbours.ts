/** Packed integers across lanes (Intel SDM vol. 2): PHADDW, PACKSSWB, PSADBW, VDBPSADBW and their like. */
import {
  differencesByPlace,
  differencesOfShuffled,
  horizontal,
  pack,
  saturate,
  smallestWord,
  sumOfDifferences,
} from '../../vector/integer';
import { isaOf, twoSources } from './integer-kinds';
import { BYTES, withoutEvex } from './isa';
import { groupsOf, type Isa, type VectorFamily } from './row';

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

export const VECTOR_INTEGER_NEIGHBOURS: readonly VectorFamily[] = [...horizontals, ...packs, sad, ...differences];
