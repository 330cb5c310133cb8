/** Reads types from entries; each once (DWARF 5, section 5). */
import { FormatError } from '../../byte-reader';
import { AT, TAG } from '../constants';
import type { Entry } from '../entry';
import type { BaseKind, CType, EnumValue, Member } from './types';

const POINTER_SIZE = 8;
const VOID: CType = { kind: 'void' };

/** DW_ATE_* */
const BASES: Readonly<Record<number, BaseKind>> = {
  2: 'bool',
  3: 'complex',
  4: 'float',
  5: 'signed',
  6: 'character',
  7: 'unsigned',
  8: 'character',
  16: 'character',
};

type ReadType = (entry: Entry, reader: TypeReader) => CType;

const qualifier =
  (name: string): ReadType =>
  (entry, reader) => ({ kind: 'qualified', qualifier: name, to: () => reader.typeOf(entry) });

const pointer: ReadType = (entry, reader) => ({
  kind: 'pointer',
  size: entry.count(AT.byte_size) ?? POINTER_SIZE,
  to: () => reader.typeOf(entry),
});

const aggregate =
  (kind: 'struct' | 'union' | 'class'): ReadType =>
  (entry, reader) => {
    let members: readonly Member[] | undefined;
    return {
      kind,
      name: entry.text(AT.name),
      size: entry.count(AT.byte_size) ?? 0,
      members: () => {
        members ??= membersOf(entry, reader);
        return members;
      },
    };
  };

const TYPES: ReadonlyMap<number, ReadType> = new Map<number, ReadType>([
  [
    TAG.base_type,
    (entry) => ({
      kind: 'base',
      name: entry.text(AT.name) ?? '?',
      size: entry.count(AT.byte_size) ?? 0,
      base: BASES[entry.count(AT.encoding) ?? 0] ?? 'other',
    }),
  ],
  [TAG.pointer_type, pointer],
  [TAG.reference_type, pointer],
  [TAG.rvalue_reference_type, pointer],
  [TAG.const_type, qualifier('const')],
  [TAG.volatile_type, qualifier('volatile')],
  [TAG.restrict_type, qualifier('restrict')],
  [TAG.atomic_type, qualifier('_Atomic')],
  [
    TAG.typedef,
    (entry, reader) => ({ kind: 'typedef', name: entry.text(AT.name) ?? '?', to: () => reader.typeOf(entry) }),
  ],
  [TAG.structure_type, aggregate('struct')],
  [TAG.class_type, aggregate('class')],
  [TAG.union_type, aggregate('union')],
  [
    TAG.array_type,
    (entry, reader) => ({
      kind: 'array',
      of: () => reader.typeOf(entry),
      counts: entry.children.filter(({ tag }) => tag === TAG.subrange_type).map(countOf),
      isVector: entry.flag(AT.GNU_vector),
    }),
  ],
  [
    TAG.enumeration_type,
    (entry) => {
      const values = entry.children.filter(({ tag }) => tag === TAG.enumerator).map(enumValue);
      return {
        kind: 'enum',
        name: entry.text(AT.name),
        size: entry.count(AT.byte_size) ?? 4,
        isSigned: values.some(({ value }) => value < 0n),
        values,
      };
    },
  ],
  [
    TAG.subroutine_type,
    (entry, reader) => ({
      kind: 'function',
      returns: () => reader.typeOf(entry),
      parameters: () =>
        entry.children.filter(({ tag }) => tag === TAG.formal_parameter).map((each) => reader.typeOf(each)),
    }),
  ],
]);

export class TypeReader {
  private readonly known = new Map<number, CType>();

  /** @param entryAt finds an entry of any unit by its place in `.debug_info`; throws `FormatError`. */
  constructor(private readonly entryAt: (offset: number) => Entry) {}

  /** What an entry's DW_AT_type refers to: `void` without it. What cannot be read is unknown. */
  typeOf(entry: Entry): CType {
    try {
      const offset = entry.reference(AT.type);
      if (offset !== undefined) return this.at(offset);
      return entry.has(AT.type) ? { kind: 'unknown', name: 'a type of another file' } : VOID;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return { kind: 'unknown', name: 'a type that cannot be read' };
    }
  }

  /** The type whose entry is there. Throws `FormatError`. */
  at(offset: number): CType {
    let type = this.known.get(offset);
    if (!type) {
      const entry = this.entryAt(offset);
      type = TYPES.get(entry.tag)?.(entry, this) ?? {
        kind: 'unknown',
        name: entry.text(AT.name) ?? 'a type that is not of C',
      };
      this.known.set(offset, type);
    }
    return type;
  }
}

/** Larger ones say that the size is not known. */
const LARGEST_COUNT = 2n ** 40n;

function countOf(entry: Entry): number | undefined {
  const count = entry.form(AT.count);
  if (count?.kind === 'constant') return Number(count.value);
  const upper = entry.form(AT.upper_bound);
  if (upper?.kind !== 'constant') return undefined;
  const lower = entry.form(AT.lower_bound);
  const number = upper.value + 1n - (lower?.kind === 'constant' ? lower.value : 0n);
  return number >= 0n && number < LARGEST_COUNT ? Number(number) : undefined;
}

function enumValue(entry: Entry): EnumValue {
  const value = entry.form(AT.const_value);
  const number = value?.kind === 'constant' ? value.value : 0n;
  return { name: entry.text(AT.name) ?? '?', value: number };
}

function membersOf(entry: Entry, reader: TypeReader): readonly Member[] {
  try {
    return entry.children
      .filter(({ tag }) => tag === TAG.member || tag === TAG.inheritance)
      .filter((member) => !member.flag(AT.external))
      .map((member) => memberOf(member, reader));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return [];
  }
}

function memberOf(entry: Entry, reader: TypeReader): Member {
  const name = entry.text(AT.name);
  const type = reader.typeOf(entry);
  const offset = entry.count(AT.data_member_location) ?? 0;
  const size = entry.count(AT.bit_size);
  if (size === undefined) return { name, type, offset };
  const from = entry.count(AT.data_bit_offset) ?? oldBitOffset(entry, size) + offset * 8;
  return { name, type, offset: Math.floor(from / 8), bits: { from: from % 8, size } };
}

/** DWARF 4 may count from the most significant bit of a unit of DW_AT_byte_size. */
function oldBitOffset(entry: Entry, size: number): number {
  const offset = entry.count(AT.bit_offset);
  return offset === undefined ? 0 : (entry.count(AT.byte_size) ?? 4) * 8 - offset - size;
}
