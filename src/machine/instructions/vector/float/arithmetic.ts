/** Floating-point arithmetic and comparisons (Intel SDM vol. 2): ADDPS to VFNMSUB231SD. */
import {
  add,
  divide,
  type FloatBinary,
  type FusedSigns,
  fusedMultiplyAdd,
  multiply,
  squareRoot,
  subtract,
} from '../../../vector/float/arithmetic';
import { maximum, minimum } from '../../../vector/float/compare';
import { roundToIntegral } from '../../../vector/float/convert';
import { SINGLE as BINARY32, DOUBLE as BINARY64 } from '../../../vector/float/format';
import { fusedDouble, fusedSingle } from '../../../vector/float/quick';
import { ROUND } from '../../../vector/float/round';
import {
  eachLane,
  floatBinary,
  floatCompare,
  floatFlags,
  floatUnary,
  laneCount,
  readPattern,
  writePattern,
} from '../../../vector/float-lanes';
import type { Operate } from '../../../vector/vector-frame';
import { groupsOf, type Isa, type VectorFamily } from '../row';
import { KINDS, type Kind, lanesOf, meaningOf, optionsOf } from './kinds';

const BINARY: readonly [name: string, words: string, compute: FloatBinary, rounding: 'er' | 'sae'][] = [
  ['add', 'first source + second source', add, 'er'],
  ['sub', 'first source - second source', subtract, 'er'],
  ['mul', 'first source * second source', multiply, 'er'],
  ['div', 'first source / second source', divide, 'er'],
  ['min', 'the smaller one; the second source where both are 0 or one is a NaN', minimum, 'sae'],
  ['max', 'the larger one; the second source where both are 0 or one is a NaN', maximum, 'sae'],
];

const binaries = BINARY.flatMap(([head, words, compute, rounding]) =>
  KINDS.map((kind): VectorFamily => {
    const name = head + kind.suffix;
    return {
      name,
      summary: `Floating point: ${words.split(';')[0]}`,
      operation: `In ${lanesOf(kind)}: ${words}. Rounded and reported by MXCSR.`,
      groups: groupsOf(name, kind.scalar ? 'X (X) S' : 'V (V) W', kind.isa, optionsOf(kind, rounding)),
      meaning: meaningOf(kind, floatBinary(compute, kind.format, kind.scalar)),
    };
  }),
);

const roots = KINDS.map((kind): VectorFamily => {
  const name = `sqrt${kind.suffix}`;
  return {
    name,
    summary: 'Floating point: square root',
    operation: `In ${lanesOf(kind)}: the square root of the last source.`,
    groups: groupsOf(name, kind.scalar ? 'X (X) S' : 'V W', kind.isa, optionsOf(kind, 'er')),
    meaning: meaningOf(kind, floatUnary(squareRoot, kind.format, kind.scalar), { nds: kind.scalar }),
  };
});

const compares = KINDS.flatMap((kind): VectorFamily[] => {
  const name = `cmp${kind.suffix}`;
  const { evex = [], ...older } = kind.isa;
  const { format, scalar, bytes } = kind;
  const source = scalar ? 'S' : 'W';
  const first = scalar ? '(X)' : '(V)';
  const common = { name, summary: 'Floating point: compare by a predicate' };
  return [
    {
      ...common,
      operation: `In ${lanesOf(kind)}: all ones where the relation that the immediate names holds, else 0.`,
      groups: groupsOf(name, `${scalar ? 'X' : 'V'} ${first} ${source} imm8`, older, { scalar: bytes }),
      meaning: ({ form }) => meaningOf(kind, floatCompare(format, scalar, form.startsWith('VEX_') ? 32 : 8, 'lanes')),
    },
    {
      ...common,
      operation: 'Bit i of the opmask = 1 where the relation that the immediate names holds for the elements i.',
      groups: groupsOf(name, `kr ${scalar ? 'X' : 'V'} ${source} imm8`, { evex }, optionsOf(kind, 'sae')),
      meaning: {
        ...meaningOf(kind, floatCompare(format, scalar, 32, 'opmask')),
        scalar: false,
        ...(scalar && { resultBytes: () => bytes }),
      },
    },
  ];
});

const flags = KINDS.filter(({ scalar }) => scalar).flatMap((kind) =>
  (['comi', 'ucomi'] as const).map((head): VectorFamily => {
    const name = head + kind.suffix;
    return {
      name,
      summary: 'Floating point: compare and set flags',
      operation: `Of the lowest elements: ZF, PF, CF = 000 greater, 001 less, 100 equal, 111 unordered. OF, SF and AF become 0. ${head === 'comi' ? 'Every NaN' : 'A signaling NaN'} is invalid.`,
      groups: groupsOf(name, 'X S', kind.isa, { scalar: kind.bytes, rounding: 'sae', masked: false }),
      meaning: { lane: kind.bytes, noTarget: true, float: true, operate: floatFlags(kind.format, head === 'comi') },
    };
  }),
);

/** Operands 1, 2, 3 by the digits of the mnemonic: the first two are multiplied, the third is added. */
const ORDERS = ['132', '213', '231'] as const;

interface Fused {
  readonly head: string;
  readonly words: string;
  readonly signs: (lane: number) => FusedSigns;
  readonly packedOnly?: boolean;
}

