/** `--jobs N`: how much is done side by side. */
import { availableParallelism } from 'node:os';
import type { OptionValues } from '../command';
import { countOption } from './options';

/** Each thread has a whole emulator: what a slip of the finger asks for would take all memory, and more than the cores gain nothing. */
const MOST_A_CORE = 4;

/** Threads at a time; undefined where nothing is said. @throws UsageError for what is no number. */
export function jobsOption(options: OptionValues): number | undefined {
  const jobs = countOption(options, 'jobs');
  return jobs === undefined ? undefined : Math.min(jobs, MOST_A_CORE * availableParallelism());
}
