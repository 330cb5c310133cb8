/**
 * The address space of buffers that are allocated on demand (mm/vmalloc.c), over modelled memory.
 * An address is never used twice, so a use of a freed buffer raises a page fault.
 */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import { PAGE_SIZE } from '../../../machine/cpu/page';
import type { KernelContext } from '../../routines/kernel-context';
import { FPSTATE_HEADER, KERNEL_SPACE, VMALLOC_START } from '../../state/memory-map';
import type { KernelState } from '../../state/state';

/** Far more than a buffer has. */
const BUFFER_STRIDE = 2 ** 32;

/**
 * Zeroed pages at a new address. The budget is not consulted.
 *
 * @param area bytes of the XSAVE area in the buffer; the counters and the budget count these.
 * @param header bytes in front of the area.
 */
export function vmap({ state, memory }: KernelContext, area: number, header: number): LinearAddress {
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
export function vfree({ state, memory }: KernelContext, address: LinearAddress): void {
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

/**
 * An address in a buffer by which buffer that is, counted from the oldest that is alive: a kernel does the same wherever its
 * buffers lie. Other addresses stay; the addresses of freed buffers become equal.
 */
export function placeInBuffers({ vmalloc: { live, next } }: KernelState, address: LinearAddress): number {
  if (address < VMALLOC_START || address > next) return address;
  const index = live.findIndex(([base, area]) => address >= base && address < base + roundUp(area + FPSTATE_HEADER));
  const [base] = live[index] ?? [address];
  return VMALLOC_START + index * BUFFER_STRIDE + (address - base);
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;
}
