import assert from 'node:assert/strict';
import { summarize } from '../../bench/row';
import { ROWS } from '../../bench/rows';
import { figure, table } from '../../bench/table';

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

  it('has no two rows of one name, since rows are chosen by it', () => {
    assert.equal(new Set(ROWS.map(({ what }) => what)).size, ROWS.length);
  });
});
