/** The AMX instructions that the emulator executes (Intel SDM vol. 1, 18). */
import type { InstructionRow } from '../../cpu/instruction';
import { PRODUCT_ROWS } from './products';
import { type AmxRow, amxRow, promotedRow } from './row';
import { ROW_ROWS } from './rows';
import { TILE_ROWS } from './tiles';

/** Forms with memory: APX gives their addresses more registers. */
const takesMemory = ({ form }: AmxRow) => /_m512|sibmem/.test(form);

export const AMX_INSTRUCTIONS: readonly InstructionRow[] = [
  ...TILE_ROWS,
  ...PRODUCT_ROWS,
  ...ROW_ROWS,
  ...TILE_ROWS.filter(takesMemory).map(promotedRow),
].map(amxRow);
