/**
 * Buffers for extended state that are allocated on demand: `vzalloc` and `vfree` (mm/vmalloc.c) over modelled memory.
 * An address is never used twice, so whoever keeps one after the buffer is freed meets a page fault.
 */
import type { LinearAddress } from '../../machine/architecture/address';
import { PAGE_SIZE } from '../../machine/cpu/memory';
import { FPSTATE_HEADER } from '../state/memory-map';
import type { LinuxKernel } from './linux-kernel';
import { outOfMemory } from './out-of-memory';

/** Kernel pages belong to every address space. */
const KERNEL_SPACE = 0;

/**
 * Zeroed pages, or null when the allocation fails: by `inject alloc-fail`, or beyond the budget (`memory=BYTES`).
 *
 * @param area bytes of the XSAVE area in it: what the counters and the budget count.
 * @param header bytes in front of the area.
 * @param nofail whether it must not fail (__GFP_NOFAIL): neither budget nor injection count.
 */
export function vzalloc(kernel: LinuxKernel, area: number, header: number, nofail = false): LinearAddress | null {
  const { state, memory } = kernel;
  if (!nofail && !isGranted(kernel, area)) return null;
  const base = state.vmalloc.next;
  const length = roundUp(area + header);
  memory.map(KERNEL_SPACE, base, length);
  state.vmalloc.next = base + length + PAGE_SIZE;
  state.vmalloc.live.push([base, area]);
  state.counters.allocs++;
  state.counters.buffer_bytes += area;
  return base;
}

/** Gives back the buffer that `address` lies in the first page of. An address that no live buffer has does nothing. */
export function vfree({ state, memory }: LinuxKernel, address: LinearAddress): void {
  const base = Math.floor(address / PAGE_SIZE) * PAGE_SIZE;
  const index = state.vmalloc.live.findIndex(([start]) => start === base);
  const entry = state.vmalloc.live[index];
  if (!entry) return;
  const [, area] = entry;
  state.vmalloc.live.splice(index, 1);
  memory.unmap(KERNEL_SPACE, base, roundUp(area + FPSTATE_HEADER));
  state.counters.frees++;
  state.counters.buffer_bytes -= area;
}

function isGranted(kernel: LinuxKernel, area: number): boolean {
  const { state } = kernel;
  if (state.allocFailures > 0) {
    state.allocFailures--;
    return false;
  }
  if (!fits(kernel, area)) outOfMemory(kernel);
  return fits(kernel, area);
}

function fits({ state, memoryBudget }: LinuxKernel, area: number): boolean {
  return memoryBudget === null || state.counters.buffer_bytes + area <= memoryBudget;
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;
}
