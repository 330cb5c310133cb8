/** The 64-bit integer instructions: what compilers emit around extended state. */
import type { InstructionRow } from '../../cpu/instruction';
import { INTEGER_ARITHMETIC } from './arithmetic';
import { INTEGER_BITS } from './bits';
import { INTEGER_CHECKSUMS } from './checksum';
import { INTEGER_COMPARE_ADDS } from './compare-add';
import { INTEGER_CONDITIONS } from './condition';
import { INTEGER_CONTROL } from './control';
import { INTEGER_COUNTERS } from './counter';
import { INTEGER_DIRECT_STORES } from './direct-store';
import { INTEGER_FLAGS } from './flags';
import { INTEGER_MOVES } from './move';
import { INTEGER_MULTIPLICATION } from './multiply';
import { INTEGER_OTHERS } from './other';
import { INTEGER_RANDOM } from './random';
import { INTEGER_SHIFTS } from './shift';
import { INTEGER_STACK } from './stack';
import { INTEGER_STRINGS } from './string';
import { INTEGER_TRANSACTIONS } from './transaction';
import { INTEGER_WAITS } from './wait';

export const INTEGER_INSTRUCTIONS: readonly InstructionRow[] = [
  ...INTEGER_MOVES,
  ...INTEGER_ARITHMETIC,
  ...INTEGER_MULTIPLICATION,
  ...INTEGER_SHIFTS,
  ...INTEGER_BITS,
  ...INTEGER_CHECKSUMS,
  ...INTEGER_STACK,
  ...INTEGER_CONTROL,
  ...INTEGER_CONDITIONS,
  ...INTEGER_FLAGS,
  ...INTEGER_STRINGS,
  ...INTEGER_DIRECT_STORES,
  ...INTEGER_COMPARE_ADDS,
  ...INTEGER_RANDOM,
  ...INTEGER_TRANSACTIONS,
  ...INTEGER_WAITS,
  ...INTEGER_COUNTERS,
  ...INTEGER_OTHERS,
];
