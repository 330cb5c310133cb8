/** The program headers of an ELF file (System V ABI, "Program Header"). Nothing that they say is taken on trust. */
import type { ElfProblem } from './elf-file';

export const PROGRAM_HEADER_SIZE = 56;
/** Values of p_type. */
export const SEGMENT = { LOAD: 1, INTERP: 3, NOTE: 4, GNU_STACK: 0x6474_e551 } as const;
/** Bits of p_flags. */
export const SEGMENT_FLAG = { X: 1, W: 2, R: 4 } as const;

/** Offsets in the file's header. */
const EHDR = { PHOFF: 32, PHENTSIZE: 54, PHNUM: 56 } as const;
/** Offsets in a program header. */
const PHDR = { TYPE: 0, FLAGS: 4, OFFSET: 8, VADDR: 16, FILESZ: 32, MEMSZ: 40 } as const;

export interface ProgramHeader {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
}

export interface ProgramHeaders {
  /** Of the first one in the file. */
  readonly offset: number;
  readonly list: readonly ProgramHeader[];
}

/** @param view of a file that is as long as its header at least. @param most headers that are read. */
export function readProgramHeaders(view: DataView, most: number): ProgramHeaders | ElfProblem {
  const offset = wordAt(view, EHDR.PHOFF);
  const entrySize = view.getUint16(EHDR.PHENTSIZE, true);
  const count = view.getUint16(EHDR.PHNUM, true);
  if (count === 0) return { problem: 'It has no program headers: there is nothing to load.' };
  if (entrySize !== PROGRAM_HEADER_SIZE) {
    return { problem: `Its program headers have ${entrySize} bytes each, and ${PROGRAM_HEADER_SIZE} are expected.` };
  }
  if (count > most) return { problem: `It has ${count} program headers, and at most ${most} are read.` };
  if (offset + count * PROGRAM_HEADER_SIZE > view.byteLength) {
    return { problem: 'It is cut off: its program headers lie beyond its end.' };
  }
  const list = Array.from({ length: count }, (_, index) => programHeader(view, offset + index * PROGRAM_HEADER_SIZE));
  return { offset, list };
}

function programHeader(view: DataView, at: number): ProgramHeader {
  return {
    type: view.getUint32(at + PHDR.TYPE, true),
    flags: view.getUint32(at + PHDR.FLAGS, true),
    offset: wordAt(view, at + PHDR.OFFSET),
    address: wordAt(view, at + PHDR.VADDR),
    fileSize: wordAt(view, at + PHDR.FILESZ),
    memorySize: wordAt(view, at + PHDR.MEMSZ),
  };
}

/** 64 bits as a number. Those beyond 2^53 are not exact, and far beyond whatever a file may say. */
export function wordAt(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
