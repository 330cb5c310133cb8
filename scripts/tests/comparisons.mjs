/**
 * What the suites said of their comparisons with what this project did not write: which ran, against what, and which
 * were left out for want of what (test/host/needs.ts prints the lines).
 */
const LINE = /^ *(compared with|left out, for want of) (.+?): (.+)$/gm;

/**
 * @typedef {object} Comparison
 * @property {boolean} ran
 * @property {string} other what it was compared with, or what was wanting
 * @property {string} test
 */

/** @param {string} output of a suite @returns {Comparison[]} */
export function comparisonsIn(output) {
  return [...output.matchAll(LINE)].map(([, verb = '', other = '', test = '']) => ({
    ran: verb === 'compared with',
    other,
    test,
  }));
}

/**
 * A paragraph for each other side, with the tests below it; what was left out comes last.
 * @param {readonly Comparison[]} comparisons
 */
export function comparisonsText(comparisons) {
  /** @type {Map<string, string>} */
  const groups = new Map();
  for (const { ran, other, test } of comparisons) {
    const title = ran ? `Compared with ${other}` : `Left out, for want of ${other}`;
    groups.set(title, `${groups.get(title) ?? ''}    ${test}\n`);
  }
  const titles = [...groups.keys()].sort();
  return titles.map((title) => `${title}\n${groups.get(title)}`).join('');
}
