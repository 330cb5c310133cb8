/** Values as text: hexadecimal for what is read as bits, decimal for what is counted, floats as short as they can be. */

import { dataTypeRow, isDataType } from '../syntax/data-type';
import type { Value } from '../vocabulary/value';
import { readElement, writeElement } from './element';
import type { ValueFormat } from './format-suffix';

/** Types whose values are read as bits wherever they are printed: masks of components, of signals, and addresses. */
const BITS_TYPE = /^(mask|signals|address)$/;
const UNSIGNED_TYPE = /^u\d+$/;
const SIZED_TYPE = /^[iu](\d+)$/;

/** Whether values of the type are printed in hexadecimal even where numbers are printed in decimal. */
export function isBits(type: string): boolean {
  return BITS_TYPE.test(type);
}

/** Without a type, integers are decimal. With a format, negative integers show their two's complement. */
export function formatValue(value: Value, type?: string, format?: ValueFormat): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number')
    return format === 'x' || format === 'b' ? formatBits(value, type, format) : formatFloat(value, type);
  const chosen = format ?? (type !== undefined && (isBits(type) || UNSIGNED_TYPE.test(type)) ? 'x' : 'd');
  return chosen === 'd' ? value.toString() : formatInteger(value, type, chosen);
}

function formatInteger(value: bigint, type: string | undefined, format: 'x' | 'b'): string {
  const bits = Number(SIZED_TYPE.exec(type ?? '')?.[1] ?? 64);
  const unsigned = value < 0n ? BigInt.asUintN(bits, value) : value;
  if (format === 'x') return `0x${unsigned.toString(16)}`;
  return `0b${unsigned.toString(2).replace(/\B(?=(?:.{4})+$)/g, '_')}`;
}

/** The bits of a float of its type; a float that was calculated has 64. */
function formatBits(value: number, type: string | undefined, format: 'x' | 'b'): string {
  const view = new DataView(new ArrayBuffer(8));
  writeElement(view, 0, floatType(type), value);
  return formatInteger(view.getBigUint64(0, true), undefined, format);
}

/** The shortest decimal that reads back as the same number of `type`; `1.0`, so that it is told from an integer. */
export function formatFloat(value: number, type?: string): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = Object.is(value, -0) ? '-0' : shortest(value, floatType(type));
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function floatType(type: string | undefined): 'bf16' | 'f16' | 'f32' | 'f64' {
  const isFloat = type !== undefined && isDataType(type) && dataTypeRow(type).kind === 'float';
  return isFloat ? (type as 'bf16' | 'f16' | 'f32' | 'f64') : 'f64'; // the float types of the table
}

const DIGITS = { bf16: 4, f16: 5, f32: 9 } as const;

function shortest(value: number, type: 'bf16' | 'f16' | 'f32' | 'f64'): string {
  if (type === 'f64') return String(value);
  const view = new DataView(new ArrayBuffer(8));
  for (let digits = 1; digits <= DIGITS[type]; digits++) {
    const short = Number(value.toPrecision(digits));
    writeElement(view, 0, type, short);
    if (readElement(view, 0, type) === value) return String(short);
  }
  return String(value);
}
