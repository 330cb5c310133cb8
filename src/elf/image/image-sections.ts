/**
 * The sections of an ELF file of which parts are read (System V ABI, "Sections"), and whether it is an image of a kernel for
 * x86-64 at all. Nothing in a file is taken on trust: reading ends with sections or one sentence.
 */
import type { ElfProblem } from '../elf-file';
import type { ByteSource } from './byte-source';

export interface ImageSection {
  readonly name: string;
  readonly type: number;
  /** Linear: those of the kernel are negative. */
  readonly address: number;
  /** In the file, in bytes. */
  readonly offset: number;
  /** In bytes; in memory, for a section that the file has nothing of. */
  readonly size: number;
  /** Index of the section that this one refers to: that of names, for symbols. */
  readonly link: number;
  /** `sh_flags`. */
  readonly flags: number;
  /** Whether it lies in memory when the image runs. */
  readonly isLoaded: boolean;
  readonly isExecutable: boolean;
  readonly isWritable: boolean;
  /** Whether the file has its bytes; else they are zero. */
  readonly isInFile: boolean;
}

const EHDR = { CLASS: 4, DATA: 5, TYPE: 16, MACHINE: 18, SHOFF: 40, SHENTSIZE: 58, SHNUM: 60, SHSTRNDX: 62 } as const;
const HEADER_SIZE = 64;
const SHDR = { NAME: 0, TYPE: 4, FLAGS: 8, ADDRESS: 16, OFFSET: 24, SIZE: 32, LINK: 40 } as const;
const SECTION_HEADER_SIZE = 64;
const FLAG = { WRITE: 1, ALLOC: 2, EXECUTE: 4 } as const;
const NOBITS = 8;
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const X86_64 = 62;
const EXECUTABLE = 2;
/** By `e_type`. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'an object file or a module',
  3: 'a program or a shared library',
  4: 'a core file',
};

const REMEDY = 'Give the `vmlinux` that a build of Linux leaves, or a `bzImage`.';

export function isImageProblem(read: readonly ImageSection[] | ElfProblem): read is ElfProblem {
  return 'problem' in read;
}

/** In the order of the file. */
export function readImageSections(source: ByteSource): readonly ImageSection[] | ElfProblem {
  if (source.size < HEADER_SIZE) return { problem: `It is no image of a kernel: it has ${source.size} bytes.` };
  const header = viewOf(source.read(0, HEADER_SIZE));
  const problem = headerProblem(header);
  if (problem !== undefined) return { problem };
  const offset = Number(header.getBigUint64(EHDR.SHOFF, true));
  const count = header.getUint16(EHDR.SHNUM, true);
  if (offset === 0 || count === 0) return { problem: 'It has no table of sections: it has been stripped of it.' };
  if (header.getUint16(EHDR.SHENTSIZE, true) !== SECTION_HEADER_SIZE) {
    return { problem: 'Its section headers do not have 64 bytes each.' };
  }
  if (offset + count * SECTION_HEADER_SIZE > source.size) {
    return { problem: 'It is cut off: its table of sections lies beyond its end.' };
  }
  const table = viewOf(source.read(offset, count * SECTION_HEADER_SIZE));
  const rows = Array.from({ length: count }, (_, index) => sectionHeader(table, index * SECTION_HEADER_SIZE));
  return named(source, rows, header.getUint16(EHDR.SHSTRNDX, true));
}

function headerProblem(header: DataView): string | undefined {
  if (header.getUint32(0, false) !== 0x7f45_4c46) {
    return 'It is no ELF file: a `vmlinux` is wanted, not a compressed `bzImage` or `vmlinuz`.';
  }
  const isFor64 = header.getUint8(EHDR.CLASS) === CLASS_64 && header.getUint8(EHDR.DATA) === LITTLE_ENDIAN;
  if (!isFor64 || header.getUint16(EHDR.MACHINE, true) !== X86_64)
    return 'It is an image for another processor: one for x86-64 is wanted.';
  const type = header.getUint16(EHDR.TYPE, true);
  if (type === EXECUTABLE) return undefined;
  return `It is no image of a kernel but ${TYPES[type] ?? 'something else'}: its type (e_type) is ${type}, not 2. ${REMEDY}`;
}

/** Of sections of which none lies in the upper half of the address space, where kernels are linked; else undefined. */
export function programProblem(sections: readonly ImageSection[]): ElfProblem | undefined {
  if (sections.some(({ isLoaded, address }) => isLoaded && address < 0)) return undefined;
  return { problem: `It is no image of a kernel but a program: all of it lies where programs lie. ${REMEDY}` };
}

type Unnamed = Omit<ImageSection, 'name'> & { readonly nameAt: number };

function sectionHeader(table: DataView, at: number): Unnamed {
  const type = table.getUint32(at + SHDR.TYPE, true);
  const flags = Number(table.getBigUint64(at + SHDR.FLAGS, true));
  return {
    nameAt: table.getUint32(at + SHDR.NAME, true),
    type,
    address: Number(table.getBigInt64(at + SHDR.ADDRESS, true)),
    offset: Number(table.getBigUint64(at + SHDR.OFFSET, true)),
    size: Number(table.getBigUint64(at + SHDR.SIZE, true)),
    link: table.getUint32(at + SHDR.LINK, true),
    flags,
    isLoaded: (flags & FLAG.ALLOC) !== 0,
    isExecutable: (flags & FLAG.EXECUTE) !== 0,
    isWritable: (flags & FLAG.WRITE) !== 0,
    isInFile: type !== NOBITS,
  };
}

function named(source: ByteSource, rows: readonly Unnamed[], nameIndex: number): readonly ImageSection[] | ElfProblem {
  const cut = rows.find(({ isInFile, offset, size }) => isInFile && offset + size > source.size);
  if (cut)
    return { problem: `It is cut off: it has ${source.size} bytes, and a section ends at ${cut.offset + cut.size}.` };
  const names = rows[nameIndex];
  const texts = names ? source.read(names.offset, names.size) : new Uint8Array();
  return rows.map(({ nameAt, ...rest }) => ({ name: textAt(texts, nameAt), ...rest }));
}

/** Up to the zero byte. */
function textAt(bytes: Uint8Array, at: number): string {
  let text = '';
  for (let index = at; index < bytes.length && bytes[index] !== 0; index++) {
    text += String.fromCharCode(bytes[index] ?? 0);
  }
  return text;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
