import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { failedFiles, mochaOutcome, secondOutcome } from '../../scripts/tests/outcome.mjs';

const failure = (fullTitle: string) => ({ fullTitle, err: { stack: `Error: ${fullTitle} is red` } });
const GREEN = { file: 'green.test.ts', passes: 5, pending: 1, failures: [] };
const RED = { file: 'red.test.ts', passes: 2, pending: 0, failures: [failure('a click')] };

describe('what a run of the tests comes to', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'xtrace-outcomes-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const report = (name: string, files: readonly object[]): string => {
    const file = path.join(folder, name);
    writeFileSync(file, JSON.stringify(files));
    return file;
  };
  const outcome = (file: string, code: number) => mochaOutcome(file, { code, output: '' });

  it('adds up its files, and names what failed', () => {
    const { output, ...counts } = outcome(report('both', [GREEN, RED]), 1);
    assert.deepEqual(counts, { passed: 7, failed: 1, skipped: 1, comparisons: [] });
    assert.match(output, /^a click\n {4}Error: a click is red/);
  });

  it('is failed without a report, without a test, and where the run itself ended badly', () => {
    assert.equal(outcome(path.join(folder, 'none'), 0).failed, 1);
    assert.equal(outcome(report('empty', []), 0).failed, 1);
    assert.equal(outcome(report('killed', [GREEN]), 137).failed, 1);
  });

  it('counts a file that ran again by its second run, and tells the first failure all the same', () => {
    const first = report('first', [GREEN, RED]);
    assert.deepEqual(failedFiles(first), [RED.file]);
    const again = outcome(report('second', [{ ...RED, passes: 4, failures: [] }]), 0);
    const { output, ...counts } = secondOutcome(first, outcome(first, 1), again);
    assert.deepEqual(counts, { passed: 9, failed: 0, skipped: 1, comparisons: [] });
    assert.match(output, /a click is red[\s\S]*Passed when their files ran again\./);
  });

  it('is failed where a file fails again, or cannot run again', () => {
    const first = report('first', [GREEN, RED]);
    const failed = [report('red', [RED]), path.join(folder, 'none')].map((second) =>
      secondOutcome(first, outcome(first, 1), outcome(second, 1)),
    );
    for (const { failed: count, output } of failed) {
      assert.equal(count, 1);
      assert.match(output, /Failed again:/);
    }
  });
});
