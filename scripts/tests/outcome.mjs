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
  const counts = { ...counted(filesIn(reportFile)), comparisons: comparisonsIn(output) };
  if (counts.failed > 0) return counts;
  if (code !== 0) return { ...counts, failed: 1, output: `${output}\nThe run ended badly (${code ?? 'stopped'}).` };
  if (counts.passed === 0) return { ...counts, failed: 1, output: `${output}\nNo test ran.` };
  return counts;
}

/**
 * The files of suites that have a failed test: none where the run as a whole ended badly.
 * @param {string} reportFile
 * @returns {string[]}
 */
export function failedFiles(reportFile) {
  const failed = existsSync(reportFile) ? filesIn(reportFile).filter(({ failures }) => failures.length > 0) : [];
  return failed.map(({ file }) => file);
}

/**
 * What a run came to whose failed files ran again: the second run counts for these. What failed at first is told all
 * the same.
 * @param {string} reportFile the first run's
 * @param {Outcome} first
 * @param {Outcome} second
 * @returns {Outcome}
 */
export function secondOutcome(reportFile, first, second) {
  const whole = counted(filesIn(reportFile).filter(({ failures }) => failures.length === 0));
  const verdict = second.failed > 0 ? `Failed again:\n${second.output}` : 'Passed when their files ran again.';
  return {
    passed: whole.passed + second.passed,
    failed: second.failed,
    skipped: whole.skipped + second.skipped,
    output: `${first.output}\n${verdict}`,
    comparisons: [...first.comparisons, ...second.comparisons],
  };
}

/**
 * @typedef {object} FileReport
 * @property {string} file
 * @property {number} passes
 * @property {number} pending
 * @property {{ fullTitle: string, err: { message?: string, stack?: string } }[]} failures
 */

/** @param {string} reportFile @returns {FileReport[]} */
const filesIn = (reportFile) => JSON.parse(readFileSync(reportFile, 'utf8'));

/** @param {readonly FileReport[]} files */
function counted(files) {
  const sum = (/** @type {(file: FileReport) => number} */ of) => files.reduce((total, file) => total + of(file), 0);
  const failures = files.flatMap((file) => file.failures);
  return {
    passed: sum(({ passes }) => passes),
    failed: failures.length,
    skipped: sum(({ pending }) => pending),
    output: failures.map(describeFailure).join('\n'),
  };
}

/** @param {FileReport['failures'][number]} failure */
function describeFailure({ fullTitle, err }) {
  const text = stripVTControlCharacters(err.stack ?? err.message ?? 'failed');
  const ownLines = text.split('\n').filter((line) => !/^\s+at .*(node_modules|node:)/.test(line));
  return `${fullTitle}\n${ownLines.map((line) => `    ${line}`).join('\n')}\n`;
}