const FUSED: readonly Fused[] = [
  { head: 'fmadd', words: 'a * b + c', signs: () => ({ negateProduct: false, negateAddend: false }) },
  { head: 'fmsub', words: 'a * b - c', signs: () => ({ negateProduct: false, negateAddend: true }) },
  { head: 'fnmadd', words: '-(a * b) + c', signs: () => ({ negateProduct: true, negateAddend: false }) },
  { head: 'fnmsub', words: '-(a * b) - c', signs: () => ({ negateProduct: true, negateAddend: true }) },
  {
    head: 'fmaddsub',
    words: 'a * b - c in even elements, + c in odd ones',
    signs: (lane) => ({ negateProduct: false, negateAddend: (lane & 1) === 0 }),
    packedOnly: true,
  },
  {
    head: 'fmsubadd',
    words: 'a * b + c in even elements, - c in odd ones',
    signs: (lane) => ({ negateProduct: false, negateAddend: (lane & 1) === 1 }),
    packedOnly: true,
  },
];

function fused(order: string, signs: Fused['signs'], { format, scalar }: Kind): Operate {
  const [x, y, z] = [...order].map((digit) => Number(digit) - 1) as [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2]; // three digits
  const quick = format === BINARY32 ? fusedSingle : format === BINARY64 ? fusedDouble : undefined;
  const type = format === BINARY32 ? 'f32' : 'f64';
  return (frame) => {
    const { result, sources } = frame;
    eachLane(
      frame,
      laneCount(frame, format, scalar),
      (lane, context) => {
        if (quick && context.mode === ROUND.NEAREST) {
          const { negateProduct, negateAddend } = signs(lane);
          const [a, b, c] = [sources[x][type][lane]!, sources[y][type][lane]!, sources[z][type][lane]!]; // within them
          const value = quick(negateProduct ? -a : a, b, negateAddend ? -c : c);
          if (!Number.isNaN(value)) {
            result[type][lane] = value;
            return;
          }
        }
        const read = (index: 0 | 1 | 2) => readPattern(sources[index], format.bytes, lane);
        const pattern = fusedMultiplyAdd([read(x), read(y), read(z)], signs(lane), format, context);
        writePattern(result, format.bytes, lane, pattern);
      },
      format,
    );
  };
}

const fusedFamilies = FUSED.flatMap(({ head, words, signs, packedOnly }) =>
  ORDERS.flatMap((order) =>
    KINDS.filter(({ scalar }) => !(scalar && packedOnly)).map((kind): VectorFamily => {
      const name = `${head}${order}${kind.suffix}`;
      return {
        name,
        summary: `Fused multiply-add: ${words}`,
        operation: `In ${lanesOf(kind)}: ${words}, rounded once, where a, b, c are the operands ${[...order].join(', ')}.`,
        groups: groupsOf(
          name,
          kind.scalar ? 'X X S' : 'V V W',
          kind.bytes === 2 ? kind.isa : { vex128: 'FMA', vex256: 'FMA', evex: ['AVX512F'] },
          optionsOf(kind, 'er'),
        ),
        meaning: meaningOf(kind, fused(order, signs, kind), { readsTarget: true }),
        manual: `V${head}132${kind.suffix}/V${head}213${kind.suffix}/V${head}231${kind.suffix}`,
      };
    }),
  ),
);

/** By the immediate: bits 1:0 the mode, bit 2 that of MXCSR, bit 3 nothing is reported; in bits 7:4 VRNDSCALE has its scale. */
function integral({ format, scalar }: Kind, scaled: boolean): Operate {
  return (frame) => {
    const { result, sources, immediate } = frame;
    eachLane(
      frame,
      laneCount(frame, format, scalar),
      (lane, context) => {
        const rounding = {
          mode: immediate & 4 ? context.mode : immediate & 3,
          reportsInexact: (immediate & 8) === 0,
          fraction: scaled ? immediate >> 4 : 0,
        };
        const pattern = readPattern(sources[scalar ? 1 : 0], format.bytes, lane);
        writePattern(result, format.bytes, lane, roundToIntegral(pattern, format, context, rounding));
      },
      format,
    );
  };
}

const integrals = KINDS.flatMap((kind): VectorFamily[] =>
  (kind.bytes === 2 ? [true] : [false, true]).map((scaled) => {
    const name = `${scaled ? 'rndscale' : 'round'}${kind.suffix}`;
    const isa: Isa = scaled ? { evex: kind.isa.evex ?? [] } : { legacy: 'SSE4_1', vex128: 'AVX', vex256: 'AVX' };
    const what = scaled ? 'a multiple of 2^-(immediate bits 7:4)' : 'an integral number';
    return {
      name,
      summary: `Floating point: round to ${what}`,
      operation: `In ${lanesOf(kind)}: the last source rounded to ${what}, in the mode that the immediate names.`,
      groups: groupsOf(name, kind.scalar ? 'X (X) S imm8' : 'V W imm8', isa, optionsOf(kind, 'sae')),
      meaning: meaningOf(kind, integral(kind, scaled), { nds: kind.scalar }),
    };
  }),
);

export const VECTOR_FLOATS: readonly VectorFamily[] = [
  ...binaries,
  ...roots,
  ...integrals,
  ...compares,
  ...flags,
  ...fusedFamilies,
];
