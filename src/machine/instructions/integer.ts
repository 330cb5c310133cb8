/** The 64-bit integer instructions: what compilers emit around extended state. */
import type { InstructionRow } from '../instruction';
import { INTEGER_ARITHMETIC } from './integer-arithmetic';
import { INTEGER_BITS } from './integer-bits';
import { INTEGER_CONDITIONS } from './integer-condition';
import { INTEGER_CONTROL } from './integer-control';
import { INTEGER_FLAGS } from './integer-flags';
import { INTEGER_MOVES } from './integer-move';
import { INTEGER_MULTIPLICATION } from './integer-multiply';
import { INTEGER_OTHERS } from './integer-other';
import { INTEGER_SHIFTS } from './integer-shift';
import { INTEGER_STACK } from './integer-stack';
import { INTEGER_STRINGS } from './integer-string';

export const INTEGER_INSTRUCTIONS: readonly InstructionRow[] = [
  ...INTEGER_MOVES,
  ...INTEGER_ARITHMETIC,
  ...INTEGER_MULTIPLICATION,
  ...INTEGER_SHIFTS,
  ...INTEGER_BITS,
  ...INTEGER_STACK,
  ...INTEGER_CONTROL,
  ...INTEGER_CONDITIONS,
  ...INTEGER_FLAGS,
  ...INTEGER_STRINGS,
  ...INTEGER_OTHERS,
];
