/** The mappings of a process, which are its pages: what protections mean for them, and where there is room. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { PAGE_SIZE, type PageRights } from '../../machine/cpu/page';
import type { KernelContext } from '../routines/kernel-context';
import { PROT } from '../state/constants';
import { MMAP_BASE } from '../state/memory-map';
import type { Process } from '../state/process';

/** The end of what a process may map (`TASK_SIZE`). */
export const TASK_SIZE = 0x7fff_ffff_f000n;
/** `mmap_min_addr`: nothing is mapped below, so that null pointers fault. */
export const LOWEST_MAPPING = 0x1_0000n;
/** Pages that one process may have, and all together: a trace cannot exhaust the machine that runs it. */
const MOST_PAGES = 262_144;
const MOST_PAGES_OF_ALL = 524_288;

/** Whether a space may have so many more pages. */
export function mayGrow(kernel: KernelContext, space: number, pages: number): boolean {
  return kernel.memory.pageCount(space) + pages <= MOST_PAGES && isRoomFor(kernel, pages);
}

/**
 * Whether there is room for so many pages more. Pages that are promised count, touched or not (`vm.overcommit_memory=2`): no
 * write to a page ever finds memory full.
 */
export function isRoomFor({ memory }: KernelContext, pages: number): boolean {
  return memory.userPages + pages <= MOST_PAGES_OF_ALL;
}

/** A length in whole pages (`PAGE_ALIGN`), as 64 bits: 0 where that overflows. */
export function pageAligned(length: bigint): bigint {
  const mask = BigInt(PAGE_SIZE - 1);
  return BigInt.asUintN(64, length + mask) & ~mask;
}

export function isPageAligned(address: bigint): boolean {
  return (address & BigInt(PAGE_SIZE - 1)) === 0n;
}

/** What pages allow with a protection: x86 has no write-only pages, and PROT_EXEC alone may be read unless its key forbids it. */
export function rightsOf(protection: bigint, key: number): PageRights {
  return {
    accessible: (protection & (PROT.READ | PROT.WRITE | PROT.EXEC)) !== 0n,
    writable: (protection & PROT.WRITE) !== 0n,
    executable: (protection & PROT.EXEC) !== 0n,
    key,
  };
}

export function currentProcess(kernel: KernelContext): Process | undefined {
  return kernel.current && kernel.processOf(kernel.current);
}

/** Whether anything is mapped in a range. */
export function overlaps({ memory }: KernelContext, space: number, start: LinearAddress, length: number): boolean {
  for (let at = start; at < start + length; at += PAGE_SIZE) if (memory.isMapped(space, at)) return true;
  return false;
}

/** The highest free range of that length below the libraries (`vm_unmapped_area`, top down). */
export function findRoom({ memory }: KernelContext, space: number, length: number): LinearAddress | undefined {
  return memory.findFree(space, Number(LOWEST_MAPPING), MMAP_BASE, length);
}
