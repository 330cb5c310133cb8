/** The header of a unit in `.debug_info` (DWARF 5, section 7.5.1; DWARF 4, section 7.5.1.1). */
import { type ByteReader, FormatError } from '../byte-reader';
import { UNIT } from './constants';

export interface UnitHeader {
  /** In `.debug_info`. */
  readonly offset: number;
  readonly end: number;
  readonly version: number;
  readonly type: number;
  readonly is64: boolean;
  readonly addressSize: number;
  readonly abbreviations: number;
  /** Where its first entry is. */
  readonly entries: number;
}

/** Reads a header; the reader goes on at the next unit. Throws `FormatError`. */
export function readUnitHeader(reader: ByteReader): UnitHeader {
  const offset = reader.at;
  const { length, is64 } = reader.initialLength();
  const unit = reader.part(length);
  const version = unit.u16();
  if (version < 4 || version > 5) {
    throw new FormatError(`It has debugging information of DWARF ${version}: 4 and 5 are read (\`gcc -gdwarf-5\`).`);
  }
  const type = version === 5 ? unit.u8() : UNIT.compile;
  const first = version === 5 ? unit.u8() : 0;
  const abbreviations = unit.offset(is64);
  const addressSize = version === 5 ? first : unit.u8();
  if (addressSize !== 8) throw new FormatError(`A unit has addresses of ${addressSize} bytes, and 8 are expected.`);
  if (type === UNIT.skeleton || type === UNIT.split_compile) unit.skip(8);
  if (type === UNIT.type || type === UNIT.split_type) unit.skip(8 + (is64 ? 8 : 4));
  return { offset, end: unit.end, version, type, is64, addressSize, abbreviations, entries: unit.at };
}
