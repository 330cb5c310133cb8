/** The vector instructions: SSE, AVX and AVX-512. */
import type { InstructionRow } from '../instruction';
import { VECTOR_BITS } from './vector-bits';
import { VECTOR_BROADCASTS } from './vector-broadcast';
import { VECTOR_COMPARES } from './vector-compare';
import { VECTOR_INTEGER_CONVERSIONS } from './vector-convert';
import { VECTOR_FLOAT_CONVERSIONS } from './vector-convert-float';
import { VECTOR_SCALAR_CONVERSIONS } from './vector-convert-scalar';
import { VECTOR_FLOATS } from './vector-float';
import { VECTOR_FLOAT_PAIRS } from './vector-float-pairs';
import { VECTOR_GATHERS } from './vector-gather';
import { VECTOR_HALVES } from './vector-half';
import { VECTOR_INSERTS } from './vector-insert';
import { VECTOR_INTEGERS } from './vector-integer';
import { VECTOR_LOGIC } from './vector-logic';
import { VECTOR_MASK_MOVES } from './vector-mask-move';
import { VECTOR_MOVES } from './vector-move';
import { OPMASK_INSTRUCTIONS } from './vector-opmask';
import { VECTOR_RESIZES } from './vector-resize';
import { vectorRows } from './vector-row';
import { VECTOR_SHIFTS } from './vector-shift';
import { VECTOR_SHUFFLES } from './vector-shuffle';

export const VECTOR_INSTRUCTIONS: readonly InstructionRow[] = [
  ...vectorRows([
    ...VECTOR_MOVES,
    ...VECTOR_LOGIC,
    ...VECTOR_BROADCASTS,
    ...VECTOR_INTEGERS,
    ...VECTOR_RESIZES,
    ...VECTOR_COMPARES,
    ...VECTOR_SHIFTS,
    ...VECTOR_SHUFFLES,
    ...VECTOR_INSERTS,
    ...VECTOR_FLOATS,
    ...VECTOR_FLOAT_PAIRS,
    ...VECTOR_BITS,
    ...VECTOR_INTEGER_CONVERSIONS,
    ...VECTOR_FLOAT_CONVERSIONS,
    ...VECTOR_SCALAR_CONVERSIONS,
    ...VECTOR_HALVES,
  ]),
  ...VECTOR_GATHERS,
  ...VECTOR_MASK_MOVES,
  ...OPMASK_INSTRUCTIONS,
];
