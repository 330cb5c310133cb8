/**
 * Reads ELF files for x86-64 (System V ABI, chapters "Object files" and "Program loading"), by the rules of Linux
 * (fs/binfmt_elf.c). Nothing in a file is taken on trust: whatever it says, reading ends with a program or one sentence.
 */
import type { ElfFile, ElfProblem, LoadSegment } from './elf-file';
import { ELF_LIMITS } from './elf-limits';
import { isElf, NO_ELF } from './is-elf';
import {
  PROGRAM_HEADER_SIZE,
  type ProgramHeader,
  type ProgramHeaders,
  readProgramHeaders,
  SEGMENT,
  SEGMENT_FLAG,
  wordAt,
} from './program-headers';

const HEADER_SIZE = 64;
const PAGE_SIZE = 4096;
/** The end of the user half. */
const HIGHEST = 0x7fff_ffff_f000;

/** Offsets in the file's header. */
const EHDR = { CLASS: 4, DATA: 5, TYPE: 16, MACHINE: 18, ENTRY: 24 } as const;
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const MACHINE_X86_64 = 62;
const TYPES = { RELOCATABLE: 1, EXECUTABLE: 2, DYNAMIC: 3, CORE: 4 } as const;

/** By e_machine: those that people are most likely to have at hand. */
const MACHINES: Readonly<Record<number, string>> = {
  3: '32-bit x86',
  8: 'MIPS',
  20: '32-bit PowerPC',
  21: 'PowerPC',
  22: 's390',
  40: '32-bit ARM',
  183: 'ARM (AArch64)',
  243: 'RISC-V',
  258: 'LoongArch',
};

export function isProblem(read: ElfFile | ElfProblem): read is ElfProblem {
  return 'problem' in read;
}

/** @param bytes the whole file. @param what a shared object is entered by its functions, and its entry point is of no use. */
export function readElf(bytes: Uint8Array, what: 'program' | 'shared object' = 'program'): ElfFile | ElfProblem {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const problem = headerProblem(bytes, view);
  if (problem !== undefined) return { problem };
  const found = readProgramHeaders(view, ELF_LIMITS.programHeaders);
  return 'problem' in found ? found : assemble(bytes, view, found, what === 'program');
}

function headerProblem(bytes: Uint8Array, view: DataView): string | undefined {
  if (!isElf(bytes)) return NO_ELF;
  if (bytes.length < HEADER_SIZE)
    return `It is cut off: ${bytes.length} bytes are too few for the header of an ELF file.`;
  if (bytes[EHDR.CLASS] !== CLASS_64) return 'It is a 32-bit program: only 64-bit programs for x86-64 run here.';
  if (bytes[EHDR.DATA] !== LITTLE_ENDIAN) return 'It is big-endian: x86-64 is little-endian.';
  const machine = view.getUint16(EHDR.MACHINE, true);
  if (machine !== MACHINE_X86_64) {
    return `It is for another processor (${MACHINES[machine] ?? `e_machine ${machine}`}): only programs for x86-64 run here.`;
  }
  return typeProblem(view.getUint16(EHDR.TYPE, true));
}

function typeProblem(type: number): string | undefined {
  if (type === TYPES.EXECUTABLE || type === TYPES.DYNAMIC) return undefined;
  if (type === TYPES.RELOCATABLE) return 'It is an object file: link it first (`gcc -static -o PROGRAM FILE.o`).';
  if (type === TYPES.CORE) return 'It is a core file, not a program.';
  return `It is no program: its type (e_type) is ${type}, and 2 or 3 is expected.`;
}

function assemble(
  bytes: Uint8Array,
  view: DataView,
  { offset, list }: ProgramHeaders,
  isEntered: boolean,
): ElfFile | ElfProblem {
  const loaded = list.filter(({ type, memorySize }) => type === SEGMENT.LOAD && memorySize > 0);
  const problem = segmentsProblem(loaded, bytes.length);
  if (problem !== undefined) return { problem };
  const interpreter = interpreterOf(bytes, list);
  if (typeof interpreter === 'object' && interpreter !== null) return interpreter;
  const segments = loaded.map(loadSegment);
  const entry = wordAt(view, EHDR.ENTRY);
  if (isEntered && !segments.some((segment) => segment.executable && isWithin(segment, entry))) {
    return { problem: 'Its entry point does not lie in code that it loads.' };
  }
  const home = segments.find((segment) => isInFilePart(segment, offset, list.length * PROGRAM_HEADER_SIZE));
  const stack = list.find(({ type }) => type === SEGMENT.GNU_STACK);
  return {
    isRelocatable: view.getUint16(EHDR.TYPE, true) === TYPES.DYNAMIC,
    entry,
    segments,
    headers: { count: list.length, offset, address: home ? home.address + (offset - home.offset) : null },
    interpreter,
    executableStack: stack !== undefined && (stack.flags & SEGMENT_FLAG.X) !== 0,
  };
}

function segmentsProblem(segments: readonly ProgramHeader[], fileSize: number): string | undefined {
  if (segments.length === 0) return 'It loads nothing: it has no PT_LOAD segment.';
  for (const segment of segments) {
    const problem = segmentProblem(segment, fileSize);
    if (problem !== undefined) return problem;
  }
  const size = segments.reduce((sum, { memorySize }) => sum + memorySize, 0);
  if (size <= ELF_LIMITS.image) return undefined;
  return `It wants ${size} bytes of memory, and a program has at most ${ELF_LIMITS.image}.`;
}

function segmentProblem(header: ProgramHeader, size: number): string | undefined {
  const { offset, address, fileSize, memorySize } = header;
  const where = `The segment at 0x${address.toString(16)}`;
  if (fileSize > memorySize) return `${where} is larger in the file than in memory.`;
  if (offset + fileSize > size) return `It is cut off: ${where.toLowerCase()} lies beyond its end.`;
  if (address + memorySize > HIGHEST) return `${where} lies beyond the memory of a program.`;
  if (offset % PAGE_SIZE !== address % PAGE_SIZE) {
    return `${where} does not lie in its page as it does in the file (offset 0x${offset.toString(16)}).`;
  }
  return undefined;
}

function loadSegment({ flags, offset, address, fileSize, memorySize }: ProgramHeader): LoadSegment {
  return {
    offset,
    fileSize,
    address,
    memorySize,
    readable: (flags & SEGMENT_FLAG.R) !== 0,
    writable: (flags & SEGMENT_FLAG.W) !== 0,
    executable: (flags & SEGMENT_FLAG.X) !== 0,
  };
}

/** Null where there is none. */
function interpreterOf(bytes: Uint8Array, list: readonly ProgramHeader[]): string | null | ElfProblem {
  const header = list.find(({ type }) => type === SEGMENT.INTERP);
  if (!header) return null;
  const { offset, fileSize } = header;
  if (fileSize < 2 || fileSize > ELF_LIMITS.interpreter || offset + fileSize > bytes.length) {
    return { problem: 'The name of its interpreter (PT_INTERP) cannot be read.' };
  }
  const name = bytes.subarray(offset, offset + fileSize);
  const end = name.indexOf(0);
  return String.fromCharCode(...name.subarray(0, end < 0 ? fileSize : end));
}

function isWithin({ address, memorySize }: LoadSegment, place: number): boolean {
  return place >= address && place < address + memorySize;
}

function isInFilePart(segment: LoadSegment, offset: number, size: number): boolean {
  return offset >= segment.offset && offset + size <= segment.offset + segment.fileSize;
}
