/** The vector instructions: SSE, AVX and AVX-512. */
import type { InstructionRow } from '../instruction';
import { VECTOR_BROADCASTS } from './vector-broadcast';
import { VECTOR_LOGIC } from './vector-logic';
import { VECTOR_MOVES } from './vector-move';
import { OPMASK_INSTRUCTIONS } from './vector-opmask';
import { vectorRows } from './vector-row';

export const VECTOR_INSTRUCTIONS: readonly InstructionRow[] = [
  ...vectorRows([...VECTOR_MOVES, ...VECTOR_LOGIC, ...VECTOR_BROADCASTS]),
  ...OPMASK_INSTRUCTIONS,
];
