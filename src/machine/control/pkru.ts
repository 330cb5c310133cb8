/**
 * Writing PKRU. A processor that goes by writes counts it as in use from then on, whatever its value: 0, its initial state,
 * too (Linux ae6012d72fa6: on Intel PKRU is written to areas although it is 0, on AMD it is left out).
 */
import { type ComponentSet, XFEATURE } from '../architecture/component';
import type { Cpu } from '../cpu/cpu';
import type { Written } from '../cpu/instruction';
import { noteWritten } from '../xstate/xinuse';

const PKRU: ComponentSet = 1 << XFEATURE.PKRU;

export const PKRU_WRITTEN: Written = { used: PKRU, modified: PKRU };

/** What WRPKRU does, for code that is no instruction of a trace. @param value 32 bits. */
export function writePkru(cpu: Cpu, value: number): void {
  cpu.pkru = value;
  if (cpu.processor.choices.inUse === 'writes') noteWritten(cpu, PKRU_WRITTEN);
}
