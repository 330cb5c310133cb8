/** MMX: packed integers in the x87 registers (Intel SDM vol. 1, 9), and what SSE to SSSE3 added to it. */
import type { InstructionRow } from '../../cpu/instruction';
import { MMX_CONVERSIONS } from './convert';
import { MMX_INTEGERS } from './integer';
import { MMX_MOVES } from './move';

export const MMX_INSTRUCTIONS: readonly InstructionRow[] = [...MMX_MOVES, ...MMX_INTEGERS, ...MMX_CONVERSIONS];
