/** Conversions between floating-point formats (Intel SDM vol. 2): CVTPS2PD to VCVTNE2PS2BF16. */
import { floatToFloat } from '../../vector/float-convert';
import { DOUBLE, HALF, SINGLE } from '../../vector/float-format';
import { quickDoubleToSingle, quickSingleToDouble } from '../../vector/float-quick';
import { type Convert, packed, SSE2 } from './convert';
import { groupsOf, type Isa, type VectorFamily } from './row';

const HALF_ISA: Isa = { vex128: 'F16C', vex256: 'F16C', evex: ['AVX512F'] };

/** Half precision reads and writes denormals; MXCSR.DAZ and MXCSR.FTZ do not apply to it. */
const halfToSingle: Convert = (pattern, context) => {
  const exact = { ...context, daz: false };
  const result = floatToFloat(pattern, HALF, SINGLE, exact, false);
  context.status |= exact.status;
  return result;
};

/** Rounded by the immediate: bits 1:0, or MXCSR with bit 2. */
const singleToHalf: Convert = (pattern, context, { immediate }) => {
  const mode = immediate & 4 ? context.mode : immediate & 3;
  const half = { ...context, mode, ftz: false };
  const result = floatToFloat(pattern, SINGLE, HALF, half);
  context.status |= half.status;
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
    meaning: {
      lane: 2,
      lanewise: true,
      resultBytes: (length) => length / 2,
      operate: ({ result, sources: [a], length }) => {
        for (let i = 0; i < length / 4; i++) result.u16[i] = singleToBfloat(a.u32[i]!); // within the vector
      },
    },
  },
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
