/** What AVX-512 has to take numbers apart and to choose among them (Intel SDM vol. 2, VGETEXP to VFIXUPIMM). */
import type { FloatBinary, FloatUnary } from '../../../vector/float/arithmetic';
import { fixedUp, isOfClass, range } from '../../../vector/float/choice';
import { exponentOf, reduction, scale, significandOf } from '../../../vector/float/parts';
import { eachLane, floatBinary, floatUnary, laneCount, readPattern, writePattern } from '../../../vector/float-lanes';
import { XMM_BYTES } from '../../../vector/lanes';
import type { Operate } from '../../../vector/vector-frame';
import { groupsOf, type Isa, type VectorFamily } from '../row';
import { KINDS, type Kind, lanesOf, meaningOf, optionsOf } from './kinds';

/** AVX512F, AVX512DQ and AVX512-FP16 brought them. */
function evexOf(kind: Kind, feature: 'AVX512F' | 'AVX512DQ'): Isa {
  return { evex: [kind.bytes === 2 ? 'AVX512_FP16' : feature] };
}

/** Half precision has neither VRANGE nor VFIXUPIMM. */
const WITHOUT_HALF = KINDS.filter(({ bytes }) => bytes !== 2);

/** An operation that is another for each immediate. */
function unaryByImmediate(operation: (immediate: number) => FloatUnary, { format, scalar }: Kind): Operate {
  return (frame) => floatUnary(operation(frame.immediate), format, scalar)(frame);
}

function binaryByImmediate(operation: (immediate: number) => FloatBinary, { format, scalar }: Kind): Operate {
  return (frame) => floatBinary(operation(frame.immediate), format, scalar)(frame);
}

const exponents = KINDS.map((kind): VectorFamily => {
  const name = `getexp${kind.suffix}`;
  return {
    name,
    summary: 'Floating point: the exponent',
    operation: `In ${lanesOf(kind)}: the exponent of the last source as a number, as if there were no denormals; of 0 -infinity, of infinities infinity.`,
    groups: groupsOf(name, kind.scalar ? 'X X S' : 'V W', evexOf(kind, 'AVX512F'), optionsOf(kind, 'sae')),
    meaning: meaningOf(kind, floatUnary(exponentOf, kind.format, kind.scalar), { nds: kind.scalar }),
  };
});

const significands = KINDS.map((kind): VectorFamily => {
  const name = `getmant${kind.suffix}`;
  return {
    name,
    summary: 'Floating point: the significand',
    operation: `In ${lanesOf(kind)}: the significand of the last source, in the interval that immediate bits 1:0 name: [1, 2), [1/2, 2), [1/2, 1), [3/4, 3/2). With bit 2 it is positive, with bit 3 negative numbers are invalid.`,
    groups: groupsOf(name, kind.scalar ? 'X X S imm8' : 'V W imm8', evexOf(kind, 'AVX512F'), optionsOf(kind, 'sae')),
    meaning: meaningOf(kind, unaryByImmediate(significandOf, kind), { nds: kind.scalar }),
  };
});

const scales = KINDS.map((kind): VectorFamily => {
  const name = `scalef${kind.suffix}`;
  return {
    name,
    summary: 'Floating point: scale by a power of two',
    operation: `In ${lanesOf(kind)}: first source * 2^floor(second source). Rounded and reported by MXCSR.`,
    groups: groupsOf(name, kind.scalar ? 'X X S' : 'V V W', evexOf(kind, 'AVX512F'), optionsOf(kind, 'er')),
    meaning: meaningOf(kind, floatBinary(scale, kind.format, kind.scalar)),
  };
});

