import assert from 'node:assert/strict';
import { fuzzRecordings } from './fuzz-recordings';
import { imported } from './harness';

describe('a recording that was changed at random', function () {
  this.timeout(600_000);

  it('becomes a trace without an error, or is refused in one sentence', () => {
    const { files, written, problems } = fuzzRecordings(21, 1000, 50);
    assert.deepEqual(problems, []);
    assert.ok(files === 8000 && written > 3000 && written < files, `${written} of ${files}`);
  });

  it('is read in one pass, whatever it repeats', () => {
    const line = 'a-1 [000] .... 1.000000: sched_switch: ';
    for (const [piece, end] of [
      [' [', ''],
      ['a-1 ', ''],
      ['=\n', '=3D'],
      ['> ', ''],
      [`${line}\n`, ''],
      ['a-1 [000] .... 1.000000: x86_fpu_regs_activated: x86/fpu: 0 load: 1\n', ''],
      ['a-1 [000] .... 1.000000: sched_process_exit: pid=1\n', ''],
    ] as const) {
      imported(`${line}\n${piece.repeat(100_000)}${end}`, 'ftrace');
    }
  });
});
