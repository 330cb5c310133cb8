/** Conversions of the lowest element: from and to general registers, between single and double (Intel SDM vol. 2). */
import { floatToFloat, type IntegerType } from '../../../vector/float/convert';
import { DOUBLE, SINGLE } from '../../../vector/float/format';
import { eachLane, readPattern, writePattern } from '../../../vector/float-lanes';
import type { Meaning } from '../../../vector/meaning';
import { type Bytes, type Convert, toFloat, toInteger } from '../convert';
import { AVX512 } from '../isa';
import { groupsOf, type Isa, type VectorFamily } from '../row';

/** Between the lowest element and a general register. */
export const VECTOR_SCALAR_CONVERSIONS: readonly VectorFamily[] = (['ss', 'sd'] as const).flatMap(
  (suffix): VectorFamily[] => {
    const format = suffix === 'ss' ? SINGLE : DOUBLE;
    const other = suffix === 'ss' ? DOUBLE : SINGLE;
    const bytes = format.bytes === 4 ? 4 : 8;
    const words = suffix === 'ss' ? 'single' : 'double';
    const isa: Isa = { legacy: suffix === 'ss' ? 'SSE' : 'SSE2', vex128: 'AVX', evex: ['AVX512F'] };
    const from = (kind: string, signed: boolean, only: Isa): VectorFamily => ({
      name: `cvt${kind}2${suffix}`,
      summary: `Convert a general register to ${words}`,
      operation: `The lowest element of first = the last operand as ${words}; the rest of 128 bits is that of the first source.`,
      groups: ['rm32', 'rm64'].flatMap((source) =>
        groupsOf(`cvt${kind}2${suffix}`, `X (X) ${source}`, only, {
          masked: false,
          rounding: 'er',
        }),
      ),
      meaning: ({ form }) => scalarMeaning(bytes, toFloat({ bits: form.includes('rm64') ? 64 : 32, signed }, format)),
    });
    const to = (truncate: boolean, kind: string, signed: boolean, only: Isa): VectorFamily => {
      const name = `cvt${truncate ? 't' : ''}${suffix}2${kind}`;
      return {
        name,
        summary: `Convert ${words} to a general register${truncate ? ', truncated' : ''}`,
        operation: `first = the lowest element of second as an integer${truncate ? ', truncated' : ''}.`,
        groups: ['r32', 'r64'].flatMap((target) =>
          groupsOf(name, `${target} S`, only, { scalar: bytes, masked: false, rounding: truncate ? 'sae' : 'er' }),
        ),
        meaning: ({ form }) => {
          const type: IntegerType = { bits: form.includes('_r64_') ? 64 : 32, signed };
          return {
            lane: 8,
            float: true,
            operate: (frame) =>
              eachLane(frame, 1, (_, context) => {
                const pattern = readPattern(frame.sources[0], format.bytes, 0);
                frame.result.u64[0] = toInteger(format, type, truncate)(pattern, context, frame);
              }),
          };
        },
      };
    };
    const between = suffix === 'ss' ? 'cvtsd2ss' : 'cvtss2sd';
    return [
      from('si', true, isa),
      from('usi', false, AVX512),
      to(false, 'si', true, isa),
      to(true, 'si', true, isa),
      to(false, 'usi', false, AVX512),
      to(true, 'usi', false, AVX512),
      {
        name: between,
        summary: `Convert the lowest element to ${words}`,
        operation: `The lowest element of first = that of the last operand as ${words}; the rest of 128 bits is that of the first source.`,
        groups: groupsOf(
          between,
          'X (X) S',
          { ...isa, legacy: 'SSE2' },
          { scalar: other.bytes, rounding: suffix === 'ss' ? 'er' : 'sae' },
        ),
        meaning: scalarMeaning(bytes, (pattern, context) => floatToFloat(pattern, other, format, context), other.bytes),
      },
    ];
  },
);

/** Into the lowest element, the rest of 128 bits being the first source's. */
export function scalarMeaning(bytes: Bytes, convert: Convert, sourceBytes: Bytes = 8): Meaning {
  return {
    lane: bytes,
    scalar: true,
    nds: true,
    lanewise: true,
    float: true,
    operate: (frame) =>
      eachLane(frame, 1, (_, context) => {
        writePattern(frame.result, bytes, 0, convert(readPattern(frame.sources[1], sourceBytes, 0), context, frame));
      }),
  };
}
