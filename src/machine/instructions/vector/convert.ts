/** Conversions between packed integers and floating point, and what all packed conversions share (Intel SDM vol. 2). */
import { floatToInteger, type IntegerType, integerToFloat } from '../../vector/float/convert';
import { DOUBLE, type FloatFormat, SINGLE } from '../../vector/float/format';
import { type QuickConvert, quickInt32ToSingle, quickToInt32, quickTruncateToInt32 } from '../../vector/float/quick';
import { type FloatContext, ROUND } from '../../vector/float/round';
import { eachLane, readPattern, writePattern } from '../../vector/float-lanes';
import type { Frame, Operate } from '../../vector/vector-frame';
import { AVX512 } from './isa';
import { type FormOptions, groupsOf, type Isa, type VectorFamily } from './row';

/** The pattern that a pattern becomes. */
export type Convert = (pattern: bigint, context: FloatContext, frame: Frame) => bigint;
export type Bytes = 2 | 4 | 8;

export interface Packed {
  readonly name: string;
  readonly words: string;
  readonly from: Bytes;
  readonly to: Bytes;
  readonly isa: Isa;
  readonly convert: Convert;
  /** Every result fits: nothing is rounded, and no exception raised. */
  readonly exact?: boolean;
  readonly rounding?: 'er' | 'sae';
  readonly shape?: string;
  readonly broadcast?: boolean;
  /** In the host's own numbers, between lanes of these types. */
  readonly quick?: { readonly from: QuickLane; readonly to: QuickLane; readonly convert: QuickConvert };
}

type QuickLane = 'i32' | 'f32' | 'f64';

/** Every lane of the source becomes a lane of another size: as many as fit in the longer of the two. */
function lanes(from: Bytes, to: Bytes, convert: Convert, quick?: Packed['quick']): Operate {
  return (frame) => {
    eachLane(frame, frame.length / Math.max(from, to), (lane, context) => {
      if (quick && context.mode === ROUND.NEAREST) {
        const value = quick.convert(frame.sources[0][quick.from][lane]!); // within the vector
        if (!Number.isNaN(value)) {
          frame.result[quick.to][lane] = value;
          return;
        }
      }
      writePattern(frame.result, to, lane, convert(readPattern(frame.sources[0], from, lane), context, frame));
    });
  };
}

export function packed({
  name,
  words,
  from,
  to,
  isa,
  convert,
  exact = false,
  rounding,
  shape,
  broadcast = true,
  quick,
}: Packed): VectorFamily {
  const usual = from < to ? 'V H' : from > to ? 'h W' : 'V W';
  const options: FormOptions = {
    ...(broadcast && { broadcast: from }),
    ...(rounding && { rounding }),
  };
  return {
    name,
    summary: `Convert ${words}`,
    operation: `Each element of first = that of second, converted: ${words}.`,
    groups: groupsOf(name, shape ?? usual, isa, options),
    meaning: {
      lane: to,
      lanewise: true,
      float: !exact,
      resultBytes: (length) => (from > to ? (length * to) / from : length),
      operate: lanes(from, to, convert, quick),
    },
  };
}

export const I32: IntegerType = { bits: 32, signed: true };
export const U32: IntegerType = { bits: 32, signed: false };
export const I64: IntegerType = { bits: 64, signed: true };
export const U64: IntegerType = { bits: 64, signed: false };

export const toInteger =
  (format: FloatFormat, type: IntegerType, truncate: boolean): Convert =>
  (pattern, context) =>
    floatToInteger(pattern, format, type, context, truncate ? ROUND.TRUNCATE : context.mode);

export const toFloat =
  ({ bits, signed }: IntegerType, format: FloatFormat): Convert =>
  (pattern, context) =>
    integerToFloat(signed ? BigInt.asIntN(bits, pattern) : pattern, format, context);

export const SSE2: Isa = { legacy: 'SSE2', vex128: 'AVX', vex256: 'AVX', evex: ['AVX512F'] };

const DQ: Isa = { evex: ['AVX512DQ'] };

export const VECTOR_INTEGER_CONVERSIONS: readonly VectorFamily[] = [
  packed({
    name: 'cvtdq2ps',
    words: 'int32 to single',
    from: 4,
    to: 4,
    isa: SSE2,
    convert: toFloat(I32, SINGLE),
    rounding: 'er',
    quick: { from: 'i32', to: 'f32', convert: quickInt32ToSingle },
  }),
  packed({
    name: 'cvtudq2ps',
    words: 'uint32 to single',
    from: 4,
    to: 4,
    isa: AVX512,
    convert: toFloat(U32, SINGLE),
    rounding: 'er',
  }),
  packed({
    name: 'cvtdq2pd',
    words: 'int32 to double',
    from: 4,
    to: 8,
    isa: SSE2,
    convert: toFloat(I32, DOUBLE),
    exact: true,
    rounding: 'er',
  }),
  packed({
    name: 'cvtudq2pd',
    words: 'uint32 to double',
    from: 4,
    to: 8,
    isa: AVX512,
    convert: toFloat(U32, DOUBLE),
    exact: true,
    rounding: 'er',
  }),
  packed({
    name: 'cvtqq2pd',
    words: 'int64 to double',
    from: 8,
    to: 8,
    isa: DQ,
    convert: toFloat(I64, DOUBLE),
    rounding: 'er',
  }),
  packed({
    name: 'cvtuqq2pd',
    words: 'uint64 to double',
    from: 8,
    to: 8,
    isa: DQ,
    convert: toFloat(U64, DOUBLE),
    rounding: 'er',
  }),
  packed({
    name: 'cvtqq2ps',
    words: 'int64 to single',
    from: 8,
    to: 4,
    isa: DQ,
    convert: toFloat(I64, SINGLE),
    rounding: 'er',
  }),
  packed({
    name: 'cvtuqq2ps',
    words: 'uint64 to single',
    from: 8,
    to: 4,
    isa: DQ,
    convert: toFloat(U64, SINGLE),
    rounding: 'er',
  }),
  ...[false, true].flatMap((truncate) => {
    const toInt32 = truncate ? quickTruncateToInt32 : quickToInt32;
    const [t, rounding, how] = truncate ? (['t', 'sae', ', truncated'] as const) : (['', 'er', ''] as const);
    const single = (name: string, to: 4 | 8, type: IntegerType, isa: Isa, words: string) =>
      packed({
        name: `cvt${t}ps2${name}`,
        words: `single to ${words}${how}`,
        from: 4,
        to,
        isa,
        convert: toInteger(SINGLE, type, truncate),
        rounding,
        ...(type === I32 && { quick: { from: 'f32', to: 'i32', convert: toInt32 } as const }),
      });
    const double = (name: string, to: 4 | 8, type: IntegerType, isa: Isa, words: string) =>
      packed({
        name: `cvt${t}pd2${name}`,
        words: `double to ${words}${how}`,
        from: 8,
        to,
        isa,
        convert: toInteger(DOUBLE, type, truncate),
        rounding,
        ...(type === I32 && { quick: { from: 'f64', to: 'i32', convert: toInt32 } as const }),
      });
    return [
      single('dq', 4, I32, SSE2, 'int32'),
      single('udq', 4, U32, AVX512, 'uint32'),
      single('qq', 8, I64, DQ, 'int64'),
      single('uqq', 8, U64, DQ, 'uint64'),
      double('dq', 4, I32, SSE2, 'int32'),
      double('udq', 4, U32, AVX512, 'uint32'),
      double('qq', 8, I64, DQ, 'int64'),
      double('uqq', 8, U64, DQ, 'uint64'),
    ];
  }),
];
