/** Values as the debugger shows them: what they are, apart from the radix that the user looks at them in. */

import { formatFloat } from '../../language/expressions/format-value';

/** `natural` is each value's own: hex for registers and addresses, decimal for sizes, counts and signed numbers. */
export const RADIXES = ['natural', 'hex', 'decimal', 'binary'] as const;
export type Radix = (typeof RADIXES)[number];

export type Value =
  | {
      readonly kind: 'integer';
      /** Of an unsigned value: 0 to 2^bits - 1. */
      readonly value: bigint;
      readonly bits: number;
      readonly natural: 'hex' | 'decimal';
      /** Behind the number: the names of its bits, the symbol at its address. */
      readonly note?: string;
    }
  | { readonly kind: 'float'; readonly value: number; readonly type: string }
  | { readonly kind: 'text'; readonly text: string };

/** A register, a mask or an address. */
export function hex(value: bigint | number, bits = 64, note?: string): Value {
  return { kind: 'integer', value: BigInt(value), bits, natural: 'hex', ...(note ? { note } : {}) };
}

/** A size, a count or a signed number. */
export function decimal(value: bigint | number, bits = 64, note?: string): Value {
  return { kind: 'integer', value: BigInt(value), bits, natural: 'decimal', ...(note ? { note } : {}) };
}

export function text(words: string): Value {
  return { kind: 'text', text: words };
}

/** Whether they read the same in every radix. */
export function isSameValue(a: Value, b: Value): boolean {
  if (a.kind === 'integer') return b.kind === 'integer' && a.value === b.value && a.note === b.note;
  if (a.kind === 'float') return b.kind === 'float' && Object.is(a.value, b.value) && a.type === b.type;
  return b.kind === 'text' && a.text === b.text;
}

export function formatValue(value: Value, radix: Radix = 'natural'): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'float':
      return formatFloat(value.value, value.type);
    case 'integer': {
      const number = formatInteger(value.value, value.bits, radix === 'natural' ? value.natural : radix);
      return value.note ? `${number} ${value.note}` : number;
    }
  }
}

/** Negative numbers show their two's complement in hex and binary. */
export function formatInteger(value: bigint, bits: number, radix: Exclude<Radix, 'natural'>): string {
  if (radix === 'decimal') return value.toString();
  const unsigned = BigInt.asUintN(bits, value);
  if (radix === 'hex') return `0x${unsigned.toString(16)}`;
  return `0b${unsigned.toString(2).replace(/\B(?=(?:.{4})+$)/g, '_')}`;
}
