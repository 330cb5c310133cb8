/** Objects of C as expressions see them: members, elements, single values, and assignment to those that lie in memory. */

import { typeName } from '../../elf/dwarf/types/type-name';
import { plainType } from '../../elf/dwarf/types/types';
import { ExpressionError } from '../../language/errors/expression-error';
import type { DataType } from '../../language/tree/data';
import type { Reference, Value } from '../../language/vocabulary/value';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { elementReference } from '../scope/lanes';
import { type CObject, elementOf, floatOf, integerOf, isSigned, memberOf, membersOf, quotedTextOf } from './c-object';

/** Writes bytes of the program's memory. */
export type Poke = (address: LinearAddress, bytes: Uint8Array) => void;

export function cReference(object: CObject, poke: Poke): Reference {
  const { type, address, size, why } = object;
  const plain = plainType(type);
  const shown = typeName(type);
  const common = { ...(address !== undefined && { address }), ...(size !== undefined && { size }) };
  switch (plain.kind) {
    case 'array':
      return {
        ...common,
        type: shown,
        said: () => quotedTextOf(object),
        index: (index) => element(object, index, poke),
      };
    case 'struct':
    case 'union':
    case 'class':
      return {
        ...common,
        type: shown,
        members: membersOf(object).flatMap(({ name }) => (name === undefined ? [] : [name])),
        member: (name) => member(object, name, poke),
      };
    case 'pointer':
      return {
        ...common,
        type: 'address',
        value: singleValue(object, why),
        said: () => quotedTextOf(object),
        index: (index) => element(object, index, poke),
        member: (name) => member(object, name, poke),
        ...assignment(object, 'u64', poke),
      };
    default: {
      const dataType = dataTypeOf(object);
      return {
        ...common,
        type: dataType ?? shown,
        value: singleValue(object, why),
        ...assignment(object, dataType, poke),
      };
    }
  }
}

/** Throws `ExpressionError` where the object has no value now. */
function singleValue(object: CObject, why: string | undefined): Value | undefined {
  const plain = plainType(object.type);
  const value = plain.kind === 'base' && plain.base === 'float' ? floatOf(object) : integerOf(object);
  if (value !== undefined) return value;
  throw new ExpressionError('not-mapped', why ?? 'It lies where there is no memory.');
}

function element(object: CObject, index: bigint, poke: Poke): Reference | undefined {
  const found = elementOf(object, Number(index));
  return found && cReference(found, poke);
}

function member(object: CObject, name: string, poke: Poke): Reference | undefined {
  const found = memberOf(object, name);
  return found && cReference(found, poke);
}

const FLOATS: Readonly<Record<number, DataType>> = { 4: 'f32', 8: 'f64' };
const SIGNED: Readonly<Record<number, DataType>> = { 1: 'i8', 2: 'i16', 4: 'i32', 8: 'i64' };
const UNSIGNED: Readonly<Record<number, DataType>> = { 1: 'u8', 2: 'u16', 4: 'u32', 8: 'u64' };

/** As expressions call what has the same values; undefined where nothing has. */
function dataTypeOf({ type, size = 0 }: CObject): DataType | undefined {
  const plain = plainType(type);
  if (plain.kind === 'base' && plain.base === 'float') return FLOATS[size];
  if (plain.kind !== 'base' && plain.kind !== 'enum') return undefined;
  return (isSigned(type) ? SIGNED : UNSIGNED)[size];
}

/** Only what lies in memory by itself can be set. */
function assignment(object: CObject, type: DataType | undefined, poke: Poke): Partial<Reference> {
  const { address, bits, size = 0 } = object;
  if (address === undefined || bits !== undefined || type === undefined) return {};
  return {
    assign: (value) => {
      const bytes = new Uint8Array(size);
      elementReference(bytes, 0, type, () => poke(address, bytes)).assign?.(value);
    },
  };
}
