/** Which location description counts at an address (DWARF 5, sections 2.6.2 and 7.29; DWARF 4, section 2.6.2). */
import { type ByteReader, FormatError } from '../byte-reader';
import { type Entry, type EntryUnit, indexedAddress } from './entry';
import type { FormValue } from './forms';
import { baseOf, listAt } from './ranges';

/** The expression of an attribute where execution is at `address`; undefined where the object has no place there. Throws `FormatError`. */
export function locationAt(entry: Entry, attribute: number, address: number): Uint8Array | undefined {
  const value = entry.form(attribute);
  if (value === undefined) return undefined;
  if (value.kind === 'block') return value.bytes;
  return listed(entry.unit, offsetOf(entry.unit, value), address);
}

function offsetOf(unit: EntryUnit, value: FormValue): number {
  if (value.kind === 'offset') return value.value;
  if (value.kind === 'index' && value.of === 'loclists') return listAt(unit, 'loclists', value.value);
  throw new FormatError('.debug_info has a location that is in no section.');
}

function listed(unit: EntryUnit, offset: number, address: number): Uint8Array | undefined {
  const { sections, header } = unit;
  const name = header.version === 5 ? 'loclists' : 'loc';
  const reader = sections.read(name, offset);
  const next = header.version === 5 ? nextOf5 : nextOf4;
  let base = baseOf(unit);
  let fallback: Uint8Array | undefined;
  let found: Uint8Array | undefined;
  for (let step = next(reader, unit, base); step !== undefined && !found; step = next(reader, unit, base)) {
    base = step.base;
    if (step.isDefault) fallback = step.expression;
    else if (address >= step.low && address < step.high) found = step.expression;
  }
  sections.charge(reader.at - offset);
  return found ?? fallback;
}

/** An entry of a list; without an expression it only says what the next ones are relative to. */
interface ListStep {
  readonly base: number;
  readonly low: number;
  readonly high: number;
  readonly expression: Uint8Array | undefined;
  readonly isDefault?: boolean;
}

function nextOf4(reader: ByteReader, _unit: EntryUnit, base: number): ListStep | undefined {
  const low = reader.address();
  const high = reader.address();
  if (low === 0 && high === 0) return undefined;
  if (low === -1) return baseStep(high);
  return { base, low: base + low, high: base + high, expression: reader.block(reader.u16()) };
}

function baseStep(base: number): ListStep {
  return { base, low: 0, high: 0, expression: undefined };
}

/** DW_LLE_*: what an entry is of. */
type ReadStep = (reader: ByteReader, unit: EntryUnit, base: number) => ListStep;

const within = (
  reader: ByteReader,
  base: number,
  { low, high }: { readonly low: number; readonly high: number },
): ListStep => ({ base, low, high, expression: reader.block(reader.uleb()) });

const LOCATION_ENTRIES: readonly (ReadStep | undefined)[] = [
  undefined,
  (reader, unit) => baseStep(indexedAddress(unit, reader.uleb())),
  (reader, unit, base) => {
    const low = indexedAddress(unit, reader.uleb());
    return within(reader, base, { low, high: indexedAddress(unit, reader.uleb()) });
  },
  (reader, unit, base) => {
    const low = indexedAddress(unit, reader.uleb());
    return within(reader, base, { low, high: low + reader.uleb() });
  },
  (reader, _unit, base) => {
    const low = base + reader.uleb();
    return within(reader, base, { low, high: base + reader.uleb() });
  },
  (reader, _unit, base) => ({ base, low: 0, high: 0, expression: reader.block(reader.uleb()), isDefault: true }),
  (reader) => baseStep(reader.address()),
  (reader, _unit, base) => {
    const low = reader.address();
    return within(reader, base, { low, high: reader.address() });
  },
  (reader, _unit, base) => {
    const low = reader.address();
    return within(reader, base, { low, high: low + reader.uleb() });
  },
  // A pair of views, of GNU: how far stepping within one address has come.
  (reader, _unit, base) => {
    reader.uleb();
    reader.uleb();
    return baseStep(base);
  },
];

function nextOf5(reader: ByteReader, unit: EntryUnit, base: number): ListStep | undefined {
  const kind = reader.u8();
  if (kind === 0) return undefined;
  const read = LOCATION_ENTRIES[kind];
  if (!read) throw new FormatError(`.debug_loclists has an entry of the unknown kind ${kind}.`);
  return read(reader, unit, base);
}
