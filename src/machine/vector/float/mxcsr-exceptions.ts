/** SIMD floating-point exceptions (Intel SDM vol. 1, 11.5): flags in MXCSR, and #XM for unmasked exceptions. */

import { CR4 } from '../../architecture/bits';
import { Fault } from '../../architecture/exception';
import type { Cpu } from '../../cpu/cpu';

/** MXCSR's exception flags. */
export const STATUS = { IE: 1, DE: 2, ZE: 4, OE: 8, UE: 16, PE: 32 } as const;
/** By how many bits the mask of each lies higher. */
export const MASK_SHIFT = 7;

const NAMES = Object.keys(STATUS) as (keyof typeof STATUS)[];
/** All six of them. */
export const MXCSR_MASKS = 0x3f << MASK_SHIFT;
/** Found before a result is computed: they keep the other ones from being looked for. */
const BEFORE = STATUS.IE | STATUS.DE | STATUS.ZE;

/** Sets the flags of `status`. Raises #XM, or #UD without CR4.OSXMMEXCPT, when one is not masked; they are set then, too. */
export function raiseStatus(cpu: Cpu, status: number, name: string): void {
  const open = status & ~(cpu.mxcsr >>> MASK_SHIFT);
  const flags = open & BEFORE ? status & BEFORE : status;
  cpu.mxcsr |= flags;
  if (open === 0) return;
  const which = NAMES.filter((flag) => open & STATUS[flag]).join(', ');
  const why = `${name} raises ${which}, which MXCSR (0x${cpu.mxcsr.toString(16)}) does not mask`;
  if (cpu.cr4 & CR4.OSXMMEXCPT) throw new Fault('#XM', { why });
  throw new Fault('#UD', { why: `${why}; CR4.OSXMMEXCPT is 0` });
}
