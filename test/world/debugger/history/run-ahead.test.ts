/** The total of a run, learnt ahead: held to the run itself. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../../src/world/debugger/debugger';
import { exampleNames, exampleText, fingerprint, go, load, trace } from '../../harness';

function learn(engine: Debugger): number {
  while (!engine.runAhead(100));
  const { total } = engine;
  assert.equal(total.kind, 'known');
  return total.kind === 'known' ? total.steps : 0;
}

describe('running ahead', () => {
  for (const name of exampleNames) {
    it(`counts the steps that the run of ${name} has, and moves nothing`, () => {
      const engine = new Debugger(load(exampleText(name)));
      const before = fingerprint(engine.world);
      const steps = learn(engine);
      assert.deepEqual(fingerprint(engine.world), before);
      assert.equal(engine.time.furthestMoment, 0);
      while (!engine.world.ended) go(engine, { kind: 'continue' });
      assert.equal(engine.world.flow.steps, steps);
    });
  }

  it('knows that nothing is known before, and from the run itself when that has come to its end', () => {
    const engine = new Debugger(load(trace('none', 'mov ecx, 5\nagain:\ndec ecx\njnz again')));
    assert.deepEqual(engine.total, { kind: 'running-ahead' });
    go(engine, { kind: 'continue' });
    assert.deepEqual(engine.total, { kind: 'known', steps: 11 });
    assert.equal(engine.runAhead(1), true);
  });

  it('has no step behind the last one, at any moment of the end', () => {
    const text = trace('linux', 'task A\nswitch A\nnop\nsyscall exit_group(0) => killed');
    const engine = new Debugger(load(text));
    const steps = learn(engine);
    const seen = new Set<string>();
    while (!engine.world.ended) {
      go(engine, { kind: 'until', moment: engine.time.moment + 1 });
      const { step, furthest } = engine.time;
      assert.ok(step <= steps && furthest <= steps, `step ${step} of ${steps}`);
      seen.add(`${engine.world.flow.phase} ${step}`);
    }
    assert.ok(seen.has(`done ${steps}`), 'there is such a moment');
  });

  it('takes every change by the user into the count, and forgets those of a future that is dropped', () => {
    const engine = new Debugger(load(trace('none', 'mov ecx, 5\nagain:\ndec ecx\njnz again')));
    const set = (ecx: number) =>
      engine.edit({ kind: 'assign', target: 'ecx', value: String(ecx), place: { cpu: 0, task: null } });
    go(engine, { kind: 'to-step', step: 2 });
    set(2);
    assert.equal(learn(engine), 5);
    go(engine, { kind: 'to-step', step: 4 });
    set(10);
    assert.equal(learn(engine), 3 + 20);
    go(engine, { kind: 'to-step', step: 2 });
    set(1);
    assert.equal(learn(engine), 3);
    go(engine, { kind: 'continue' });
    assert.equal(engine.world.flow.steps, 3);
  });

  it('counts no further than a run may go', () => {
    const engine = new Debugger(load(trace('none', 'again:\njmp again')), { maxSteps: 500 });
    assert.equal(learn(engine), 500);
    go(engine, { kind: 'continue' });
    assert.equal(engine.world.flow.steps, 500);
  });
});
