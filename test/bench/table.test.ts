import assert from 'node:assert/strict';
import { PEERS } from '../../bench/peers';
import { summarize } from '../../bench/row';
import { ROWS } from '../../bench/rows';
import { failureOf, figure, peerTable, table } from '../../bench/table';

describe('The benchmark', () => {
  it('takes the middle and the worst of the samples, and asks the middle for the aim', () => {
    assert.deepEqual(summarize({ good: 'low', aim: 5 }, { samples: [9, 1, 4] }), { median: 4, worst: 9, met: true });
    assert.deepEqual(summarize({ good: 'high', aim: 5 }, { samples: [9, 1, 4] }), { median: 4, worst: 1, met: false });
    const judged = { samples: [9, 1, 4], judgedByWorst: true };
    assert.deepEqual(summarize({ good: 'low', aim: 5 }, judged), { median: 4, worst: 9, met: false });
  });

  it('judges nothing where there is no aim, and nothing that was not measured', () => {
    assert.equal(summarize({ good: 'low' }, { samples: [1] }).met, undefined);
    assert.throws(() => summarize({ good: 'low' }, { samples: [] }), /Nothing was measured/);
  });

  it('shows three digits of every figure', () => {
    assert.deepEqual([0.579, 3.456, 12.34, 1234.5, 0].map(figure), ['0.579', '3.46', '12.3', '1235', '0.00']);
  });

  it('prints a table in columns, with the aim and whether it is met', () => {
    const row = { what: 'A step', unit: 'ms', good: 'low', aim: 5, limit: 'the pipes' } as const;
    const lines = table([{ ...row, median: 0.5, worst: 7, met: true }]).split('\n');
    assert.equal(new Set(lines.map(({ length }) => length)).size, 1);
    assert.match(lines[2] ?? '', /^\| A step \| +0\.500 \| +7\.00 \| ms +\| ≤ 5 \| yes \| the pipes +\|$/);
  });

  it('says in its row why something could not be measured, and keeps the others', () => {
    const row = { what: 'A step', unit: 'ms', good: 'low', aim: 5, limit: 'the pipes' } as const;
    const failure = failureOf(new Error('node:internal\n  at x\nThe long trace | is not clean.\n\n'));
    const lines = table([
      { ...row, failure },
      { ...row, median: 0.5, worst: 7, met: true },
    ]).split('\n');
    assert.equal(new Set(lines.map(({ length }) => length)).size, 1);
    assert.match(lines[2] ?? '', /^\| A step \| +\| +\| ms +\| ≤ 5 \| failed \| The long trace \/ is not clean\. \|$/);
    assert.match(lines[3] ?? '', /the pipes/);
    const peers = peerTable([{ what: 'gdb', unit: 'M/s', failure }]).split('\n');
    assert.match(peers[2] ?? '', /^\| gdb \(failed: The long trace .*\) \| +\| +\| M\/s +\| +\|$/);
  });

  it('has no two rows of one name, since rows are chosen by it', () => {
    assert.equal(new Set(ROWS.map(({ what }) => what)).size, ROWS.length);
  });

  it('compares other programs with rows that there are', () => {
    const rows = new Set(ROWS.map(({ what }) => what));
    for (const { what, row, programs, packages } of PEERS) {
      assert.ok(rows.has(row), `${what}: ${row}`);
      assert.ok(programs.length > 0 && packages !== '', what);
    }
  });

  it('prints how much more or less XTrace does than another program in the same time', () => {
    const lines = peerTable([{ what: 'gdb', unit: 'M/s', theirs: 0.02, ours: 30 }]).split('\n');
    assert.equal(new Set(lines.map(({ length }) => length)).size, 1);
    assert.match(lines[2] ?? '', /^\| gdb +\| +0\.0200 \| +30\.0 \| M\/s +\| +1500 \|$/);
  });
});