const ranges = WITHOUT_HALF.map((kind): VectorFamily => {
  const name = `range${kind.suffix}`;
  return {
    name,
    summary: 'Floating point: the smaller or larger number or magnitude',
    operation: `In ${lanesOf(kind)}: by immediate bits 1:0 the smaller or larger source, or that of smaller or larger magnitude; by bits 3:2 with the sign of the first source, of the result, none, or a minus.`,
    groups: groupsOf(name, kind.scalar ? 'X X S imm8' : 'V V W imm8', evexOf(kind, 'AVX512DQ'), optionsOf(kind, 'sae')),
    meaning: meaningOf(kind, binaryByImmediate(range, kind)),
  };
});

const reductions = KINDS.map((kind): VectorFamily => {
  const name = `reduce${kind.suffix}`;
  return {
    name,
    summary: 'Floating point: what rounding to a multiple takes away',
    operation: `In ${lanesOf(kind)}: the last source minus itself, rounded to a multiple of 2^-(immediate bits 7:4) in the mode that bits 2:0 name.`,
    groups: groupsOf(name, kind.scalar ? 'X X S imm8' : 'V W imm8', evexOf(kind, 'AVX512DQ'), optionsOf(kind, 'sae')),
    meaning: meaningOf(kind, unaryByImmediate(reduction, kind), { nds: kind.scalar }),
  };
});

function classify({ format, scalar }: Kind): Operate {
  return (frame) => {
    const { sources, bits, immediate } = frame;
    eachLane(
      frame,
      laneCount(frame, format, scalar),
      (lane, { daz }) => {
        bits[lane] = isOfClass(readPattern(sources[0], format.bytes, lane), format, daz, immediate) ? 1 : 0;
      },
      format,
    );
  };
}

const classes = KINDS.map((kind): VectorFamily => {
  const name = `fpclass${kind.suffix}`;
  const { scalar, bytes } = kind;
  return {
    name,
    summary: 'Floating point: test the class',
    operation:
      'Bit i of the opmask = 1 where element i is of a class whose immediate bit is 1: quiet NaN, +0, -0, +infinity, -infinity, denormal, negative and finite, signaling NaN.',
    groups: groupsOf(
      name,
      `kr ${scalar ? 'S' : 'W'} imm8`,
      evexOf(kind, 'AVX512DQ'),
      scalar ? { scalar: bytes } : { broadcast: bytes },
    ),
    meaning: { lane: bytes, lanewise: true, operate: classify(kind), ...(scalar && { resultBytes: () => bytes }) },
  };
});

function fixUp({ format, scalar }: Kind): Operate {
  return (frame) => {
    const { sources, result, immediate } = frame;
    const read = (source: 0 | 1 | 2, lane: number) => readPattern(sources[source], format.bytes, lane);
    if (scalar) result.u8.set(sources[1].u8.subarray(0, XMM_BYTES));
    eachLane(
      frame,
      laneCount(frame, format, scalar),
      (lane, context) => {
        const fixup = { before: read(0, lane), source: read(1, lane), table: read(2, lane), immediate };
        writePattern(result, format.bytes, lane, fixedUp(fixup, format, context));
      },
      format,
    );
  };
}

const fixups = WITHOUT_HALF.map((kind): VectorFamily => {
  const name = `fixupimm${kind.suffix}`;
  return {
    name,
    summary: 'Floating point: replace special numbers',
    operation: `In ${lanesOf(kind)}: what the four bits of third for the kind of number in second name (quiet NaN, signaling NaN, 0, 1, -infinity, infinity, negative, positive): first, second, a constant. Immediate bits say which kinds are invalid or a division by zero.`,
    groups: groupsOf(name, kind.scalar ? 'X X S imm8' : 'V V W imm8', evexOf(kind, 'AVX512F'), optionsOf(kind, 'sae')),
    meaning: meaningOf(kind, fixUp(kind), { readsTarget: true }),
  };
});

export const VECTOR_FLOAT_PARTS: readonly VectorFamily[] = [
  ...exponents,
  ...significands,
  ...scales,
  ...ranges,
  ...reductions,
  ...classes,
  ...fixups,
];
