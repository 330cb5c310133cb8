/**
 * The seed of everything that tests make at random: the same in each run, so that a suite that was green stays so until
 * the code changes. `npm run laws` runs the laws with other seeds, and `XTRACE_SEED` repeats one of its rounds.
 */
import fc from 'fast-check';

export const SEED = Number(process.env.XTRACE_SEED ?? 1);

fc.configureGlobal({ seed: SEED });
