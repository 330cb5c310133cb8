/** Instructions with APX's EVEX prefix (355828, 3.1.2 and 3.1.3): older ones with more operands and without flags, and new ones. */
import type { InstructionRow } from '../../cpu/instruction';
import { CONDITIONAL_INSTRUCTIONS } from './conditional';
import { OLDER_INSTRUCTIONS } from './older';
import { STACK_PAIRS } from './stack-pair';

export const PROMOTED_INSTRUCTIONS: readonly InstructionRow[] = [
  ...OLDER_INSTRUCTIONS,
  ...CONDITIONAL_INSTRUCTIONS,
  ...STACK_PAIRS,
];
