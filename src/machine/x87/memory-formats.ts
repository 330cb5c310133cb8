/** What x87 instructions load from memory and store there: numbers of 32, 64 and 80 bits, integers, decimals (Intel SDM vol. 1, 4.2 and 4.7). */
import { tableOf } from '../table';
import {
  DOUBLE,
  type FloatFormat,
  indefiniteOf,
  infinityOf,
  quietOf,
  SINGLE,
  signOf,
  unpackFloat,
} from '../vector/float/format';
import { type FloatContext, roundFloat, roundShift } from '../vector/float/round';
import { isNan, numberOfFloat, numberOfInteger, type X87Number } from './number';
import type { X87Context } from './round';
import { FSW } from './status';

/** A format by the end of the names of forms: `m32fp`. */
export interface MemoryFormat {
  readonly bytes: number;
  readonly read: (view: DataView) => X87Number;
  /** Undefined where an exception is not masked: nothing is stored. */
  readonly write: (context: X87Context, number: X87Number) => bigint | undefined;
  /** What is stored of an empty register. */
  readonly indefinite: bigint;
}

function float(format: FloatFormat): MemoryFormat {
  const bytes = format.bytes;
  return {
    bytes,
    read: (view) => numberOfFloat(bytes === 4 ? BigInt(view.getUint32(0, true)) : view.getBigUint64(0, true), format),
    write: (context, number) => storeFloat(context, number, format),
    indefinite: indefiniteOf(format),
  };
}

function storeFloat(context: X87Context, number: X87Number, format: FloatFormat): bigint | undefined {
  const { kind, negative, significand, exponent } = number;
  const sign = negative ? signOf(format) : 0n;
  if (kind === 'zero') return sign;
  if (kind === 'infinity') return sign | infinityOf(format);
  if (kind === 'unsupported' || kind === 'signaling') {
    context.flags |= FSW.IE;
    if (context.unmasked & FSW.IE) return undefined;
  }
  if (kind === 'unsupported') return indefiniteOf(format);
  if (isNan(number)) {
    const payload = BigInt.asUintN(format.fractionBits, significand >> BigInt(63 - format.fractionBits));
    return sign | infinityOf(format) | quietOf(format) | payload;
  }
  return storeFinite(context, { negative, significand, exponent }, format);
}

function storeFinite(
  context: X87Context,
  { negative, significand, exponent }: Pick<X87Number, 'negative' | 'significand' | 'exponent'>,
  format: FloatFormat,
): bigint | undefined {
  const floats: FloatContext = {
    mode: context.mode,
    daz: false,
    ftz: false,
    overflowMasked: (context.unmasked & FSW.OE) === 0,
    underflowMasked: (context.unmasked & FSW.UE) === 0,
    status: 0,
  };
  const stored = roundFloat(format, floats, negative, significand, exponent);
  const blocked = floats.status & context.unmasked & (FSW.OE | FSW.UE);
  // The number in memory stays as it is, and is not said to be exact or not.
  context.flags |= blocked ? blocked : floats.status;
  if (blocked) return undefined;
  context.roundedUp = isAbove(unpackFloat(stored, format, false), significand, exponent);
  return stored;
}

/** Whether the magnitude of `stored` is greater than `significand` * 2^`exponent`. */
function isAbove(stored: ReturnType<typeof unpackFloat>, significand: bigint, exponent: number): boolean {
  if (stored.kind === 'infinity') return true;
  if (stored.kind === 'zero') return false;
  const low = BigInt(Math.min(stored.exponent, exponent));
  return stored.significand << (BigInt(stored.exponent) - low) > significand << (BigInt(exponent) - low);
}

function integer(bits: 16 | 32 | 64): MemoryFormat {
  return {
    bytes: bits / 8,
    read: (view) => numberOfInteger(readInteger(view, bits)),
    write: (context, number) => storeInteger(context, number, 1n << BigInt(bits - 1)),
    indefinite: 1n << BigInt(bits - 1),
  };
}

function readInteger(view: DataView, bits: 16 | 32 | 64): bigint {
  if (bits === 64) return view.getBigInt64(0, true);
  return BigInt(bits === 32 ? view.getInt32(0, true) : view.getInt16(0, true));
}

/** @param limit 2^(bits - 1), which is also the indefinite integer. */
function storeInteger(context: X87Context, number: X87Number, limit: bigint): bigint | undefined {
  const value = wholeNumber(context, number, limit - 1n, limit);
  return value === undefined ? (context.unmasked & FSW.IE ? undefined : limit) : value;
}

/** Rounded to an integer between -`lowest` and `highest`; undefined, as an invalid operation, where there is none. */
function wholeNumber(context: X87Context, number: X87Number, highest: bigint, lowest: bigint): bigint | undefined {
  const { kind, negative, significand, exponent } = number;
  if (kind === 'zero') return 0n;
  if (kind === 'finite' && exponent < 64) {
    const { value, exact } = roundShift(significand, -exponent, negative, context.mode);
    if (value <= (negative ? lowest : highest)) {
      if (!exact) context.flags |= FSW.PE;
      context.roundedUp = !exact && value > significand >> BigInt(-exponent);
      return negative ? -value : value;
    }
  }
  context.flags |= FSW.IE;
  return undefined;
}

const DIGITS = 18;
const GREATEST_DECIMAL = 10n ** BigInt(DIGITS) - 1n;
const DECIMAL_SIGN = 1n << 79n;
const INDEFINITE_DECIMAL = 0xffff_c000_0000_0000_0000n;

const DECIMAL: MemoryFormat = {
  bytes: 10,
  read: (view) => {
    let value = 0n;
    for (let at = 8; at >= 0; at--) {
      const byte = view.getUint8(at);
      value = value * 100n + BigInt((byte >> 4) * 10 + (byte & 15));
    }
    return { ...numberOfInteger(value), negative: (view.getUint8(9) & 0x80) !== 0 };
  },
  write: (context, number) => {
    const value = wholeNumber(context, number, GREATEST_DECIMAL, GREATEST_DECIMAL);
    if (value === undefined) return context.unmasked & FSW.IE ? undefined : INDEFINITE_DECIMAL;
    const digits = BigInt(`0x${value < 0n ? -value : value}`);
    return number.negative ? DECIMAL_SIGN | digits : digits;
  },
  indefinite: INDEFINITE_DECIMAL,
};

/** By the words of forms. */
export const MEMORY_FORMATS = tableOf<MemoryFormat>({
  m32fp: float(SINGLE),
  m64fp: float(DOUBLE),
  m16int: integer(16),
  m32int: integer(32),
  m64int: integer(64),
  m80bcd: DECIMAL,
});
