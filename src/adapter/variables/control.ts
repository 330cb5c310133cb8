/** The registers that decide about extended state, then the other control registers. */
import { REGISTER_ROWS } from '../../machine/architecture/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Item } from './item';
import { registerItems } from './register';

/** Masks of components first: they are what a debugger of extended state is opened for. */
export const CONTROL_ROWS = REGISTER_ROWS.filter(({ group }) => group === 'control').sort(
  (a, b) => Number(b.kind === 'components') - Number(a.kind === 'components'),
);

export function controlRegisters(cpu: Cpu, expression: (register: string) => string): readonly Item[] {
  return registerItems(CONTROL_ROWS, cpu, expression);
}
