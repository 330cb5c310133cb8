/** The AMX instructions that the emulator executes (Intel SDM vol. 1, 18). */
import type { InstructionRow } from '../instruction';
import { PRODUCT_ROWS } from './amx-products';
import { amxRow } from './amx-row';
import { ROW_ROWS } from './amx-rows';
import { TILE_ROWS } from './amx-tiles';

export const AMX_INSTRUCTIONS: readonly InstructionRow[] = [...TILE_ROWS, ...PRODUCT_ROWS, ...ROW_ROWS].map(amxRow);
