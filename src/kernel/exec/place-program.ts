/** A program in its address space (load_elf_binary, fs/binfmt_elf.c): segments, what is zero behind them, and the break. */
import type { ElfFile, LoadSegment } from '../../elf/elf-file';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { AddressSpaceId, Memory } from '../../machine/cpu/memory';
import { PAGE_SIZE, type PageRights } from '../../machine/cpu/page';

/** Where a program that may lie anywhere lies: ELF_ET_DYN_BASE, two thirds of the user half, without randomization. */
const RELOCATED_BASE = 0x5555_5555_4000;

export interface PlacedProgram {
  readonly entry: LinearAddress;
  /** Of the program headers in memory; 0 where no segment has them. */
  readonly headers: LinearAddress;
  readonly headerCount: number;
  /** Where the break begins: a page behind the last segment. */
  readonly startBrk: LinearAddress;
  readonly executableStack: boolean;
}

/** Whole pages from the first segment to the last, in the addresses of the file. */
export function extentOf({ segments }: Pick<ElfFile, 'segments'>): {
  readonly start: LinearAddress;
  readonly end: LinearAddress;
} {
  return {
    start: Math.min(...segments.map(({ address }) => pageStart(address))),
    end: pageEnd(Math.max(...segments.map(({ address, memorySize }) => address + memorySize))),
  };
}

/** @param bytes of the file that the program was read from. @param bias what is added to its addresses. */
export function placeProgram(
  memory: Memory,
  space: AddressSpaceId,
  bytes: Uint8Array,
  elf: ElfFile,
  bias = biasOf(elf),
): PlacedProgram {
  const { entry, segments, headers, executableStack } = elf;
  for (const segment of segments) placeSegment(memory, space, bytes, segment, bias);
  const end = Math.max(...segments.map(({ address, memorySize }) => address + memorySize));
  return {
    entry: entry + bias,
    headers: headers.address === null ? 0 : headers.address + bias,
    headerCount: headers.count,
    startBrk: pageStart(end + PAGE_SIZE - 1) + bias,
    executableStack,
  };
}

/** How far from where its file says a program lies. */
export function biasOf(elf: Pick<ElfFile, 'isRelocatable' | 'segments'>): number {
  return elf.isRelocatable ? RELOCATED_BASE - extentOf(elf).start : 0;
}

/** Whole pages: those of the file have what the file has around the segment, as mmap gives it. */
function placeSegment(
  memory: Memory,
  space: AddressSpaceId,
  bytes: Uint8Array,
  segment: LoadSegment,
  bias: number,
): void {
  const { offset, fileSize, address, memorySize } = segment;
  const start = pageStart(address);
  const fileEnd = address + fileSize;
  const end = address + memorySize;
  const rights = rightsOfSegment(segment);
  // A later segment may share a page with an earlier one: the later one's rights count, as with MAP_FIXED.
  memory.unmap(space, start + bias, end - start);
  memory.map(space, start + bias, end - start, rights);
  if (fileSize === 0) return;
  const from = offset - (address - start);
  const whole = Math.min(bytes.length, from + pageEnd(fileEnd) - start);
  memory.poke(space, start + bias, bytes.subarray(from, whole));
  // `padzero`: only what can be written is zeroed up to the end of its page.
  if (memorySize > fileSize || segment.writable) {
    memory.poke(space, fileEnd + bias, new Uint8Array(Math.max(0, pageEnd(fileEnd) - fileEnd)));
  }
}

function rightsOfSegment({ readable, writable, executable }: LoadSegment): PageRights {
  return { accessible: readable || writable || executable, writable, executable, key: 0 };
}

function pageStart(address: number): number {
  return Math.floor(address / PAGE_SIZE) * PAGE_SIZE;
}

function pageEnd(address: number): number {
  return Math.ceil(address / PAGE_SIZE) * PAGE_SIZE;
}
