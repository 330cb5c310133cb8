import assert from 'node:assert/strict';
import { bareMachine } from '../../bench/bare-machine';
import { longTrace } from '../../bench/long-trace';
import { diagnose } from '../../src/language/check';
import { CHECK_CONTEXT } from '../../src/world/program/load-program';

describe('What the benchmark measures', () => {
  it('is a long trace of the length asked for, the same each time, with nothing wrong in it', () => {
    const text = longTrace(3000);
    assert.equal(text.trimEnd().split('\n').length, 3000);
    assert.equal(longTrace(3000), text);
    assert.deepEqual(diagnose(text, CHECK_CONTEXT), []);
  });

  it('has hardly two instructions alike in the long trace', () => {
    const instructions = longTrace(10_000)
      .split('\n')
      .filter((line) => /^ {4}(mov|add|lea|imul|cmp)/.test(line));
    assert.ok(new Set(instructions).size > instructions.length * 0.7);
  });

  it('is the instruction itself, on the state that the trace has made', () => {
    const { cpu, run } = bareMachine(
      'data tile = u8[16][64] fill(7)',
      '    mov esi, 64\n    tileloadd tmm3, [tile + rsi*1]',
    );
    cpu.tiles.fill(0);
    run('tileloadd');
    assert.deepEqual([...new Set(cpu.tiles.subarray(3 * 1024, 4 * 1024))], [7]);
  });

  it('refuses a trace that does not run to its end', () => {
    assert.throws(() => bareMachine('', '    ud2'), /did not run to its end/);
  });
});
