/**
 * Mocha's report as `mochaOutcome` reads it. Mocha's own JSON reporter writes all of an error, and ends without a report
 * where its cause has a bigint in it: a law of fast-check that failed had neither a name nor a reason.
 */
const { writeFileSync } = require('node:fs');

class Reporter {
  /**
   * @param {import('mocha').Runner} runner
   * @param {{ reporterOptions?: { output?: string } }} options
   */
  constructor(runner, { reporterOptions = {} }) {
    /** @type {Map<string, import('./outcome.mjs').FileReport>} */
    const files = new Map();
    const of = (/** @type {{ file?: string | undefined }} */ { file = '' }) => {
      const report = files.get(file) ?? { file, passes: 0, pending: 0, failures: [] };
      files.set(file, report);
      return report;
    };
    runner.on('pass', (test) => void of(test).passes++);
    runner.on('pending', (test) => void of(test).pending++);
    runner.on('fail', (test, { message, stack, cause }) => {
      const because = cause instanceof Error ? `\nbecause: ${cause.stack}` : '';
      of(test).failures.push({ fullTitle: test.fullTitle(), err: { message, stack: `${stack}${because}` } });
    });
    runner.once('end', () => writeFileSync(reporterOptions.output ?? '', JSON.stringify([...files.values()])));
  }
}

module.exports = Reporter;
