/** What differs between two moments of a run, and between two runs, as users of the library ask for it. */
import assert from 'node:assert/strict';
import { Debugger, type Difference, diff, differenceLines, loadTrace } from '../../src/library';
import '../../src/main/iced-on-node';
import { exampleText } from '../examples';

const FIRST_USE = loadTrace(exampleText('first-use.xtrace'));
const ENDLESS = loadTrace('xtrace 1\nkernel none\nagain:\n    inc rax\n    jmp again\n');

function fieldNamed(differences: readonly Difference[], name: string): Difference | undefined {
  for (const difference of differences) {
    const found = difference.name === name ? difference : fieldNamed(difference.parts, name);
    if (found) return found;
  }
  return undefined;
}

describe('diff', () => {
  it('tells what the debugger tells of the same two moments', () => {
    const { before, after, differences } = diff({ trace: FIRST_USE, step: 1 }, { trace: FIRST_USE, step: 12 });
    const { reason } = new Debugger(FIRST_USE).move({
      kind: 'compare',
      before: { kind: 'to-step', step: 1 },
      after: { kind: 'to-step', step: 12 },
      parts: ['registers', 'xsave', 'kernel', 'memory'],
    });
    assert.ok(reason.kind === 'compared');
    assert.deepEqual(differences, reason.differences);
    assert.deepEqual([before.line, after.line], [reason.before.line, reason.after.line]);
  });

  it('is its own mirror image when the later moment comes first', () => {
    const moments = [
      { trace: FIRST_USE, step: 3 },
      { trace: FIRST_USE, step: 9 },
    ] as const;
    const there = fieldNamed(diff(...moments).differences, 'rip')?.values;
    const back = fieldNamed(diff(moments[1], moments[0]).differences, 'rip')?.values;
    assert.ok(there);
    assert.deepEqual(back, { before: there.after, after: there.before });
  });

  it('compares the ends of two traces, on two machines', () => {
    const text = 'xtrace 1\nmachine sapphire-rapids\nkernel linux\ntask A\nswitch A\n    mov eax, 7\n';
    const other = loadTrace(text.replace('7', '8'), { machine: 'zen4' });
    const { differences, before } = diff({ trace: loadTrace(text) }, { trace: other });
    assert.equal(before.ended, true);
    assert.deepEqual(fieldNamed(differences, 'rax')?.values, { before: '0x7', after: '0x8' });
    assert.ok(differenceLines(differences).includes('    rax: 0x7 → 0x8'));
  });

  it('finds no difference in a trace that is run twice', () => {
    assert.deepEqual(diff({ trace: FIRST_USE }, { trace: loadTrace(FIRST_USE.text) }).differences, []);
  });

  it('says how far a run goes that has no such step', () => {
    assert.throws(
      () => diff({ trace: FIRST_USE, step: 5 }, { trace: FIRST_USE, step: 500 }),
      (error) => error instanceof RangeError && /no step 500: the trace ends with step \d+/.test(error.message),
    );
  });

  it('reaches a step of a run that never ends, and gives up on the end of one', () => {
    const { differences } = diff({ trace: ENDLESS, step: 1 }, { trace: ENDLESS, step: 100_001 });
    assert.deepEqual(fieldNamed(differences, 'rax')?.values, { before: '0x0', after: `0x${(50_000).toString(16)}` });
    assert.equal(diff({ trace: ENDLESS }, { trace: ENDLESS, step: 1 }, { maxSteps: 1000 }).before.ended, false);
  });
});
