/** Instructions of the x87 unit: loads and control. Arithmetic is not modelled. */
import type { InstructionRow } from '../../cpu/instruction';
import { X87_CONTROL } from './control';
import { X87_LOADS } from './load';

export const X87_INSTRUCTIONS: readonly InstructionRow[] = [...X87_CONTROL, ...X87_LOADS];
