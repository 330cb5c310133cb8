import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mochaOutcome, secondOutcome, sumOf } from '../../scripts/tests/outcome.mjs';

const FAILURE = { fullTitle: 'a click', err: { stack: 'Error: a click is red' } };
const GREEN = { passes: 5, pending: 1, failures: [] };
const RED = { passes: 2, pending: 0, failures: [FAILURE] };

describe('what a run of the tests comes to', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'xtrace-outcomes-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const outcome = (report: object, code: number) => {
    const file = path.join(folder, 'report.json');
    writeFileSync(file, JSON.stringify(report));
    return mochaOutcome(file, { code, output: '' });
  };

  it('counts, and names what failed', () => {
    const { output, ...counts } = outcome(RED, 1);
    assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 0, comparisons: [] });
    assert.match(output, /^a click\n {4}Error: a click is red/);
  });

  it('is failed without a report, without a test, and where the run itself ended badly', () => {
    assert.equal(mochaOutcome(path.join(folder, 'none'), { code: 0, output: '' }).failed, 1);
    assert.equal(outcome({ passes: 0, pending: 0, failures: [] }, 0).failed, 1);
    assert.equal(outcome(GREEN, 137).failed, 1);
  });

  it('is that of the second run where a file ran again, and tells the first failure all the same', () => {
    const { output, ...counts } = secondOutcome(outcome(RED, 1), outcome(GREEN, 0));
    assert.deepEqual(counts, { passed: 5, failed: 0, skipped: 1, comparisons: [] });
    assert.match(output, /a click is red[\s\S]*Passed when the file ran again\./);
    const again = secondOutcome(outcome(RED, 1), outcome(RED, 1));
    assert.equal(again.failed, 1);
    assert.match(again.output, /Failed again:\na click/);
  });

  it('adds up the files of a part', () => {
    const { output, ...counts } = sumOf([outcome(GREEN, 0), outcome(RED, 1), outcome(GREEN, 0)]);
    assert.deepEqual(counts, { passed: 12, failed: 1, skipped: 2, comparisons: [] });
    assert.match(output, /^a click/);
  });
});
