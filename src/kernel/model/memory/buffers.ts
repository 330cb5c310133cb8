/**
 * Buffers for extended state, as long as there is memory for them: `vzalloc` (mm/vmalloc.c) with the budget of the trace,
 * the failures that it injects, and the OOM killer above it.
 */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import type { KernelContext } from '../../routines/kernel-context';
import { outOfMemory } from './out-of-memory';
import { vmap } from './vmalloc';

/**
 * Zeroed pages, or null when the allocation fails: by `inject alloc-fail`, or beyond the budget (`memory=BYTES`).
 *
 * @param area bytes of the XSAVE area in the buffer; the counters and the budget count these.
 * @param header bytes in front of the area.
 * @param nofail whether it must not fail (__GFP_NOFAIL): neither budget nor injection count.
 */
export function vzalloc(kernel: KernelContext, area: number, header: number, nofail = false): LinearAddress | null {
  return nofail || isGranted(kernel, area) ? vmap(kernel, area, header) : null;
}

function isGranted(kernel: KernelContext, area: number): boolean {
  const { state } = kernel;
  if (state.allocFailures > 0) {
    state.allocFailures--;
    return false;
  }
  if (!fits(kernel, area)) outOfMemory(kernel);
  return fits(kernel, area);
}

function fits({ state, memoryBudget }: KernelContext, area: number): boolean {
  return memoryBudget === null || state.counters.buffer_bytes + area <= memoryBudget;
}
