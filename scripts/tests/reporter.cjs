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
    /** @type {import('./outcome.mjs').MochaReport['failures']} */
    const failures = [];
    runner.on('fail', (test, { message, stack, cause }) => {
      const because = cause instanceof Error ? `\nbecause: ${cause.stack}` : '';
      failures.push({ fullTitle: test.fullTitle(), err: { message, stack: `${stack}${because}` } });
    });
    runner.once('end', () => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      writeFileSync(reporterOptions.output ?? '', JSON.stringify({ passes, pending, failures }));
    });
  }
}

module.exports = Reporter;
