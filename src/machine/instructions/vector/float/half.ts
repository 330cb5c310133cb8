/** Moves and conversions of half precision that AVX512-FP16 has (Intel SDM vol. 2, VMOVSH to VCVTSD2SH). */
import { floatToFloat, type IntegerType } from '../../../vector/float/convert';
import { DOUBLE, type FloatFormat, HALF, SINGLE } from '../../../vector/float/format';
import { eachLane, readPattern } from '../../../vector/float-lanes';
import { copyLow } from '../../../vector/lanewise';
import type { Meaning } from '../../../vector/meaning';
import type { Operate } from '../../../vector/vector-frame';
import { type Convert, I32, I64, packed, toFloat, toInteger, U32, U64 } from '../convert';
import { HALF as FP16 } from '../isa';
import { groupsOf, listed, type VectorFamily } from '../row';
import { scalarMeaning } from './convert-scalar';

const I16: IntegerType = { bits: 16, signed: true };
const U16: IntegerType = { bits: 16, signed: false };

/** DAZ and FTZ mean nothing to the half of the two that is half precision. */
function between(from: FloatFormat, to: FloatFormat): Convert {
  return (pattern, context) => {
    const own = { ...context, daz: context.daz && from !== HALF, ftz: context.ftz && to !== HALF };
    const result = floatToFloat(pattern, from, to, own);
    context.status |= own.status;
    return result;
  };
}

function fromHalf(type: IntegerType, truncate: boolean): Convert {
  return (pattern, context, frame) => {
    const own = { ...context, daz: false };
    const result = toInteger(HALF, type, truncate)(pattern, own, frame);
    context.status |= own.status;
    return result;
  };
}

const INTEGERS: readonly (readonly [name: string, words: string, bytes: 2 | 4 | 8, type: IntegerType])[] = [
  ['w', 'int16', 2, I16],
  ['uw', 'uint16', 2, U16],
  ['dq', 'int32', 4, I32],
  ['udq', 'uint32', 4, U32],
  ['qq', 'int64', 8, I64],
  ['uqq', 'uint64', 8, U64],
];

const integers = INTEGERS.flatMap(([name, words, bytes, type]): VectorFamily[] => [
  packed({
    name: `cvt${name}2ph`,
    words: `${words} to half`,
    ...{ from: bytes, to: 2, isa: FP16, rounding: 'er' },
    convert: toFloat(type, HALF),
    ...(bytes === 8 && { shape: 'X W' }),
  }),
  ...[false, true].map((truncate) =>
    packed({
      name: `cvt${truncate ? 't' : ''}ph2${name}`,
      words: `half to ${words}${truncate ? ', truncated' : ''}`,
      ...{ from: 2, to: bytes, isa: FP16, rounding: truncate ? 'sae' : 'er' },
      convert: fromHalf(type, truncate),
      ...(bytes === 8 && { shape: 'V q' }),
    }),
  ),
]);

const floats: readonly VectorFamily[] = [
  packed({
    ...{ name: 'cvtph2psx', words: 'half to single', from: 2, to: 4, isa: FP16, rounding: 'sae' },
    convert: between(HALF, SINGLE),
  }),
  packed({
    ...{ name: 'cvtps2phx', words: 'single to half', from: 4, to: 2, isa: FP16, rounding: 'er' },
    convert: between(SINGLE, HALF),
  }),
  packed({
    ...{ name: 'cvtph2pd', words: 'half to double', from: 2, to: 8, isa: FP16, rounding: 'sae', shape: 'V q' },
    convert: between(HALF, DOUBLE),
  }),
  packed({
    ...{ name: 'cvtpd2ph', words: 'double to half', from: 8, to: 2, isa: FP16, rounding: 'er', shape: 'X W' },
    convert: between(DOUBLE, HALF),
  }),
];

