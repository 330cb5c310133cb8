/**
 * What a part of the tests came to.
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} output shown when something failed
 * @property {readonly import('./comparisons.mjs').Comparison[]} comparisons
 */
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { comparisonsIn } from './comparisons.mjs';

/**
 * A check that is passed as a whole or not at all.
 * @param {import('../command.mjs').Finished} finished
 * @returns {Outcome}
 */
export const wholeOutcome = ({ code, output }) => ({
  passed: code === 0 ? 1 : 0,
  failed: code === 0 ? 0 : 1,
  skipped: 0,
  output: code === 0 ? '' : output,
  comparisons: [],
});

/** @param {string} output @returns {Outcome} */
export const failure = (output) => ({ passed: 0, failed: 1, skipped: 0, output, comparisons: [] });

/**
 * Reads mocha's JSON report. A run that ended badly is failed whatever its report says, and so is one without a
 * report or without a test: an exit code of 0 is no proof that anything ran.
 * @param {string} reportFile
 * @param {import('../command.mjs').Finished} finished
 * @returns {Outcome}
 */
export function mochaOutcome(reportFile, { code, output }) {
  if (!existsSync(reportFile)) return failure(`${output}\nThe tests ended without a report.`);
  const { passes, pending, failures } = /** @type {MochaReport} */ (JSON.parse(readFileSync(reportFile, 'utf8')));
  const comparisons = comparisonsIn(output);
  const counts = { passed: passes, failed: failures.length, skipped: pending, comparisons };
  if (counts.failed > 0) return { ...counts, output: failures.map(describeFailure).join('\n') };
  if (code !== 0) return { ...counts, failed: 1, output: `${output}\nThe run ended badly (${code ?? 'stopped'}).` };
  if (counts.passed === 0) return { ...counts, failed: 1, output: `${output}\nNo test ran.` };
  return { ...counts, output: '' };
}

/**
 * What a file came to that ran again since it had failed: the second run counts. What failed at first is told all the same.
 * @param {Outcome} first
 * @param {Outcome} second
 * @returns {Outcome}
 */
export function secondOutcome(first, second) {
  const verdict = second.failed > 0 ? `Failed again:\n${second.output}` : 'Passed when the file ran again.';
  return { ...second, output: `${first.output}\n${verdict}` };
}

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {Outcome}
 */
export function sumOf(outcomes) {
  const sum = (/** @type {(outcome: Outcome) => number} */ of) => outcomes.reduce((total, each) => total + of(each), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    output: outcomes.flatMap(({ output }) => output || []).join('\n'),
    comparisons: outcomes.flatMap(({ comparisons }) => comparisons),
  };
}

/**
 * @typedef {object} MochaReport
 * @property {number} passes
 * @property {number} pending
 * @property {{ fullTitle: string, err: { message?: string, stack?: string } }[]} failures
 */

/** @param {MochaReport['failures'][number]} failure */
function describeFailure({ fullTitle, err }) {
  const text = stripVTControlCharacters(err.stack ?? err.message ?? 'failed');
  const ownLines = text.split('\n').filter((line) => !/^\s+at .*(node_modules|node:)/.test(line));
  return `${fullTitle}\n${ownLines.map((line) => `    ${line}`).join('\n')}\n`;
}
