/** Instructions that kernels execute and that have no effect on extended state: each with its checks of privilege. */
import type { InstructionRow } from '../../cpu/instruction';
import { CACHE_INSTRUCTIONS } from './caches';
import { INTERRUPT_INSTRUCTIONS } from './interrupts';
import { PLATFORM_INSTRUCTIONS } from './platform';
import { PRIVILEGE_INSTRUCTIONS } from './privilege';
import { SEGMENT_INSTRUCTIONS } from './segments';
import { TRANSLATION_INSTRUCTIONS } from './translations';
import { KERNEL_WAITS } from './wait';

export const KERNEL_INSTRUCTIONS: readonly InstructionRow[] = [
  ...INTERRUPT_INSTRUCTIONS,
  ...SEGMENT_INSTRUCTIONS,
  ...CACHE_INSTRUCTIONS,
  ...TRANSLATION_INSTRUCTIONS,
  ...PRIVILEGE_INSTRUCTIONS,
  ...PLATFORM_INSTRUCTIONS,
  ...KERNEL_WAITS,
];
