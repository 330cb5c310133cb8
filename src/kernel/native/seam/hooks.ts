/** All functions that are ours; everything else of the image is executed. */
import type { Hook } from './hook';
import { KEY_HOOKS } from './key-hooks';
import { LOCK_HOOKS } from './lock-hooks';
import { MEMORY_HOOKS } from './memory-hooks';
import { PRINT_HOOKS } from './print-hooks';
import { SIGNAL_HOOKS } from './signal-hooks';

export const HOOKS: readonly Hook[] = [...MEMORY_HOOKS, ...SIGNAL_HOOKS, ...LOCK_HOOKS, ...PRINT_HOOKS, ...KEY_HOOKS];
