/** Comparisons of integers, and moves between vectors and opmasks (Intel SDM vol. 2). */
import type { Feature } from '../../architecture/feature';
import { byPredicate, commonBits, EQUAL, GREATER, type LaneSize, toLanes, toOpmask } from '../../vector/compare';
import { INTEGER } from './isa';
import { type FormOptions, groupsOf, type VectorFamily } from './row';

const LETTERS = { 1: 'b', 2: 'w', 4: 'd', 8: 'q' } as const;
const ALL: readonly LaneSize[] = [1, 2, 4, 8];

function broadcastOf(lane: LaneSize): FormOptions {
  return lane === 4 || lane === 8 ? { broadcast: lane } : {};
}

/** PCMPEQ and PCMPGT: lanes of ones without EVEX, an opmask with it. */
const simple = ALL.flatMap((lane) =>
  (['eq', 'gt'] as const).flatMap((kind): VectorFamily[] => {
    const name = `pcmp${kind}${LETTERS[lane]}`;
    const test = kind === 'eq' ? EQUAL : GREATER;
    const legacy: Feature = lane < 8 ? 'SSE2' : kind === 'eq' ? 'SSE4_1' : 'SSE4_2';
    const words = kind === 'eq' ? 'equal' : 'greater (signed)';
    const common = { name, summary: `Compare integers: ${words}` };
    const evex: readonly Feature[] = lane < 4 ? ['AVX512BW'] : ['AVX512F'];
    return [
      {
        ...common,
        operation: `Each ${8 * lane}-bit element of the destination = all ones where the first source is ${words}, else 0.`,
        groups: groupsOf(name, 'V (V) W', { legacy, vex128: 'AVX', vex256: INTEGER.vex256 ?? 'AVX2' }),
        meaning: { lane, nds: true, operate: toLanes(lane, test) },
      },
      {
        ...common,
        operation: `Bit i of the opmask = 1 where element i of the first source is ${words}.`,
        groups: groupsOf(name, 'kr V W', { evex }, broadcastOf(lane)),
        meaning: { lane, lanewise: true, operate: toOpmask(lane, test) },
      },
    ];
  }),
);

const PREDICATES = '0 =, 1 <, 2 <=, 3 never, 4 !=, 5 >=, 6 >, 7 always';

const general = ALL.flatMap((lane) =>
  [true, false].map((signed): VectorFamily => {
    const name = `pcmp${signed ? '' : 'u'}${LETTERS[lane]}`;
    return {
      name,
      summary: `Compare ${signed ? 'signed' : 'unsigned'} integers into an opmask`,
      operation: `Bit i of the opmask = the relation of the elements i that the immediate names: ${PREDICATES}.`,
      groups: groupsOf(name, 'kr V W imm8', { evex: lane < 4 ? ['AVX512BW'] : ['AVX512F'] }, broadcastOf(lane)),
      meaning: { lane, lanewise: true, operate: byPredicate(lane, signed) },
    };
  }),
);

const tests = ALL.flatMap((lane) =>
  [true, false].map((wanted): VectorFamily => {
    const name = `ptest${wanted ? '' : 'n'}m${LETTERS[lane]}`;
    return {
      name,
      summary: 'Test bits into an opmask',
      operation: `Bit i of the opmask = 1 where the elements i have ${wanted ? 'a 1 bit' : 'no 1 bit'} in common.`,
      groups: groupsOf(name, 'kr V W', { evex: lane < 4 ? ['AVX512BW'] : ['AVX512F'] }, broadcastOf(lane)),
      meaning: { lane, lanewise: true, operate: commonBits(lane, wanted) },
    };
  }),
);

const conversions = ALL.flatMap((lane): VectorFamily[] => {
  const evex: readonly Feature[] = lane < 4 ? ['AVX512BW'] : ['AVX512DQ'];
  const [fromMask, toMask] = [`pmovm2${LETTERS[lane]}`, `pmov${LETTERS[lane]}2m`];
  return [
    {
      name: fromMask,
      summary: 'Opmask to a vector of ones and zeros',
      operation: `Each ${8 * lane}-bit element of first = all ones where its bit of second is 1, else 0.`,
      groups: groupsOf(fromMask, 'V kr', { evex }, { masked: false }),
      meaning: {
        lane,
        operate: ({ result, sources: [a], length }) => {
          for (let i = 0; i < length / lane; i++) {
            if ((a.u8[i >> 3]! >> (i & 7)) & 1) result.u8.fill(0xff, i * lane, (i + 1) * lane); // within 64 bits
          }
        },
      },
    },
    {
      name: toMask,
      summary: 'Sign bits of a vector to an opmask',
      operation: 'Bit i of first = the highest bit of element i of second.',
      groups: groupsOf(toMask, 'kr V', { evex }, { masked: false }),
      meaning: {
        lane,
        operate: ({ bits, sources: [a], length }) => {
          for (let i = 0; i < length / lane; i++) bits[i] = a.u8[(i + 1) * lane - 1]! >> 7; // within the vector
        },
      },
    },
  ];
});

export const VECTOR_COMPARES: readonly VectorFamily[] = [...simple, ...general, ...tests, ...conversions];
