/** Conversions between floating-point formats (Intel SDM vol. 2): CVTPS2PD to VCVTNE2PS2BF16. */
import { floatToFloat } from '../../../vector/float/convert';
import { DOUBLE, HALF, SINGLE, unpackFloat } from '../../../vector/float/format';
import { MXCSR_MASKS, STATUS } from '../../../vector/float/mxcsr-exceptions';
import { quickDoubleToSingle, quickSingleToDouble } from '../../../vector/float/quick';
import { contextOf } from '../../../vector/float/round';
import { type Convert, packed, SSE2 } from '../convert';
import { groupsOf, type Isa, type VectorFamily } from '../row';

const HALF_ISA: Isa = { vex128: 'F16C', vex256: 'F16C', evex: ['AVX512F'] };

/** Half precision reads and writes denormals; MXCSR.DAZ and MXCSR.FTZ do not apply to it. */
const halfToSingle: Convert = (pattern, context) => {
  const exact = { ...context, daz: false };
  const result = floatToFloat(pattern, HALF, SINGLE, exact, false);
  context.status |= exact.status;
  return result;
};

/**
 * Rounded by the immediate: bits 1:0, or MXCSR with bit 2. A denormal is far below every half: on some processors the result
 * is inexact even for a handler of underflow, who is told of other numbers' results with any exponent.
 */
const singleToHalf: Convert = (pattern, context, { immediate, choices }) => {
  const mode = immediate & 4 ? context.mode : immediate & 3;
  const half = { ...context, mode, ftz: false };
  const result = floatToFloat(pattern, SINGLE, HALF, half);
  context.status |= half.status;
  const isInexact = choices.denormalToHalf === 'inexact' && unpackFloat(pattern, SINGLE, context.daz).denormal;
  if (isInexact) context.status |= STATUS.PE;
  return result;
};

const BFLOAT_SHIFT = 16;

/** To bfloat16 always to nearest, with denormals as zeros of their sign, and without a word to MXCSR. */
function singleToBfloat(pattern: number): number {
  const exponent = pattern & 0x7f80_0000;
  if (exponent === 0) return (pattern >>> BFLOAT_SHIFT) & 0x8000;
  const isNotANumber = exponent === 0x7f80_0000 && (pattern & 0x7f_ffff) !== 0;
  if (isNotANumber) return (pattern >>> BFLOAT_SHIFT) | 0x40;
  return (pattern + 0x7fff + ((pattern >>> BFLOAT_SHIFT) & 1)) >>> BFLOAT_SHIFT;
}

/** Exact but for signaling NaNs, which become quiet; denormals count, and MXCSR is neither asked nor told. */
function quietHalfToSingle(pattern: number): number {
  return Number(floatToFloat(BigInt(pattern), HALF, SINGLE, contextOf(MXCSR_MASKS)));
}

const wideBfloat = (pattern: number) => pattern << BFLOAT_SHIFT;

const AVX_NE_CONVERT: Isa = { vex128: 'AVX_NE_CONVERT', vex256: 'AVX_NE_CONVERT' };

/** The even or odd half-precision elements of memory, or the only one, as elements of twice their size. */
const widened = (
  [
    ['bf16', 'bfloat16', wideBfloat],
    ['ph', 'half', quietHalfToSingle],
  ] as const
).flatMap(([suffix, words, widen]): VectorFamily[] => [
  ...(['even', 'odd'] as const).map((which): VectorFamily => {
    const name = `cvtne${which[0]}${suffix}2ps`;
    return {
      name,
      summary: `Convert the ${which} elements of memory from ${words} to single`,
      operation: `Each element of first = the ${which} one of the two ${words} elements at its place in memory. MXCSR is neither used nor changed.`,
      groups: groupsOf(name, 'V M', AVX_NE_CONVERT),
      meaning: {
        lane: 4,
        operate: ({ result, sources: [a], length }) => {
          for (let i = 0; i < length / 4; i++) result.u32[i] = widen(a.u16[2 * i + (which === 'odd' ? 1 : 0)]!); // within it
        },
      },
    };
  }),
  {
    name: `bcstne${suffix === 'ph' ? 'sh' : suffix}2ps`,
    summary: `Convert an element of memory from ${words} to single, and broadcast it`,
    operation: `Each element of first = the ${words} element in memory. MXCSR is neither used nor changed.`,
    groups: groupsOf(`bcstne${suffix === 'ph' ? 'sh' : suffix}2ps`, 'V m16', AVX_NE_CONVERT),
    meaning: {
      lane: 4,
      operate: ({ result, sources: [a], length }) => result.u32.fill(widen(a.u16[0]!), 0, length / 4), // of many
    },
  },
]);

const BF16: Isa = { evex: ['AVX512_BF16'] };

export const VECTOR_FLOAT_CONVERSIONS: readonly VectorFamily[] = [
  packed({
    name: 'cvtps2pd',
    words: 'single to double',
    from: 4,
    to: 8,
    isa: SSE2,
    convert: (pattern, context) => floatToFloat(pattern, SINGLE, DOUBLE, context),
    rounding: 'sae',
    quick: { from: 'f32', to: 'f64', convert: quickSingleToDouble },
  }),
  packed({
    name: 'cvtpd2ps',
    words: 'double to single',
    from: 8,
    to: 4,
    isa: SSE2,
    convert: (pattern, context) => floatToFloat(pattern, DOUBLE, SINGLE, context),
    rounding: 'er',
    quick: { from: 'f64', to: 'f32', convert: quickDoubleToSingle },
  }),
  packed({
    name: 'cvtph2ps',
    words: 'half to single',
    from: 2,
    to: 4,
    isa: HALF_ISA,
    convert: halfToSingle,
    rounding: 'sae',
    broadcast: false,
  }),
  packed({
    name: 'cvtps2ph',
    words: 'single to half, rounded by the immediate',
    from: 4,
    to: 2,
    isa: HALF_ISA,
    convert: singleToHalf,
    rounding: 'sae',
    shape: 'H V imm8',
    broadcast: false,
  }),
  {
    ...packed({
      name: 'cvtneps2bf16',
      words: 'single to bfloat16',
      from: 4,
      to: 2,
      isa: BF16,
      convert: (pattern) => BigInt(singleToBfloat(Number(pattern))),
    }),
    groups: [
      ...groupsOf('cvtneps2bf16', 'h W', BF16, { broadcast: 4 }),
      ...groupsOf('cvtneps2bf16', 'h W', AVX_NE_CONVERT),
    ],
    meaning: {
      lane: 2,
      lanewise: true,
      resultBytes: (length) => length / 2,
      operate: ({ result, sources: [a], length }) => {
        for (let i = 0; i < length / 4; i++) result.u16[i] = singleToBfloat(a.u32[i]!); // within the vector
      },
    },
  },
  ...widened,
  {
    name: 'cvtne2ps2bf16',
    summary: 'Convert two vectors of single to bfloat16',
    operation: 'The high half of first = the elements of second, the low half = those of third, as bfloat16.',
    groups: groupsOf('cvtne2ps2bf16', 'V V W', BF16, { broadcast: 4 }),
    meaning: {
      lane: 2,
      operate: ({ result, sources: [high, low], length }) => {
        const half = length / 4;
        for (let i = 0; i < half; i++) {
          result.u16[i] = singleToBfloat(low.u32[i]!); // within the vectors
          result.u16[half + i] = singleToBfloat(high.u32[i]!);
        }
      },
    },
  },
];
