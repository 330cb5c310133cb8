/** What a processor that tracks writes (`Choices.inUse`) notes of the kernel's own instructions. */
import type { Cpu } from '../../../machine/cpu/cpu';
import type { Written } from '../../../machine/cpu/instruction';
import { noteWritten } from '../../../machine/xstate/xinuse';

/** Nothing where the processor looks at contents. */
export function noteTracked(cpu: Cpu, written: Written): void {
  if (cpu.processor.choices.inUse === 'writes') noteWritten(cpu, written);
}
