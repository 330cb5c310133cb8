/** The sections of an ELF file by name (System V ABI, "Sections"): what a linker and a debugger need of it. */
import { ByteReader, FormatError } from './byte-reader';

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly size: number;
  /** Index of the section that this one refers to: that of names, for symbols. */
  readonly link: number;
  /** Index of the section that relocations are of. */
  readonly info: number;
  readonly alignment: number;
  /** Bytes of an entry, for tables. */
  readonly entrySize: number;
  /** Empty where the file has none. */
  readonly bytes: Uint8Array;
}

const EHDR = { SHOFF: 40, SHENTSIZE: 58, SHNUM: 60, SHSTRNDX: 62 } as const;
const SECTION_HEADER_SIZE = 64;
const NOBITS = 8;
export const SECTION_FLAG = { alloc: 2, compressed: 0x800, tls: 0x400 } as const;

/**
 * In the order of the file; empty for a file without section headers.
 * @param bytes of a file that `readElf` has read. Throws `FormatError`.
 */
export function readSections(bytes: Uint8Array): readonly ElfSection[] {
  const header = new ByteReader(bytes, 'The header of the file');
  const offset = header.from(EHDR.SHOFF).word();
  const entrySize = header.from(EHDR.SHENTSIZE).u16();
  const count = header.from(EHDR.SHNUM).u16();
  const nameIndex = header.from(EHDR.SHSTRNDX).u16();
  if (offset === 0 || count === 0) return [];
  if (entrySize !== SECTION_HEADER_SIZE) {
    throw new FormatError(`Its section headers have ${entrySize} bytes each, and 64 are expected.`);
  }
  const table = new ByteReader(bytes, 'The table of sections', offset).part(count * SECTION_HEADER_SIZE);
  const rows = Array.from({ length: count }, () => sectionHeader(table, bytes));
  const names = rows[nameIndex]?.bytes ?? new Uint8Array();
  return rows.map(({ nameAt, ...rest }) => ({ ...rest, name: textAt(names, nameAt) }));
}

function sectionHeader(reader: ByteReader, bytes: Uint8Array): Omit<ElfSection, 'name'> & { readonly nameAt: number } {
  const nameAt = reader.u32();
  const type = reader.u32();
  const flags = reader.word();
  const address = reader.address();
  const offset = reader.word();
  const size = reader.word();
  const link = reader.u32();
  const info = reader.u32();
  const alignment = reader.word();
  const entrySize = reader.word();
  const isInFile = type !== NOBITS && offset + size <= bytes.length;
  return {
    nameAt,
    type,
    flags,
    address,
    size,
    link,
    info,
    alignment,
    entrySize,
    bytes: isInFile ? bytes.subarray(offset, offset + size) : new Uint8Array(),
  };
}

function textAt(names: Uint8Array, at: number): string {
  return at < names.length ? new ByteReader(names, 'The table of section names', at).text() : '';
}
