/** How the values of attributes are written (DWARF 5, section 7.5.6): a row a form. */
import { type ByteReader, FormatError } from '../byte-reader';
import type { UnitHeader } from './unit-header';

/** `index` values name an entry of a table of their unit; `offset` is a place in the section that the attribute is about. */
export type FormValue =
  | { readonly kind: 'address' | 'reference' | 'offset'; readonly value: number }
  | { readonly kind: 'constant'; readonly value: bigint; readonly size: number }
  | { readonly kind: 'index'; readonly of: 'addr' | 'loclists' | 'rnglists'; readonly value: number }
  | { readonly kind: 'text'; readonly in: 'str' | 'line_str' | 'str_offsets'; readonly value: number }
  | { readonly kind: 'inline-text'; readonly value: string }
  | { readonly kind: 'block'; readonly bytes: Uint8Array }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'elsewhere' };

type ReadForm = (reader: ByteReader, unit: UnitHeader, implicit: bigint) => FormValue;

const constant =
  (size: number): ReadForm =>
  (reader) => ({ kind: 'constant', value: reader.unsigned(size), size });
const index =
  (of: 'addr' | 'loclists' | 'rnglists', read: (reader: ByteReader) => number): ReadForm =>
  (reader) => ({ kind: 'index', of, value: read(reader) });
const indexedText =
  (read: (reader: ByteReader) => number): ReadForm =>
  (reader) => ({ kind: 'text', in: 'str_offsets', value: read(reader) });
const block =
  (size: (reader: ByteReader) => number): ReadForm =>
  (reader) => ({ kind: 'block', bytes: reader.block(size(reader)) });
/** A place in the same unit. */
const inUnit =
  (read: (reader: ByteReader) => number): ReadForm =>
  (reader, unit) => ({ kind: 'reference', value: unit.offset + read(reader) });
/** In a file or a unit that is not read: it takes its room. */
const elsewhere =
  (skip: (reader: ByteReader, unit: UnitHeader) => unknown): ReadForm =>
  (reader, unit) => {
    skip(reader, unit);
    return { kind: 'elsewhere' };
  };

const FORMS: ReadonlyMap<number, ReadForm> = new Map<number, ReadForm>([
  [
    0x01,
    (reader, { addressSize }) => ({ kind: 'address', value: addressSize === 8 ? reader.address() : reader.u32() }),
  ],
  [0x03, block((reader) => reader.u16())],
  [0x04, block((reader) => reader.u32())],
  [0x05, constant(2)],
  [0x06, constant(4)],
  [0x07, constant(8)],
  [0x08, (reader) => ({ kind: 'inline-text', value: reader.text() })],
  [0x09, block((reader) => reader.uleb())],
  [0x0a, block((reader) => reader.u8())],
  [0x0b, constant(1)],
  [0x0c, (reader) => ({ kind: 'flag', value: reader.u8() !== 0 })],
  [0x0d, (reader) => ({ kind: 'constant', value: reader.sleb(), size: 0 })],
  [0x0e, (reader, { is64 }) => ({ kind: 'text', in: 'str', value: reader.offset(is64) })],
  [0x0f, (reader) => ({ kind: 'constant', value: reader.ulebValue(), size: 0 })],
  [0x10, (reader, { is64 }) => ({ kind: 'reference', value: reader.offset(is64) })],
  [0x11, inUnit((reader) => reader.u8())],
  [0x12, inUnit((reader) => reader.u16())],
  [0x13, inUnit((reader) => reader.u32())],
  [0x14, inUnit((reader) => reader.word())],
  [0x15, inUnit((reader) => reader.uleb())],
  [0x17, (reader, { is64 }) => ({ kind: 'offset', value: reader.offset(is64) })],
  [0x18, block((reader) => reader.uleb())],
  [0x19, () => ({ kind: 'flag', value: true })],
  [0x1a, indexedText((reader) => reader.uleb())],
  [0x1b, index('addr', (reader) => reader.uleb())],
  [0x1c, elsewhere((reader) => reader.u32())],
  [0x1d, elsewhere((reader, { is64 }) => reader.offset(is64))],
  [0x1e, block(() => 16)],
  [0x1f, (reader, { is64 }) => ({ kind: 'text', in: 'line_str', value: reader.offset(is64) })],
  [0x20, elsewhere((reader) => reader.skip(8))],
  [0x21, (_reader, _unit, value) => ({ kind: 'constant', value, size: 0 })],
  [0x22, index('loclists', (reader) => reader.uleb())],
  [0x23, index('rnglists', (reader) => reader.uleb())],
  [0x24, elsewhere((reader) => reader.skip(8))],
  [0x25, indexedText((reader) => reader.u8())],
  [0x26, indexedText((reader) => reader.u16())],
  [0x27, indexedText((reader) => reader.u24())],
  [0x28, indexedText((reader) => reader.u32())],
  [0x29, index('addr', (reader) => reader.u8())],
  [0x2a, index('addr', (reader) => reader.u16())],
  [0x2b, index('addr', (reader) => reader.u24())],
  [0x2c, index('addr', (reader) => reader.u32())],
  // Of GNU, in debugging information that dwz has shared between files.
  [0x1f20, elsewhere((reader, { is64 }) => reader.offset(is64))],
  [0x1f21, elsewhere((reader, { is64 }) => reader.offset(is64))],
]);

const INDIRECT = 0x16;
export const IMPLICIT_CONSTANT = 0x21;

/** Throws `FormatError` for a form that the standard does not have: nothing behind it can be read. */
export function readForm(form: number, reader: ByteReader, unit: UnitHeader, implicit = 0n): FormValue {
  const actual = form === INDIRECT ? reader.uleb() : form;
  const read = FORMS.get(actual);
  if (!read) throw new FormatError(`${reader.what} has a value of the unknown form 0x${actual.toString(16)}.`);
  return read(reader, unit, implicit);
}
