/** Registers whose bits have names: each expands to its bits and fields, which can be set one by one. */
import type { Item } from './item';
import { decimal, hex } from './value';

export interface BitField {
  readonly name: string;
  readonly bit: number;
  /** Bits; 1 unless given. */
  readonly width?: number;
  readonly documentation: string;
}

export interface BitsRegister {
  /** As shown. */
  readonly name: string;
  readonly value: bigint;
  readonly bits: number;
  readonly fields: readonly BitField[];
  readonly documentation: string;
  /** In the expression language; left out where there is none. */
  readonly expression?: string;
  readonly readOnly?: string;
}

/** With more bits set than this (PKRU), their names say less than the number. */
const MOST_NAMES = 12;

export function bitsItem(register: BitsRegister): Item {
  const { name, value, bits, fields, documentation, expression, readOnly } = register;
  const setFields = fields.filter((field) => fieldOf(value, field) !== 0n);
  const names = setFields.map((field) => (field.width ? `${field.name}=${fieldOf(value, field)}` : field.name));
  const note = names.length > MOST_NAMES ? '' : names.join(' ');
  return {
    name,
    value: hex(value, bits, note),
    type: documentation,
    ...(expression ? { expression } : {}),
    ...(readOnly ? { readOnly } : {}),
    children: { named: () => fields.map((field) => fieldItem(register, field)) },
  };
}

function fieldItem({ value, bits, expression, readOnly }: BitsRegister, field: BitField): Item {
  const mask = ((1n << BigInt(field.width ?? 1)) - 1n) << BigInt(field.bit);
  const others = value & ~mask & ((1n << BigInt(bits)) - 1n);
  const position = field.width ? `bits ${field.bit + field.width - 1}:${field.bit}` : `bit ${field.bit}`;
  return {
    name: field.name,
    value: decimal(fieldOf(value, field), field.width ?? 1),
    type: `${position}: ${field.documentation}`,
    ...(readOnly ? { readOnly } : {}),
    ...(expression
      ? {
          assign: (text) => ({
            target: expression,
            value: `0x${others.toString(16)} | (((${text}) << ${field.bit}) & 0x${mask.toString(16)})`,
          }),
        }
      : { readOnly: readOnly ?? 'This bit is part of a value that cannot be set.' }),
  };
}

function fieldOf(value: bigint, { bit, width = 1 }: BitField): bigint {
  return (value >> BigInt(bit)) & ((1n << BigInt(width)) - 1n);
}
