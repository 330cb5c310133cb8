/** Instructions that save, restore, initialise or enable extended state. */
import type { InstructionRow } from '../../cpu/instruction';
import { LEGACY_STATE_INSTRUCTIONS } from './legacy';
import { XSAVE_INSTRUCTIONS } from './xsave';

export const EXTENDED_STATE_INSTRUCTIONS: readonly InstructionRow[] = [
  ...XSAVE_INSTRUCTIONS,
  ...LEGACY_STATE_INSTRUCTIONS,
];
