/**
 * `npm run mutants -- FILES [--tests SPECS] [--no-texts]`: puts mistakes into the files, one at a time, and lists those that no test
 * notices. By hand, for `src/machine` and `src/kernel`: it takes minutes, and a mutant that survives is a question.
 *
 *     npm run mutants -- src/machine/xstate/xcr.ts
 *     npm run mutants -- src/machine/xstate/xcr.ts:20-40 --tests test/machine/xstate/traps.test.ts
 *
 * Without `--tests`, the suites of the folders that mirror the files' folders decide. With `--no-texts`, strings stay as they
 * are: tables of routines are mostly prose.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { runMain } from './progress.mjs';

const MUTABLE = /^src\/(?:machine|kernel)\/.+\.ts(?::[\d:-]+)?$/;

/** @param {string} file */
function suitesBeside(file) {
  return path.posix.join(path.posix.dirname(file).replace(/^src/, 'test'), '**/*.test.ts');
}

async function main() {
  const { positionals: files, values } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: { tests: { type: 'string', multiple: true }, 'no-texts': { type: 'boolean' } },
  });
  const wrong = files.find((file) => !MUTABLE.test(file));
  if (files.length === 0 || wrong !== undefined) {
    const problem = wrong === undefined ? 'No file is named.' : `${wrong} is no file of src/machine or src/kernel.`;
    throw new Error(`${problem} Write: npm run mutants -- FILES [--tests SPECS] [--no-texts]`);
  }
  const suites = (values.tests ?? [...new Set(files.map(suitesBeside))]).map((spec) => `"${spec}"`);
  const survivors = await new Stryker({
    mutate: files,
    mutator: { excludedMutations: values['no-texts'] ? ['StringLiteral'] : [] },
    // A process for each mutant: the runner that stays in one knows mocha up to version 11 only.
    testRunner: 'command',
    commandRunner: { command: ['node', 'node_modules/mocha/bin/mocha.js', '--bail', ...suites].join(' ') },
    coverageAnalysis: 'off',
    // A busy machine must not make a survivor look like an endless loop.
    timeoutMS: 60_000,
    // Stryker would rewrite the project's paths, for which it wants an older TypeScript; they stay inside its copy.
    tsconfigFile: 'none',
    ignorePatterns: ['dist', 'out', '.vscode-test', '.code-web', '*.vsix'],
    tempDirName: 'out/mutants',
    incremental: true,
    incrementalFile: 'out/mutants.json',
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
    allowConsoleColors: false,
  }).runMutationTest();
  if (survivors.some(({ status }) => status === 'Survived' || status === 'NoCoverage')) process.exitCode = 1;
}

runMain(main);
