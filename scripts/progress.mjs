/** What a person sees of long work: a line a step, with its time. */

/**
 * Does one step and says so. The work answers with a word on how it went ("up to date"), or nothing.
 * @param {string} title
 * @param {() => Promise<string | void> | string | void} work
 */
export async function step(title, work) {
  const started = Date.now();
  process.stdout.write(`${title} ... `);
  try {
    const word = await work();
    process.stdout.write(`${word ?? 'done'} (${seconds(started)})\n`);
  } catch (error) {
    process.stdout.write('failed\n');
    throw error;
  }
}

/** @param {number} started as Date.now() gave it */
export const seconds = (started) => `${((Date.now() - started) / 1000).toFixed(1)} s`;

/**
 * Runs a script's main function; an error is printed as its message alone and ends the script with 1.
 * @param {() => Promise<void>} main
 */
export function runMain(main) {
  main().catch((error) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
