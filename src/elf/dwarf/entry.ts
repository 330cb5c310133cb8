/** A debugging information entry: what it says of itself, resolved (DWARF 5, section 2). */

import { FormatError } from '../byte-reader';
import type { Abbreviation } from './abbreviations';
import { AT } from './constants';
import type { DebugSections } from './debug-sections';
import type { FormValue } from './forms';
import type { UnitHeader } from './unit-header';

/** Where the tables of a unit begin, in their sections. */
export interface UnitBases {
  readonly strOffsets: number;
  readonly addr: number;
  readonly rnglists: number;
  readonly loclists: number;
}

/** The unit of an entry, as its values depend on it. */
export interface EntryUnit {
  readonly sections: DebugSections;
  readonly header: UnitHeader;
  readonly bases: UnitBases;
  readonly root: Entry;
  attribute(abbreviation: Abbreviation, at: number, wanted: number): FormValue | undefined;
}

export class Entry {
  readonly children: Entry[] = [];

  constructor(
    readonly unit: EntryUnit,
    /** In `.debug_info`. */
    readonly offset: number,
    private readonly abbreviation: Abbreviation,
    /** Where its values begin. */
    private readonly at: number,
    readonly parent: Entry | undefined,
  ) {}

  get tag(): number {
    return this.abbreviation.tag;
  }

  /** As written. Throws `FormatError`, as all below do. */
  form(name: number): FormValue | undefined {
    return this.unit.attribute(this.abbreviation, this.at, name);
  }

  has(name: number): boolean {
    return this.abbreviation.attributes.some((attribute) => attribute.name === name);
  }

  flag(name: number): boolean {
    const value = this.form(name);
    return value?.kind === 'flag' && value.value;
  }

  text(name: number): string | undefined {
    const value = this.form(name);
    if (value?.kind === 'inline-text') return value.value;
    if (value?.kind !== 'text') return undefined;
    const { sections, header, bases } = this.unit;
    if (value.in !== 'str_offsets') return sections.read(value.in, value.value).text();
    const place = sections.read('str_offsets', bases.strOffsets + value.value * (header.is64 ? 8 : 4));
    return sections.read('str', place.offset(header.is64)).text();
  }

  /** An address, also one that the unit's table has. */
  address(name: number): number | undefined {
    const value = this.form(name);
    if (value?.kind === 'address') return value.value;
    return value?.kind === 'index' && value.of === 'addr' ? indexedAddress(this.unit, value.value) : undefined;
  }

  /** A number that is never negative: a size, a line, an index. */
  count(name: number): number | undefined {
    const value = this.form(name);
    if (value?.kind !== 'constant' || value.value < 0n) return undefined;
    return Number(value.value);
  }

  /** Where it has a place in another section: undefined for anything else. */
  offsetIn(name: number): number | undefined {
    const value = this.form(name);
    return value?.kind === 'offset' ? value.value : undefined;
  }

  block(name: number): Uint8Array | undefined {
    const value = this.form(name);
    return value?.kind === 'block' ? value.bytes : undefined;
  }

  /** A place in `.debug_info`, of this unit or of another one. */
  reference(name: number): number | undefined {
    const value = this.form(name);
    return value?.kind === 'reference' ? value.value : undefined;
  }
}

/** The address with that index in the table of a unit. Throws `FormatError`. */
export function indexedAddress({ sections, header, bases }: EntryUnit, index: number): number {
  if (!Number.isSafeInteger(index)) throw new FormatError('.debug_addr does not have an address that is asked of it.');
  return sections.read('addr', bases.addr + index * header.addressSize).address();
}

/** What a function or variable is called: by the entry itself, or by that which it is an instance of. */
export const ORIGINS: readonly number[] = [AT.abstract_origin, AT.specification];
