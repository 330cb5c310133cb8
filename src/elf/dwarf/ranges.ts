/** Ranges of addresses: of units, functions and blocks (DWARF 5, sections 2.17.3 and 7.25; DWARF 4, section 2.17.3). */
import { type ByteReader, FormatError } from '../byte-reader';
import { AT } from './constants';
import { type Entry, type EntryUnit, indexedAddress } from './entry';

/** `high` is behind it. */
export interface AddressRange {
  readonly low: number;
  readonly high: number;
}

/** More than any function or unit has. */
const MOST_RANGES = 1_000_000;

/** The code of an entry, without what is empty. Throws `FormatError`. */
export function rangesOf(entry: Entry): readonly AddressRange[] {
  const low = entry.address(AT.low_pc);
  const value = entry.form(AT.ranges);
  if (value)
    return listed(entry.unit, value.kind === 'index' ? listAt(entry.unit, 'rnglists', value.value) : offsetOf(value));
  if (low === undefined) return [];
  const high = entry.address(AT.high_pc) ?? low + (entry.count(AT.high_pc) ?? 0);
  return high > low ? [{ low, high }] : [];
}

function offsetOf(value: { readonly kind: string; readonly value?: unknown }): number {
  if (value.kind === 'offset' && typeof value.value === 'number') return value.value;
  throw new FormatError('.debug_info has ranges that are in no section.');
}

/** Where the list with an index lies in its section. Throws `FormatError`. */
export function listAt({ sections, header, bases }: EntryUnit, name: 'rnglists' | 'loclists', index: number): number {
  const size = header.is64 ? 8 : 4;
  return bases[name] + sections.read(name, bases[name] + index * size).offset(header.is64);
}

/** The address that ranges of a unit are relative to, unless a list says another one. */
export function baseOf(unit: EntryUnit): number {
  return unit.root.address(AT.low_pc) ?? 0;
}

function listed(unit: EntryUnit, offset: number): readonly AddressRange[] {
  const { sections, header } = unit;
  const name = header.version === 5 ? 'rnglists' : 'ranges';
  const reader = sections.read(name, offset);
  const found: AddressRange[] = [];
  const next = header.version === 5 ? nextOf5 : nextOf4;
  let base = baseOf(unit);
  for (let step = next(reader, unit, base); step !== undefined; step = next(reader, unit, base)) {
    base = step.base;
    if (step.high > step.low) found.push({ low: step.low, high: step.high });
    if (found.length > MOST_RANGES) throw new FormatError(`.debug_${name} has a list without an end.`);
  }
  sections.charge(reader.at - offset);
  return found;
}

/** An entry of a list: an empty range where it only says what the next ones are relative to. */
interface ListStep extends AddressRange {
  readonly base: number;
}

function nextOf4(reader: ByteReader, _unit: EntryUnit, base: number): ListStep | undefined {
  const low = reader.address();
  const high = reader.address();
  if (low === 0 && high === 0) return undefined;
  if (low === -1) return { low: 0, high: 0, base: high };
  return { low: base + low, high: base + high, base };
}

/** DW_RLE_*: what an entry is of. */
type ReadRange = (reader: ByteReader, unit: EntryUnit, base: number) => ListStep;

const RANGE_ENTRIES: readonly (ReadRange | undefined)[] = [
  undefined,
  (reader, unit) => ({ low: 0, high: 0, base: indexedAddress(unit, reader.uleb()) }),
  (reader, unit, base) => {
    const low = indexedAddress(unit, reader.uleb());
    return { low, high: indexedAddress(unit, reader.uleb()), base };
  },
  (reader, unit, base) => {
    const low = indexedAddress(unit, reader.uleb());
    return { low, high: low + reader.uleb(), base };
  },
  (reader, _unit, base) => {
    const low = base + reader.uleb();
    return { low, high: base + reader.uleb(), base };
  },
  (reader) => ({ low: 0, high: 0, base: reader.address() }),
  (reader, _unit, base) => {
    const low = reader.address();
    return { low, high: reader.address(), base };
  },
  (reader, _unit, base) => {
    const low = reader.address();
    return { low, high: low + reader.uleb(), base };
  },
];

function nextOf5(reader: ByteReader, unit: EntryUnit, base: number): ListStep | undefined {
  const kind = reader.u8();
  if (kind === 0) return undefined;
  const read = RANGE_ENTRIES[kind];
  if (!read) throw new FormatError(`.debug_rnglists has an entry of the unknown kind ${kind}.`);
  return read(reader, unit, base);
}
