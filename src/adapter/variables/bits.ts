/** Registers whose bits have names: each expands to its bits and fields, which can be set one by one. */
import { type BitField, fieldOf, maskOf, namesOfSet } from '../../machine/architecture/registers';
import type { Item } from './item';
import { decimal, hex } from './value';

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
  const names = namesOfSet(fields, value);
  const note = names.length > MOST_NAMES ? '' : names.join(' ');
  return {
    name,
    value: hex(value, bits, note),
    documentation,
    ...(expression ? { expression } : {}),
    ...(readOnly ? { readOnly } : {}),
    children: { named: () => fields.map((field) => fieldItem(register, field)) },
  };
}

function fieldItem({ value, bits, expression, readOnly }: BitsRegister, field: BitField): Item {
  const mask = maskOf(field);
  const others = value & ~mask & ((1n << BigInt(bits)) - 1n);
  const position = field.width ? `bits ${field.bit + field.width - 1}:${field.bit}` : `bit ${field.bit}`;
  return {
    name: field.name,
    value: decimal(fieldOf(value, field), field.width ?? 1),
    documentation: `${position}: ${field.documentation}`,
    ...(readOnly ? { readOnly } : {}),
    ...(expression
      ? {
          expression: `${expression}.${field.name}`,
          assign: (text) => ({
            target: expression,
            value: `0x${others.toString(16)} | (((${text}) << ${field.bit}) & 0x${mask.toString(16)})`,
          }),
        }
      : { readOnly: readOnly ?? 'This bit is part of a value that cannot be set.' }),
  };
}
