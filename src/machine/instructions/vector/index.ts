/** The vector instructions: SSE, AVX and AVX-512. */
import type { InstructionRow } from '../../cpu/instruction';
import { VECTOR_BITS } from './bits';
import { VECTOR_BROADCASTS } from './broadcast';
import { VECTOR_COMPARES } from './compare';
import { VECTOR_INTEGER_CONVERSIONS } from './convert';
import { VECTOR_AES } from './crypto/aes';
import { VECTOR_SHA } from './crypto/sha';
import { VECTOR_SHA512 } from './crypto/sha512';
import { VECTOR_SM } from './crypto/sm';
import { VECTOR_DOT_PRODUCTS } from './dot-product';
import { VECTOR_APPROXIMATIONS } from './float/approximation';
import { VECTOR_FLOATS } from './float/arithmetic';
import { VECTOR_COMPLEX } from './float/complex';
import { VECTOR_FLOAT_CONVERSIONS } from './float/convert';
import { VECTOR_SCALAR_CONVERSIONS } from './float/convert-scalar';
import { VECTOR_HALVES } from './float/half';
import { VECTOR_FLOAT_PAIRS } from './float/pairs';
import { VECTOR_FLOAT_PARTS } from './float/parts';
import { VECTOR_GATHERS } from './gather';
import { VECTOR_INSERTS } from './insert';
import { VECTOR_INTEGERS } from './integer';
import { VECTOR_INTEGER_NEIGHBOURS } from './integer-neighbours';
import { VECTOR_INTERSECTIONS } from './intersect';
import { VECTOR_LOGIC } from './logic';
import { VECTOR_MASK_MOVES } from './mask-move';
import { VECTOR_MOVES } from './move';
import { OPMASK_INSTRUCTIONS } from './opmask';
import { VECTOR_RESIZES } from './resize';
import { vectorRows } from './row';
import { VECTOR_SHIFTS } from './shift';
import { VECTOR_SHUFFLES } from './shuffle';
import { VECTOR_SSE4A } from './sse4a';
import { STRING_COMPARES } from './string-compare';

export const VECTOR_INSTRUCTIONS: readonly InstructionRow[] = [
  ...vectorRows([
    ...VECTOR_MOVES,
    ...VECTOR_LOGIC,
    ...VECTOR_BROADCASTS,
    ...VECTOR_INTEGERS,
    ...VECTOR_INTEGER_NEIGHBOURS,
    ...VECTOR_DOT_PRODUCTS,
    ...VECTOR_RESIZES,
    ...VECTOR_COMPARES,
    ...VECTOR_SHIFTS,
    ...VECTOR_SHUFFLES,
    ...VECTOR_INSERTS,
    ...VECTOR_FLOATS,
    ...VECTOR_FLOAT_PAIRS,
    ...VECTOR_FLOAT_PARTS,
    ...VECTOR_APPROXIMATIONS,
    ...VECTOR_COMPLEX,
    ...VECTOR_BITS,
    ...VECTOR_AES,
    ...VECTOR_SHA,
    ...VECTOR_SHA512,
    ...VECTOR_SM,
    ...VECTOR_INTEGER_CONVERSIONS,
    ...VECTOR_FLOAT_CONVERSIONS,
    ...VECTOR_SCALAR_CONVERSIONS,
    ...VECTOR_HALVES,
    ...VECTOR_SSE4A,
  ]),
  ...VECTOR_GATHERS,
  ...VECTOR_MASK_MOVES,
  ...OPMASK_INSTRUCTIONS,
  ...VECTOR_INTERSECTIONS,
  ...STRING_COMPARES,
];
