/** Floating point across lanes: HADDPS, ADDSUBPS and their like; products of bfloat16 (Intel SDM vol. 2). */
import type { Choices } from '../../../architecture/choices';
import { add, type FloatBinary, fusedMultiplyAdd, multiply, subtract } from '../../../vector/float/arithmetic';
import { SINGLE as BINARY32, DOUBLE as BINARY64, type FloatFormat } from '../../../vector/float/format';
import { MASK_SHIFT } from '../../../vector/float/mxcsr-exceptions';
import { fusedSingle } from '../../../vector/float/quick';
import { contextOf, type FloatContext, ROUND } from '../../../vector/float/round';
import { eachLane, readPattern, writePattern } from '../../../vector/float-lanes';
import { Lanes } from '../../../vector/lanes';
import type { Frame, Operate } from '../../../vector/vector-frame';
import { groupsOf, type Isa, type VectorFamily } from '../row';

const SSE3: Isa = { legacy: 'SSE3', vex128: 'AVX', vex256: 'AVX' };

/** Pairs of neighbours: of the first source in the low half of each 128 bits, of the second in the high half. */
function horizontal(compute: FloatBinary, format: FloatFormat): Operate {
  const per = 16 / format.bytes;
  return (frame) =>
    eachLane(frame, frame.length / format.bytes, (lane, context) => {
      const place = lane % per;
      const source = frame.sources[place < per / 2 ? 0 : 1];
      const from = lane - place + 2 * (place % (per / 2));
      const [a, b] = [readPattern(source, format.bytes, from), readPattern(source, format.bytes, from + 1)];
      writePattern(frame.result, format.bytes, lane, compute(a, b, format, context));
    });
}

function alternating(format: FloatFormat): Operate {
  return (frame) =>
    eachLane(frame, frame.length / format.bytes, (lane, context) => {
      const [a, b] = [
        readPattern(frame.sources[0], format.bytes, lane),
        readPattern(frame.sources[1], format.bytes, lane),
      ];
      writePattern(frame.result, format.bytes, lane, (lane & 1 ? add : subtract)(a, b, format, context));
    });
}

const pairs = (['ps', 'pd'] as const).flatMap((suffix): VectorFamily[] => {
  const format = suffix === 'ps' ? BINARY32 : BINARY64;
  const family = (name: string, operation: string, operate: Operate): VectorFamily => ({
    name: name + suffix,
    summary: `Floating point: ${operation.split(':')[0]}`,
    operation: `${operation}. Rounded and reported by MXCSR.`,
    groups: groupsOf(name + suffix, 'V (V) W', SSE3),
    meaning: { lane: format.bytes, nds: true, float: true, operate },
  });
  return [
    family(
      'hadd',
      'sums of neighbours: of the first source, then of the second, in each 128 bits',
      horizontal(add, format),
    ),
    family(
      'hsub',
      'differences of neighbours: of the first source, then of the second, in each 128 bits',
      horizontal(subtract, format),
    ),
    family('addsub', 'difference and sum in turn: even elements are subtracted, odd ones added', alternating(format)),
  ];
});

/**
 * The products that immediate bits 7:4 choose, summed in pairs, in the places of each 128 bits that bits 3:0 choose. All
 * products come first, then each round of sums: an exception that is not masked ends it there.
 */
function chosenProducts(format: FloatFormat): Operate {
  const per = 16 / format.bytes;
  const rounds = per === 4 ? [1, 2] : [1];
  return (frame) => {
    const { sources, result, immediate, length, choices } = frame;
    const context = contextOf(frame.mxcsr);
    let values = Array.from({ length: length / format.bytes }, (_, place) => {
      if (((immediate >> (4 + (place % per))) & 1) === 0) return 0n;
      const [a, b] = [readPattern(sources[0], format.bytes, place), readPattern(sources[1], format.bytes, place)];
      return multiply(a, b, format, context);
    });
    for (const by of rounds) {
      if (isEnded(frame, context)) break;
      const summed = values;
      values = values.map((_, place) => {
        const [first, second] = PAIRS[choices.dotProductNan](place, by);
        return add(summed[first]!, summed[second]!, format, context); // as many places
      });
    }
    frame.status |= context.status;
    for (const [place, value] of values.entries()) {
      if ((immediate >> (place % per)) & 1) writePattern(result, format.bytes, place, value);
    }
  };
}

