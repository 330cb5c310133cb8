/** Memory of the kernel's own: buffers of extended state come from the modelled allocator, with its budget and its failures. */
import { fromLinear, toLinear } from '../../../machine/architecture/linear-address';
import { vzalloc } from '../../model/memory/buffers';
import { vfree } from '../../model/memory/vmalloc';
import { FPSTATE_HEADER } from '../../state/memory-map';
import type { Hook } from './hook';

const REASON =
  'The allocators work on page tables, zones and caches, which are not modelled; the budget of a trace is.';

export const MEMORY_HOOKS: readonly Hook[] = [
  {
    names: ['vzalloc', 'vzalloc_noprof'],
    signature: 'void *vzalloc(unsigned long size)',
    meaning: 'Zeroed pages from the modelled allocator; NULL where `memory=` or `inject alloc-fail` says so.',
    reason: REASON,
    run: ({ kernel }, argument) => {
      const base = vzalloc(kernel, Number(argument(0)) - FPSTATE_HEADER, FPSTATE_HEADER);
      return base === null ? 0n : fromLinear(base);
    },
  },
  {
    names: ['vfree'],
    signature: 'void vfree(const void *addr)',
    meaning: 'Gives the pages back: who touches them afterwards faults.',
    reason: REASON,
    run: ({ kernel }, argument) => {
      vfree(kernel, toLinear(argument(0)) ?? 0);
      return 0n;
    },
  },
];
