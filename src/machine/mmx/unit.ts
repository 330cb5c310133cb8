/**
 * Where MMX instructions are executed (Intel SDM vol. 1, 9.2 and 9.5): in the low 64 bits of the physical x87 registers.
 * Each instruction but EMMS leaves physical register 0 on top of the stack, and no register empty.
 */
import { CR4 } from '../architecture/bits';
import { Fault } from '../architecture/exception';
import type { Cpu } from '../cpu/cpu';
import { requireEmulationOff, requireTaskSwitchedClear } from '../cpu/requirements';
import type { Unit } from '../vector/compile';
import { requireNoPendingException, setTopOfStack } from '../x87/status';

const ALL_FULL = 0xff;

/** #UD by CR0.EM, #NM by CR0.TS, then #MF. */
function requireMmx(cpu: Cpu, name: string): void {
  requireEmulationOff(cpu, name);
  requireTaskSwitchedClear(cpu, name);
  requireNoPendingException(cpu);
}

/** The same for instructions that have an XMM register or MXCSR too: #UD without CR4.OSFXSR as well. */
function requireMmxAndSse(cpu: Cpu, name: string): void {
  requireEmulationOff(cpu, name);
  if ((cpu.cr4 & CR4.OSFXSR) === 0n) throw new Fault('#UD', { why: `CR4.OSFXSR is 0: ${name} is not enabled` });
  requireTaskSwitchedClear(cpu, name);
  requireNoPendingException(cpu);
}

/** The exponents and signs of registers that are not written stay. */
function fillStack(cpu: Cpu): void {
  cpu.ftw = ALL_FULL;
  setTopOfStack(cpu, 0);
}

/** Bytes of a register. */
export const MMX_BYTES = 8;

export const MMX_UNIT: Unit = { check: requireMmx, length: MMX_BYTES, settle: fillStack };

/** @param length of the longer of the two vectors, in bytes. */
export function mmxAndSseUnit(length: 8 | 16): Unit {
  return { check: requireMmxAndSse, length, settle: fillStack };
}