/** Whether one of the exceptions so far is not masked. */
function isEnded({ mxcsr }: Frame, { status }: FloatContext): boolean {
  return (status & ~(mxcsr >>> MASK_SHIFT)) !== 0;
}

/** The two places whose values a place of the sum has, in the order in which they are added: of two NaNs, the first is taken. */
type Pair = (place: number, by: number) => readonly [number, number];

/** By the answers of processors (`dotProductNan`). */
const PAIRS: Readonly<Record<Choices['dotProductNan'], Pair>> = {
  neighbour: (place, by) => (by === 1 ? [place ^ by, place] : [place, place ^ by]),
  lowest: (place, by) => [place & ~by, place | by],
};

const chosen = (
  [
    ['dpps', BINARY32, { legacy: 'SSE4_1', vex128: 'AVX', vex256: 'AVX' }],
    ['dppd', BINARY64, { legacy: 'SSE4_1', vex128: 'AVX' }],
  ] as const
).map(
  ([name, format, isa]): VectorFamily => ({
    name,
    summary: 'Dot product of the elements that the immediate chooses',
    operation:
      'In each 128 bits: the products of the elements that immediate bits 7:4 choose, summed in pairs, go to the places that bits 3:0 choose; the others become 0. Rounded and reported by MXCSR.',
    groups: groupsOf(name, 'V (V) W imm8', isa),
    meaning: { lane: 16, nds: true, float: true, operate: chosenProducts(format) },
  }),
);

const PLAIN = { negateProduct: false, negateAddend: false };
const BFLOAT_BITS = 16;

/** To nearest, denormals as zeros, and without a word to MXCSR: the odd product first, then the even one. */
const bfloatProducts: Operate = ({ result, sources: [sum, a, b], length }) => {
  const context: FloatContext = {
    ...{ mode: ROUND.NEAREST, daz: true, ftz: true, overflowMasked: true, underflowMasked: true },
    status: 0,
  };
  const [x, y] = [WIDENED, OTHER];
  for (let lane = 0; lane < length / 4; lane++) {
    result.u32[lane] = sum.u32[lane]!; // within the vectors, as all below
    for (const word of [2 * lane + 1, 2 * lane]) {
      x.u32[0] = a.u16[word]! << BFLOAT_BITS; // within the vector
      y.u32[0] = b.u16[word]! << BFLOAT_BITS;
      const quick = fusedSingle(x.f32[0]!, y.f32[0]!, result.f32[lane]!); // within the vector
      if (!Number.isNaN(quick)) result.f32[lane] = quick;
      else {
        const patterns = [readPattern(x, 4, 0), readPattern(y, 4, 0), readPattern(result, 4, lane)] as const;
        writePattern(result, 4, lane, fusedMultiplyAdd(patterns, PLAIN, BINARY32, context));
      }
    }
  }
};

/** The factors in single precision. Scratch, not state. */
const WIDENED = new Lanes();
const OTHER = new Lanes();

export const VECTOR_FLOAT_PAIRS: readonly VectorFamily[] = [
  ...pairs,
  ...chosen,
  {
    name: 'dpbf16ps',
    summary: 'Add products of pairs of bfloat16 to single precision',
    operation: 'Each element of first = (first + odd * odd) + even * even, each step fused and rounded to nearest.',
    groups: groupsOf('dpbf16ps', 'V V W', { evex: ['AVX512_BF16'] }, { broadcast: 4 }),
    meaning: { lane: 4, readsTarget: true, lanewise: true, operate: bfloatProducts },
  },
];
