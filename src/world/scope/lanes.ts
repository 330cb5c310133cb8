/** Typed views of bytes: the lanes of a vector register, the elements of a tile, memory. */

import { ExpressionError } from '../../language/errors/expression-error';
import { readElement, writeElement } from '../../language/expressions/element';
import { dataTypeRow } from '../../language/syntax/data-type';
import type { DataType } from '../../language/tree/data';
import type { Reference, Value } from '../../language/vocabulary/value';

/** Throws `ExpressionError` unless `value` fits the type: integers in its signed or unsigned range. */
function checkElement(type: DataType, value: Value): bigint | number {
  if (typeof value === 'string') throw new ExpressionError('not-a-number', `"${value}" is not a number.`);
  const { kind, size } = dataTypeRow(type);
  if (kind === 'float') return value;
  if (typeof value === 'number') {
    if (!Number.isInteger(value))
      throw new ExpressionError('not-an-integer', `${value} is not an integer; ${type} holds integers.`);
    return checkElement(type, BigInt(value));
  }
  const bits = BigInt(size * 8);
  if (value < -(1n << (bits - 1n)) || value >= 1n << bits) {
    throw new ExpressionError(
      'out-of-range',
      `${value} does not fit ${type} (${size} ${size === 1 ? 'byte' : 'bytes'}).`,
    );
  }
  return value;
}

/** One element at a byte offset. `written` runs after each assignment. */
export function elementReference(bytes: Uint8Array, offset: number, type: DataType, written?: () => void): Reference {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    type,
    get value() {
      return readElement(view, offset, type);
    },
    assign: (value) => {
      writeElement(view, offset, type, checkElement(type, value));
      written?.();
    },
  };
}

/** `zmm0.f32`: indexed by lane. */
export function laneReference(name: string, bytes: Uint8Array, type: DataType, written?: () => void): Reference {
  const { size } = dataTypeRow(type);
  const count = Math.floor(bytes.length / size);
  return {
    type: `${type}[${count}]`,
    index: (lane) => {
      requireIndex(name, lane, count);
      return elementReference(bytes, Number(lane) * size, type, written);
    },
  };
}

export function requireIndex(name: string, index: bigint, count: number): void {
  if (index >= 0n && index < BigInt(count)) return;
  throw new ExpressionError(
    'index-out-of-range',
    `${name}[${index}] is out of range: there are ${count}, counted from 0.`,
  );
}

/** The bytes as one little-endian unsigned integer. */
export function bytesToInteger(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let index = bytes.length - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[index]!); // within bounds
  return value;
}

export function integerToBytes(value: bigint, bytes: Uint8Array): void {
  let rest = BigInt.asUintN(bytes.length * 8, value);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}
