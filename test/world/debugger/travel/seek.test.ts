/** Where a value came from, and where it goes. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../../src/world/debugger/debugger';
import type { Goal } from '../../../../src/world/debugger/debugger-types';
import { History } from '../../../../src/world/debugger/history/history';
import { evaluateText } from '../../../../src/world/scope/evaluate-text';
import { exampleText, go, load, trace } from '../../harness';

const onCpu = (text: string) => ({ kind: 'expression', text, place: { cpu: 0, task: null } }) as const;
const change = (text: string): Goal => ({ kind: 'change', target: onCpu(text) });
const becomesTrue = (text: string): Goal => ({ kind: 'true', target: onCpu(text) });

/** The moments at which the value differs from the one before, or becomes true, by a look at every moment. */
function changes(text: string, expression: string, counts: (before: unknown, after: unknown) => boolean): number[] {
  const history = new History(load(text));
  const value = () => evaluateText(history.world, expression).value;
  const moments: number[] = [];
  for (let before = value(); !history.world.ended; ) {
    history.forward();
    const after = value();
    if (counts(before, after)) moments.push(history.moment);
    before = after;
  }
  return moments;
}

const differs = (before: unknown, after: unknown): boolean => before !== after;
const turnsTrue = (before: unknown, after: unknown): boolean => before === 0n && after !== 0n;

describe('the last change of a value', () => {
  for (const expression of ['xfd', 'xfd_err', 'kernel.nm', 'tmm0.i32[1][1]', 'A.fpstate.size']) {
    it(`is exactly the one that a comparison of all moments finds: ${expression}`, () => {
      const text = exampleText('first-use.xtrace');
      const moments = changes(text, expression, differs);
      const engine = new Debugger(load(text));
      while (!engine.world.ended) go(engine, { kind: 'continue' });
      const end = engine.time.moment;
      for (const moment of moments.toReversed()) {
        const reason = go(engine, { kind: 'seek-back', goal: change(expression) });
        assert.equal(reason.kind, 'goal');
        assert.equal(engine.time.moment, moment);
      }
      const first = engine.time.moment;
      assert.equal(go(engine, { kind: 'seek-back', goal: change(expression) }).kind, 'not-reached');
      assert.equal(engine.time.moment, first, 'nothing has moved');
      go(engine, { kind: 'travel', moment: 0 });
      for (const moment of moments) {
        assert.equal(go(engine, { kind: 'seek', goal: change(expression) }).kind, 'goal');
        assert.equal(engine.time.moment, moment);
      }
      const last = engine.time.moment;
      assert.equal(go(engine, { kind: 'seek', goal: change(expression) }).kind, 'not-reached');
      assert.equal(engine.time.moment, last);
      assert.equal(engine.time.furthestMoment, end);
    });
  }

  it('says from what to what, and by whom', () => {
    const engine = new Debugger(load(trace('none', 'mov eax, 5\nmov ebx, 1\nadd eax, ebx\nnop\nnop')));
    go(engine, { kind: 'continue' });
    const reason = go(engine, { kind: 'seek-back', goal: change('eax') });
    assert.ok(reason.kind === 'goal' && reason.access?.by.kind === 'code');
    assert.equal(engine.program.stepAt(reason.access.by.address)?.line, 5);
    assert.deepEqual(
      [reason.access.before, reason.access.after],
      [
        { kind: 'value', value: 5n, type: 'u32' },
        { kind: 'value', value: 6n, type: 'u32' },
      ],
    );
  });

  it('counts that of the present moment where it is asked to, and stays there', () => {
    const engine = new Debugger(load(trace('none', 'mov eax, 5\nmov eax, 6\nnop')));
    go(engine, { kind: 'in' });
    go(engine, { kind: 'in' });
    const goal = change('eax');
    const reason = go(engine, { kind: 'seek-back', goal, undoes: true });
    assert.ok(reason.kind === 'goal' && reason.access);
    assert.deepEqual(reason.access.after, { kind: 'value', value: 6n, type: 'u32' });
    assert.equal(engine.time.moment, 2);
    go(engine, { kind: 'seek-back', goal });
    assert.equal(engine.time.moment, 1);
  });

  it('is stopped by nothing on the way, and leaves breakpoints as they are', () => {
    const text = trace('none', 'mov eax, 1\nstop\nnop ;BP\nnop\nmov ebx, 2\nnop ;BP\nnop');
    const engine = new Debugger(load(text));
    engine.setBreakpoints([5, 9].map((line, id) => ({ id, on: 'line', line })));
    assert.equal(go(engine, { kind: 'seek', goal: change('ebx') }).kind, 'goal');
    assert.equal(engine.evaluate('ebx').value, 2n);
    assert.equal(go(engine, { kind: 'continue' }).kind, 'breakpoint');
    assert.equal(go(engine, { kind: 'seek-back', goal: change('eax') }).kind, 'goal');
    assert.equal(engine.time.moment, 1);
  });
});

describe('an expression that becomes true', () => {
  for (const expression of ['xfd == 0', 'kernel.allocs > 0 && xfd_err == 0', 'tmm0.i32[0][0] != 0']) {
    it(`is found where a look at all moments finds it: ${expression}`, () => {
      const text = exampleText('first-use.xtrace');
      const moments = changes(text, expression, turnsTrue);
      const engine = new Debugger(load(text));
      for (const moment of moments) {
        assert.equal(go(engine, { kind: 'seek', goal: becomesTrue(expression) }).kind, 'goal');
        assert.equal(engine.time.moment, moment);
      }
      assert.equal(go(engine, { kind: 'seek', goal: becomesTrue(expression) }).kind, 'not-reached');
      while (!engine.world.ended) go(engine, { kind: 'continue' });
      for (const moment of moments.toReversed()) {
        assert.equal(go(engine, { kind: 'seek-back', goal: becomesTrue(expression) }).kind, 'goal');
        assert.equal(engine.time.moment, moment);
      }
    });
  }
});