const scalars: readonly VectorFamily[] = (
  [
    ['cvtsh2ss', HALF, SINGLE, 'sae'],
    ['cvtsh2sd', HALF, DOUBLE, 'sae'],
    ['cvtss2sh', SINGLE, HALF, 'er'],
    ['cvtsd2sh', DOUBLE, HALF, 'er'],
  ] as const
).map(([name, from, to, rounding]) => ({
  name,
  summary: 'Convert the lowest element between precisions',
  operation: 'The lowest element of first = that of third, converted; the rest of 128 bits is that of second.',
  groups: groupsOf(name, 'X X S', FP16, { scalar: from.bytes, rounding }),
  meaning: scalarMeaning(to.bytes, between(from, to), from.bytes),
}));

function toRegister(type: IntegerType, truncate: boolean): Operate {
  return (frame) =>
    eachLane(frame, 1, (_, context) => {
      frame.result.u64[0] = fromHalf(type, truncate)(readPattern(frame.sources[0], 2, 0), context, frame);
    });
}

const general = [true, false].flatMap((signed): VectorFamily[] => {
  const kind = signed ? 'si' : 'usi';
  const name = `cvt${kind}2sh`;
  return [
    {
      name,
      summary: 'Convert a general register to half',
      operation: 'The lowest element of first = third as half; the rest of 128 bits is that of second.',
      groups: ['rm32', 'rm64'].flatMap((source) =>
        groupsOf(name, `X X ${source}`, FP16, { masked: false, rounding: 'er' }),
      ),
      meaning: ({ form }) => scalarMeaning(2, toFloat({ bits: form.includes('rm64') ? 64 : 32, signed }, HALF)),
    },
    ...[false, true].map((truncate): VectorFamily => {
      const other = `cvt${truncate ? 't' : ''}sh2${kind}`;
      return {
        name: other,
        summary: `Convert half to a general register${truncate ? ', truncated' : ''}`,
        operation: `first = the lowest element of second as an integer${truncate ? ', truncated' : ''}.`,
        groups: ['r32', 'r64'].flatMap((target) =>
          groupsOf(other, `${target} S`, FP16, { scalar: 2, masked: false, rounding: truncate ? 'sae' : 'er' }),
        ),
        meaning: ({ form }) => ({
          lane: 8,
          float: true,
          operate: toRegister({ bits: form.includes('_r64_') ? 64 : 32, signed }, truncate),
        }),
      };
    }),
  ];
});

const ALONE: Meaning = { lane: 2, resultBytes: () => 2, operate: copyLow(2), lanewise: true };
const LOWEST: Meaning = {
  lane: 2,
  scalar: true,
  operate: ({ result, sources: [, b] }) => {
    result.u16[0] = b.u16[0]!; // of eight
  },
};

const moves: readonly VectorFamily[] = [
  {
    name: 'movsh',
    summary: 'Move the lowest element of 16 bits',
    operation:
      'Memory to register: the element, and zeros above. Register to register: the element only; the rest of 128 bits is that of second.',
    groups: [
      listed(
        ['AVX512_FP16'],
        'EVEX_Vmovsh_xmm_k1z_m16',
        'EVEX_Vmovsh_m16_k1_xmm',
        'EVEX_Vmovsh_xmm_k1z_xmm_xmm',
        'EVEX_Vmovsh_xmm_k1z_xmm_xmm_MAP5_11',
      ),
    ],
    meaning: ({ operands }) => (operands.some(({ kind }) => kind === 'memory') ? ALONE : LOWEST),
  },
  {
    name: 'movw',
    summary: 'Move 16 bits to or from the lowest element',
    operation: 'first = the low 16 bits of second, with zeros above.',
    groups: ['X r32m16', 'r32m16 X', 'X r64m16', 'r64m16 X'].flatMap((shape) =>
      groupsOf('movw', shape, FP16, { masked: false }),
    ),
    meaning: { lane: 2, resultBytes: () => 2, operate: copyLow(2) },
  },
];

export const VECTOR_HALVES: readonly VectorFamily[] = [...integers, ...floats, ...scalars, ...general, ...moves];
