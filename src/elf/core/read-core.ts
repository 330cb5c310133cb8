/** Reads core files for x86-64. Nothing in a file is taken on trust: it ends with a process or one sentence. */
import type { ElfProblem } from '../elf-file';
import { ELF_LIMITS } from '../elf-limits';
import { isElf, NO_ELF } from '../is-elf';
import { type ProgramHeader, readProgramHeaders, SEGMENT, SEGMENT_FLAG } from '../program-headers';
import type { CoreFile, CoreSegment } from './core-file';
import { readNotes } from './notes';

const HEADER_SIZE = 64;
const EHDR = { CLASS: 4, TYPE: 16, MACHINE: 18 } as const;
const CLASS_64 = 2;
const MACHINE_X86_64 = 62;
const TYPE_CORE = 4;
/** The end of the user half: what lies beyond is the kernel's, as `[vsyscall]` is. */
const HIGHEST = 0x7fff_ffff_f000;

export function isCore(bytes: Uint8Array): boolean {
  return isElf(bytes) && bytes.length >= HEADER_SIZE && bytes[EHDR.TYPE] === TYPE_CORE && bytes[EHDR.TYPE + 1] === 0;
}

/** @param bytes the whole file; what is cut off at its end is missing from the memory of the process. */
export function readCore(bytes: Uint8Array): CoreFile | ElfProblem {
  if (!isElf(bytes)) return { problem: NO_ELF };
  if (!isCore(bytes)) return { problem: 'It is no core file: its type (e_type) is not 4.' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[EHDR.CLASS] !== CLASS_64 || view.getUint16(EHDR.MACHINE, true) !== MACHINE_X86_64) {
    return {
      problem: 'It is the core of a process of another kind: only those of 64-bit programs for x86-64 are read.',
    };
  }
  const headers = readProgramHeaders(view, ELF_LIMITS.coreHeaders);
  if ('problem' in headers) return headers;
  const loaded = headers.list.filter(
    ({ type, address, memorySize }) => type === SEGMENT.LOAD && address + memorySize <= HIGHEST,
  );
  const size = loaded.reduce((sum, { memorySize }) => sum + memorySize, 0);
  if (size > ELF_LIMITS.core) {
    return { problem: `The process had ${size} bytes of memory, and at most ${ELF_LIMITS.core} are read.` };
  }
  const notes = headers.list.filter(({ type }) => type === SEGMENT.NOTE);
  const read = readNotes(notes.map(({ offset, fileSize }) => bytes.subarray(offset, offset + fileSize)));
  if (read.threads.length === 0)
    return { problem: 'It has no registers (NT_PRSTATUS): it is cut off, or no core of Linux.' };
  return { ...read, segments: loaded.map((header) => segmentOf(bytes, header)) };
}

function segmentOf(bytes: Uint8Array, { flags, offset, address, fileSize, memorySize }: ProgramHeader): CoreSegment {
  return {
    address,
    memorySize,
    bytes: bytes.subarray(offset, offset + Math.min(fileSize, memorySize)),
    readable: (flags & SEGMENT_FLAG.R) !== 0,
    writable: (flags & SEGMENT_FLAG.W) !== 0,
    executable: (flags & SEGMENT_FLAG.X) !== 0,
  };
}
