/** Instructions that save, restore, initialise or enable extended state. */
import type { InstructionRow } from '../instruction';
import { LEGACY_STATE_INSTRUCTIONS } from './extended-state-legacy';
import { XSAVE_INSTRUCTIONS } from './extended-state-xsave';

export const EXTENDED_STATE_INSTRUCTIONS: readonly InstructionRow[] = [
  ...XSAVE_INSTRUCTIONS,
  ...LEGACY_STATE_INSTRUCTIONS,
];
