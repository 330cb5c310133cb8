/** MXCSR (Intel SDM vol. 1, 10.2.3): which values it takes. */

import { Fault } from '../architecture/exception';
import type { Cpu } from '../cpu/cpu';

/** The bits of a value that MXCSR_MASK lacks. */
export function reservedMxcsrBits(cpu: Cpu, value: number): number {
  return (value & ~cpu.processor.mxcsrMask) >>> 0;
}

/** #GP(0) for a value with bits that MXCSR_MASK lacks. */
export function checkMxcsr(cpu: Cpu, value: number): void {
  const reserved = reservedMxcsrBits(cpu, value);
  if (reserved === 0) return;
  throw new Fault('#GP', {
    errorCode: 0,
    why: `MXCSR would be 0x${value.toString(16)}, with reserved bits set: 0x${reserved.toString(16)}`,
  });
}
