/** The changes of a run, undone and taken up again: the run is then as if they had not been made, or had been made at once. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../../src/world/debugger/debugger';
import { exampleText, fingerprint, go, load, trace } from '../../harness';

const TEXT = trace('none', 'mov ecx, 1\nmov edx, 2\nadd ecx, edx\nadd edx, ecx\nnop\nnop');
const set = (engine: Debugger, target: string, value: string) =>
  engine.edit({ kind: 'assign', target, value, place: { cpu: 0, task: null } });

/** The state at the end. */
function end(engine: Debugger): unknown {
  while (!engine.world.ended) go(engine, { kind: 'continue' });
  return fingerprint(engine.world);
}

/** A run with changes before some steps. */
function runWith(text: string, changes: readonly (readonly [step: number, target: string, value: string])[]): Debugger {
  const engine = new Debugger(load(text));
  for (const [step, target, value] of changes) {
    go(engine, { kind: 'to-step', step });
    set(engine, target, value);
  }
  return engine;
}

describe('changes by the user', () => {
  it('are undone one by one, and the run is as if they had not been made', () => {
    const changes = [
      [2, 'ecx', '10'],
      [3, 'edx', '20'],
      [4, 'edx', '30'],
    ] as const;
    for (const [index] of changes.entries()) {
      const engine = runWith(TEXT, changes);
      end(engine);
      const edit = engine.edits[index];
      assert.ok(edit);
      engine.undo(edit);
      assert.equal(engine.time.moment, edit.moment, 'it goes to where the change was made');
      const others = changes.filter((_, at) => at !== index);
      const expected = runWith(TEXT, others);
      assert.deepEqual(end(engine), end(expected));
      assert.deepEqual(engine.edits, expected.edits);
      assert.deepEqual(engine.timeline.lanes.flatMap(({ marks }) => marks.get('edit')?.all ?? []).length, 2);
    }
  });

  it('of one moment are told apart', () => {
    const engine = runWith(TEXT, [
      [2, 'ecx', '10'],
      [2, 'edx', '20'],
    ]);
    const [first] = engine.edits;
    assert.ok(first);
    engine.undo(first);
    assert.deepEqual([engine.evaluate('ecx').value, engine.evaluate('edx').value], [1n, 20n]);
  });

  it('do not come to grief on what an earlier one has made possible', () => {
    const text = trace('none', 'data p = zero 16\nmov rax, 0\nnop\nnop');
    const engine = new Debugger(load(text));
    go(engine, { kind: 'to-step', step: 2 });
    set(engine, 'rax', 'p');
    go(engine, { kind: 'to-step', step: 3 });
    set(engine, 'u8[rax]', '7');
    const [first] = engine.edits;
    assert.ok(first);
    engine.undo(first);
    end(engine);
    assert.equal(engine.evaluate('u8[p]').value, 0n);
    assert.equal(engine.runAhead(1000), true);
  });

  it('are all made again by a run that begins with them, and stops at the same moment', () => {
    const text = exampleText('first-use.xtrace');
    const engine = runWith(text, [
      [5, 'rbx', '77'],
      [12, 'tmm1.i8[0][0]', '5'],
    ]);
    go(engine, { kind: 'to-step', step: 15 });
    const [state, { moment }] = [fingerprint(engine.world), engine.time];
    const other = new Debugger(load(text));
    while (!other.world.ended) go(other, { kind: 'continue' });
    other.beginWith(engine.edits);
    assert.equal(other.time.moment, 0);
    assert.equal(go(other, { kind: 'to-moment', moment }).kind, 'goto');
    assert.deepEqual(fingerprint(other.world), state);
    assert.equal(go(other, { kind: 'to-moment', moment: 1_000_000 }).kind, 'not-reached');
    assert.equal(other.time.moment, moment, 'and it stays where it was');
  });
});