describe('a step to travel to', () => {
  for (const name of ['first-use.xtrace', 'signals.xtrace', 'ping-pong.xtrace']) {
    it(`begins where it begins moment by moment, from wherever one comes: ${name}`, () => {
      const history = new History(load(exampleText(name)));
      const begins = new Map<number, number>();
      while (!history.world.ended) {
        const { flow, kernel } = history.world;
        const step = flow.steps + 1;
        if (flow.phase === 'start' && !kernel?.active && !begins.has(step)) begins.set(step, history.moment);
        history.forward();
      }
      const engine = new Debugger(load(exampleText(name)));
      const steps = [...begins.keys()];
      const order = steps.flatMap((step, index) => [step, steps[steps.length - 1 - index] ?? 1, step]);
      for (const step of order) {
        assert.equal(go(engine, { kind: 'to-step', step }).kind, 'goto');
        assert.equal(engine.time.moment, begins.get(step), `step ${step}`);
      }
      const { moment } = engine.time;
      assert.equal(go(engine, { kind: 'to-step', step: steps.length + 1000 }).kind, 'not-reached');
      assert.equal(engine.time.moment, moment);
    });
  }

  it('is not lost in plain steps', () => {
    const engine = new Debugger(load(trace('none', 'xor ecx, ecx\nagain:\ninc ecx\ncmp ecx, 40000\njl again\nnop')));
    for (const step of [60_000, 3, 119_999, 2, 60_001]) {
      go(engine, { kind: 'to-step', step });
      assert.equal(engine.time.step, step);
      assert.equal(engine.evaluate('step').value, BigInt(step));
      assert.equal(engine.evaluate('moment').value, BigInt(engine.time.moment));
    }
  });
});

describe('`step` and `moment`', () => {
  it('are what the trace declares by these names, where it does', () => {
    const engine = new Debugger(load(trace('none', 'const step = 7\nnop\nmoment:\nnop')));
    assert.equal(engine.evaluate('step').value, 7n);
    assert.equal(engine.evaluate('moment').type, 'address');
  });
});

describe('events', () => {
  it('are found where they happen, forward and back', () => {
    const text = exampleText('signals.xtrace');
    const history = new History(load(text));
    const signals: number[] = [];
    while (!history.world.ended) {
      history.forward();
      if (history.world.happenings.some(({ kind }) => kind === 'signal')) signals.push(history.moment);
    }
    const goal: Goal = { kind: 'event', mark: 'signal', about: '' };
    const engine = new Debugger(load(text));
    for (const moment of signals) {
      assert.equal(go(engine, { kind: 'seek', goal }).kind, 'goal');
      assert.equal(engine.time.moment, moment);
    }
    assert.equal(go(engine, { kind: 'seek', goal }).kind, 'not-reached');
    for (const moment of signals.toReversed().slice(1)) {
      assert.equal(go(engine, { kind: 'seek-back', goal }).kind, 'goal');
      assert.equal(engine.time.moment, moment);
    }
  });
});

describe('stepping back', () => {
  const text = exampleText('first-use.xtrace');
  it('into passes each place that stepping in forward stops at, in reverse', () => {
    const engine = new Debugger(load(text));
    const forward = [engine.time.moment];
    while (!engine.world.ended) {
      go(engine, { kind: 'in' });
      forward.push(engine.time.moment);
    }
    const visited = new Set([engine.time.moment]);
    while (engine.time.moment > 0) {
      go(engine, { kind: 'back-in' });
      visited.add(engine.time.moment);
    }
    for (const moment of forward) assert.ok(visited.has(moment), `moment ${moment}`);
  });

  it('out of a routine leads to a frame outside, the latest that there was', () => {
    const engine = new Debugger(load(text));
    go(engine, { kind: 'seek', goal: change('xfd') });
    const deep = engine.frames().length;
    assert.ok(deep > 1);
    go(engine, { kind: 'back-out' });
    assert.ok(engine.frames().length < deep);
  });
});

describe('a search through the run', () => {
  for (const expression of ['xfd == 0', 'kernel.nm == 0 || xfd == 0', 'rcx % 2', 'xfd_err']) {
    it(`finds the stretches that a look at all moments finds, and comes back: ${expression}`, () => {
      const text = exampleText('first-use.xtrace');
      const history = new History(load(text));
      const holds = () => evaluateText(history.world, expression).value !== 0n;
      const begins = holds() ? [0] : [];
      for (let before = holds(); !history.world.ended; ) {
        history.forward();
        const now = holds();
        if (now && !before) begins.push(history.moment);
        before = now;
      }
      const engine = new Debugger(load(text));
      while (!engine.world.ended) go(engine, { kind: 'continue' });
      go(engine, { kind: 'travel', moment: 33 });
      const reason = go(engine, { kind: 'find', goal: { kind: 'true', target: onCpu(expression) }, columns: [] });
      assert.ok(reason.kind === 'found');
      assert.deepEqual(
        reason.stretches.map(({ moment }) => moment),
        begins,
      );
      assert.equal(reason.count, begins.length);
      assert.equal(engine.time.moment, 33);
    });
  }
});
