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

/** In bytes: none is longer. */
export const LONGEST_UNIT_HEADER = 48;

/** Reads a header, which need not be followed by the rest of its unit. Throws `FormatError`. */
export function readUnitHeader(reader: ByteReader): UnitHeader {
  const offset = reader.at;
  const { length, is64 } = reader.initialLength();
  const end = reader.at + length;
  const version = reader.u16();
  if (version < 4 || version > 5) {
    throw new FormatError(`It has debugging information of DWARF ${version}: 4 and 5 are read (\`gcc -gdwarf-5\`).`);
  }
  const type = version === 5 ? reader.u8() : UNIT.compile;
  const first = version === 5 ? reader.u8() : 0;
  const abbreviations = reader.offset(is64);
  const addressSize = version === 5 ? first : reader.u8();
  if (addressSize !== 8) throw new FormatError(`A unit has addresses of ${addressSize} bytes, and 8 are expected.`);
  if (type === UNIT.skeleton || type === UNIT.split_compile) reader.skip(8);
  if (type === UNIT.type || type === UNIT.split_type) reader.skip(8 + (is64 ? 8 : 4));
  const entries = reader.at;
  if (entries > end) throw new FormatError('The header of a unit is longer than the unit.');
  return { offset, end, version, type, is64, addressSize, abbreviations, entries };
}
