/** Reads core files for x86-64. Nothing in a file is taken on trust: it ends with a process or one sentence. */
import type { ElfProblem } from '../elf-file';
import { ELF_LIMITS } from '../elf-limits';
import type { CoreFile, CoreSegment } from './core-file';
import { readNotes } from './notes';

const HEADER_SIZE = 64;
const PROGRAM_HEADER_SIZE = 56;
const EHDR = { CLASS: 4, TYPE: 16, MACHINE: 18, PHOFF: 32, PHENTSIZE: 54, PHNUM: 56 } as const;
const PHDR = { TYPE: 0, FLAGS: 4, OFFSET: 8, VADDR: 16, FILESZ: 32, MEMSZ: 40 } as const;
const CLASS_64 = 2;
const MACHINE_X86_64 = 62;
const TYPE_CORE = 4;
const SEGMENT = { LOAD: 1, NOTE: 4 } as const;
const FLAG = { X: 1, W: 2, R: 4 } as const;
/** The end of the user half: what lies beyond is the kernel's, as `[vsyscall]` is. */
const HIGHEST = 0x7fff_ffff_f000;

export function isCore(bytes: Uint8Array): boolean {
  return isElf(bytes) && bytes.length >= HEADER_SIZE && bytes[EHDR.TYPE] === TYPE_CORE && bytes[EHDR.TYPE + 1] === 0;
}

function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/** @param bytes the whole file; what is cut off at its end is missing from the memory of the process. */
export function readCore(bytes: Uint8Array): CoreFile | ElfProblem {
  if (!isElf(bytes)) return { problem: 'It is no ELF file: its first four bytes are not 7F 45 4C 46.' };
  if (!isCore(bytes)) return { problem: 'It is no core file: its type (e_type) is not 4.' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[EHDR.CLASS] !== CLASS_64 || view.getUint16(EHDR.MACHINE, true) !== MACHINE_X86_64) {
    return {
      problem: 'It is the core of a process of another kind: only those of 64-bit programs for x86-64 are read.',
    };
  }
  const headers = programHeaders(view);
  if ('problem' in headers) return headers;
  const loaded = headers.filter(
    ({ type, address, memorySize }) => type === SEGMENT.LOAD && address + memorySize <= HIGHEST,
  );
  const size = loaded.reduce((sum, { memorySize }) => sum + memorySize, 0);
  if (size > ELF_LIMITS.core) {
    return { problem: `The process had ${size} bytes of memory, and at most ${ELF_LIMITS.core} are read.` };
  }
  const notes = headers.filter(({ type }) => type === SEGMENT.NOTE);
  const read = readNotes(notes.map(({ offset, fileSize }) => bytes.subarray(offset, offset + fileSize)));
  if (read.threads.length === 0)
    return { problem: 'It has no registers (NT_PRSTATUS): it is cut off, or no core of Linux.' };
  return { ...read, segments: loaded.map((header) => segmentOf(bytes, header)) };
}

interface ProgramHeader {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
}

function programHeaders(view: DataView): readonly ProgramHeader[] | ElfProblem {
  const offset = Number(view.getBigUint64(EHDR.PHOFF, true));
  const count = view.getUint16(EHDR.PHNUM, true);
  if (view.getUint16(EHDR.PHENTSIZE, true) !== PROGRAM_HEADER_SIZE || count === 0) {
    return { problem: 'It has no program headers that could be read.' };
  }
  if (count > ELF_LIMITS.coreHeaders) {
    return { problem: `It has ${count} program headers, and at most ${ELF_LIMITS.coreHeaders} are read.` };
  }
  if (offset + count * PROGRAM_HEADER_SIZE > view.byteLength) {
    return { problem: 'It is cut off: its program headers lie beyond its end.' };
  }
  return Array.from({ length: count }, (_, index) => {
    const at = offset + index * PROGRAM_HEADER_SIZE;
    const word = (field: number) => Number(view.getBigUint64(at + field, true));
    return {
      type: view.getUint32(at + PHDR.TYPE, true),
      flags: view.getUint32(at + PHDR.FLAGS, true),
      offset: word(PHDR.OFFSET),
      address: word(PHDR.VADDR),
      fileSize: word(PHDR.FILESZ),
      memorySize: word(PHDR.MEMSZ),
    };
  });
}

function segmentOf(bytes: Uint8Array, { flags, offset, address, fileSize, memorySize }: ProgramHeader): CoreSegment {
  return {
    address,
    memorySize,
    bytes: bytes.subarray(offset, offset + Math.min(fileSize, memorySize)),
    readable: (flags & FLAG.R) !== 0,
    writable: (flags & FLAG.W) !== 0,
    executable: (flags & FLAG.X) !== 0,
  };
}
