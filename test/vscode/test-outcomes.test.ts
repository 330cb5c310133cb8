import assert from 'node:assert/strict';
import { finish } from '../../src/machine/pausable';
import { outcomesOf } from '../../src/vscode/tests/outcomes';
import { takingAccount } from '../../src/world/account/take-account';
import { load } from '../world/harness';

function outcomes(text: string, lines: readonly number[]) {
  return outcomesOf({ kind: 'run', text, account: finish(takingAccount(load(text))) }, lines);
}

describe('a trace as a test', () => {
  it('passes with all its expectations', () => {
    const { own, expectations } = outcomes('xtrace 1\nkernel none\nmov rax, 1\nexpect rax == 1\n', [3]);
    assert.deepEqual(own, { kind: 'passed' });
    assert.deepEqual([...expectations], [[3, { kind: 'passed' }]]);
  });

  it('fails with an expectation, which has both values', () => {
    const { own, expectations } = outcomes(
      'xtrace 1\nkernel none\nmov rax, 1\nexpect rax == 2\nexpect rax == 1\n',
      [3, 4],
    );
    assert.deepEqual(own, { kind: 'failed', problems: [] });
    assert.deepEqual(expectations.get(3), {
      kind: 'failed',
      problems: [{ line: 3, message: 'expect rax == 2: rax is 1', expected: '2', actual: '1' }],
    });
    assert.deepEqual(expectations.get(4), { kind: 'passed' });
  });

  it('skips an expectation that the run does not come to', () => {
    const { expectations } = outcomes('xtrace 1\nkernel none\njmp past\nexpect rax == 2\npast:\nnop\n', [3]);
    assert.deepEqual(expectations.get(3), { kind: 'skipped' });
  });

  it('fails by an outcome that is not the one written', () => {
    const { own } = outcomes('xtrace 1\nkernel none\nnop => #UD\n', []);
    assert.equal(own.kind, 'failed');
    assert.deepEqual(
      own.kind === 'failed' && own.problems.map(({ line, expected, actual }) => [line, expected, actual]),
      [[2, '#UD', 'ok']],
    );
  });

  it('fails by the errors of a text that does not run', () => {
    const range = { line: 2, start: 0, end: 3 };
    const errors = [{ code: 'unknown', severity: 'error', message: 'There is no `nopp`.', range }] as const;
    const { own, expectations } = outcomesOf({ kind: 'refused', text: '', errors }, [5]);
    assert.deepEqual(own, { kind: 'failed', problems: [{ message: 'There is no `nopp`.', line: 2 }] });
    assert.deepEqual(expectations.get(5), { kind: 'skipped' });
  });
});
