/** Instructions of the x87 unit. */
import type { InstructionRow } from '../../cpu/instruction';
import { X87_ARITHMETIC } from './arithmetic';
import { X87_COMPARISONS } from './compare';
import { X87_CONTROL } from './control';
import { X87_LOADS } from './load';
import { X87_MOVES } from './move';
import { X87_TRANSCENDENTAL } from './transcendental';

export const X87_INSTRUCTIONS: readonly InstructionRow[] = [
  ...X87_CONTROL,
  ...X87_LOADS,
  ...X87_MOVES,
  ...X87_ARITHMETIC,
  ...X87_COMPARISONS,
  ...X87_TRANSCENDENTAL,
];
