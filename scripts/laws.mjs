/**
 * `npm run laws -- [ROUNDS] [SPECS]`: tries the laws of the suite with other seeds, round by round, and prints what a seed
 * has broken. By hand: a round takes minutes. `npm test` tries them with one seed, so that chance never decides.
 *
 *     npm run laws -- 20
 *     npm run laws -- 500 test/kernel/properties.test.ts
 */
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { run } from './command.mjs';
import { runMain } from './progress.mjs';
import { inRoot, packageProgram } from './project.mjs';

const ROUNDS = 10;
const SEEDS = 2 ** 31;

/** What is made at random by `fast-check`, or by the seed itself. */
const MAKES_BY_CHANCE = /\bfc\.assert\b|\/seed';/;

/** Those that are compared with the processor at hand choose their cases by themselves. */
const isLaw = (/** @type {string} */ file) =>
  /(?<!-native)\.test\.ts$/.test(file) && MAKES_BY_CHANCE.test(readFileSync(file, 'utf8'));

const laws = () =>
  readdirSync(inRoot('test'), { recursive: true, encoding: 'utf8' })
    .map((name) => inRoot('test', name))
    .filter(isLaw);

/** What mocha says behind the last dot: counts and failures. All of it where mocha has not come to its end. */
const endOf = (/** @type {string} */ output) => output.slice(Math.max(0, output.search(/\d+ passing/))).trim();

runMain(async () => {
  const [first = '', ...rest] = process.argv.slice(2);
  const counted = /^\d+$/.test(first);
  const named = counted ? rest : process.argv.slice(2);
  const specs = named.length > 0 ? named : laws();
  const [command, mocha] = packageProgram('mocha/bin/mocha.js');
  for (let round = 1; round <= (counted ? Number(first) : ROUNDS); round++) {
    const seed = randomInt(SEEDS);
    const args = [mocha, '--reporter', 'dot', '--timeout', '600000', ...specs];
    const { code, output } = await run(command, args, { env: { XTRACE_SEED: String(seed) } });
    process.stdout.write(`round ${round}, XTRACE_SEED=${seed}: ${code === 0 ? 'holds' : endOf(output)}\n`);
    if (code !== 0) process.exitCode = 1;
  }
});
