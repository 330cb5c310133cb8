/**
 * Elements of data, memory views, vector lanes and tiles as values: little-endian; floats narrower than 64 bits
 * are rounded to nearest even (IEEE 754, 4.3.1), NaNs become the quiet NaN of their type.
 */
import type { DataType } from '../tree/data';

/** Of the element at byte `offset`: a bigint of an integer type, a number of a float type. */
export function readElement(view: DataView, offset: number, type: DataType): bigint | number {
  return CODECS[type].read(view, offset);
}

/** Integers wrap to the type; the caller has checked the range where that matters. */
export function writeElement(view: DataView, offset: number, type: DataType, value: bigint | number): void {
  CODECS[type].write(view, offset, value);
}

interface Codec {
  readonly read: (view: DataView, offset: number) => bigint | number;
  readonly write: (view: DataView, offset: number, value: bigint | number) => void;
}

const integer = (value: bigint | number): bigint => (typeof value === 'bigint' ? value : BigInt(Math.trunc(value)));

const CODECS: Readonly<Record<DataType, Codec>> = {
  i8: {
    read: (view, at) => BigInt(view.getInt8(at)),
    write: (view, at, value) => view.setInt8(at, Number(BigInt.asIntN(8, integer(value)))),
  },
  u8: {
    read: (view, at) => BigInt(view.getUint8(at)),
    write: (view, at, value) => view.setUint8(at, Number(BigInt.asUintN(8, integer(value)))),
  },
  i16: {
    read: (view, at) => BigInt(view.getInt16(at, true)),
    write: (view, at, value) => view.setInt16(at, Number(BigInt.asIntN(16, integer(value))), true),
  },
  u16: {
    read: (view, at) => BigInt(view.getUint16(at, true)),
    write: (view, at, value) => view.setUint16(at, Number(BigInt.asUintN(16, integer(value))), true),
  },
  i32: {
    read: (view, at) => BigInt(view.getInt32(at, true)),
    write: (view, at, value) => view.setInt32(at, Number(BigInt.asIntN(32, integer(value))), true),
  },
  u32: {
    read: (view, at) => BigInt(view.getUint32(at, true)),
    write: (view, at, value) => view.setUint32(at, Number(BigInt.asUintN(32, integer(value))), true),
  },
  i64: {
    read: (view, at) => view.getBigInt64(at, true),
    write: (view, at, value) => view.setBigInt64(at, BigInt.asIntN(64, integer(value)), true),
  },
  u64: {
    read: (view, at) => view.getBigUint64(at, true),
    write: (view, at, value) => view.setBigUint64(at, BigInt.asUintN(64, integer(value)), true),
  },
  bf16: {
    read: (view, at) => bf16ToNumber(view.getUint16(at, true)),
    write: (view, at, value) => view.setUint16(at, numberToBf16(Number(value)), true),
  },
  f16: {
    read: (view, at) => f16ToNumber(view.getUint16(at, true)),
    write: (view, at, value) => view.setUint16(at, numberToF16(Number(value)), true),
  },
  f32: {
    read: (view, at) => view.getFloat32(at, true),
    write: (view, at, value) => view.setFloat32(at, Number(value), true),
  },
  f64: {
    read: (view, at) => view.getFloat64(at, true),
    write: (view, at, value) => view.setFloat64(at, Number(value), true),
  },
};

const scratch = new DataView(new ArrayBuffer(4));

function bf16ToNumber(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** Rounded once, from the double: its neighbours in bf16 are compared, so that no rounding happens twice. */
function numberToBf16(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  scratch.setFloat32(0, value);
  const truncated = scratch.getUint32(0);
  const low = truncated & 0xffff;
  const half = 0x8000;
  if (((truncated >>> 16) & 0x7fff) === 0x7f80) return truncated >>> 16;
  const base = truncated >>> 16;
  if (low > half) return base + 1;
  if (low < half) return base;
  const exact = scratch.getFloat32(0);
  if (Math.abs(value) > Math.abs(exact)) return base + 1;
  if (Math.abs(value) < Math.abs(exact)) return base;
  return base + (base & 1);
}

function f16ToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function numberToF16(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude >= 65520) return sign | 0x7c00;
  const exponent = magnitude < 2 ** -14 ? -14 : Math.floor(Math.log2(magnitude));
  const unit = 2 ** ((magnitude < 2 ** exponent ? exponent - 1 : exponent) - 10);
  const step = Math.max(unit, 2 ** -24);
  const units = roundHalfEven(magnitude / step);
  const rounded = units * step;
  if (rounded < 2 ** -14) return sign | Math.round(rounded * 2 ** 24);
  const power = Math.floor(Math.log2(rounded));
  return sign | ((power + 15) << 10) | Math.round((rounded / 2 ** power - 1) * 1024);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
