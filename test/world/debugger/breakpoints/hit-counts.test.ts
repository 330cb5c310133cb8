import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExpressionText } from '../../../../src/language/syntax/parse-expression';
import { parseTemplateText } from '../../../../src/language/syntax/parse-template';
import { HitCounts } from '../../../../src/world/debugger/breakpoints/hit-counts';
import { Debugger } from '../../../../src/world/debugger/debugger';
import type { Breakpoint, HitCondition } from '../../../../src/world/debugger/debugger-types';
import { finish, go, lineOf, load, trace } from '../../harness';

const ROUNDS = 300;
const LOOP = trace('none', `xor ecx, ecx\nagain:\nadd rax, 2 ;BODY\ninc ecx\ncmp ecx, ${ROUNDS}\njb again\nnop ;END`);
const BODY = lineOf(LOOP, ';BODY');

function atBody(hitCondition: HitCondition): Breakpoint {
  return { id: 1, on: 'line', line: BODY, hitCondition };
}

function rounds(engine: Debugger): number {
  return Number(engine.evaluate('ecx').value);
}

/** Where the command stops, again and again, up to `most` times. */
function stops(engine: Debugger, kind: 'continue' | 'reverse-continue', most = ROUNDS): number[] {
  const seen: number[] = [];
  while (seen.length < most && go(engine, { kind }).kind === 'breakpoint') seen.push(rounds(engine));
  return seen;
}

describe('the hits of a breakpoint', () => {
  // Round r is hit number r + 1.
  const cases: readonly (readonly [HitCondition, readonly number[]])[] = [
    [{ operator: '==', count: 5 }, [4]],
    [{ operator: '<', count: 5 }, [0, 1, 2, 3]],
    [{ operator: '<=', count: 2 }, [0, 1]],
    [{ operator: '%', count: 100 }, [99, 199, 299]],
    [{ operator: '>', count: 298 }, [298, 299]],
    [{ operator: '>=', count: 299 }, [298, 299]],
  ];

  for (const [condition, expected] of cases) {
    const name = `${condition.operator} ${condition.count}`;

    it(`are the same when it is set at the end: ${name}`, () => {
      const engine = new Debugger(load(LOOP));
      go(engine, { kind: 'continue' });
      engine.setBreakpoints([atBody(condition)]);
      assert.deepEqual(stops(engine, 'reverse-continue'), expected.toReversed());
      assert.deepEqual(stops(engine, 'continue'), expected);
    });

    it(`are the same when it is set at the start: ${name}`, () => {
      const engine = new Debugger(load(LOOP));
      engine.setBreakpoints([atBody(condition)]);
      assert.deepEqual(stops(engine, 'continue'), expected);
      assert.deepEqual(stops(engine, 'reverse-continue'), expected.toReversed());
    });
  }

  it('are the same when it is set in the middle and time goes back first', () => {
    const engine = new Debugger(load(LOOP));
    engine.setBreakpoints([{ id: 2, on: 'line', line: BODY, condition: parseExpressionText('ecx == 150') }]);
    go(engine, { kind: 'continue' });
    engine.setBreakpoints([atBody({ operator: '==', count: 2 })]);
    go(engine, { kind: 'travel', moment: 0 });
    assert.deepEqual(stops(engine, 'continue'), [1]);
  });

  it('come out alike whatever one does before', () => {
    const moves = fc.array(fc.constantFrom('continue', 'reverse-continue', 'in', 'back', 'far', 'edge'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(moves, fc.integer({ min: 1, max: ROUNDS }), (path, count) => {
        const engine = new Debugger(load(LOOP));
        for (const move of path) {
          if (move === 'far') go(engine, { kind: 'travel', moment: engine.time.moment + 321 });
          else if (move === 'edge') go(engine, { kind: 'travel', moment: 3 });
          else go(engine, { kind: move as 'continue' });
        }
        engine.setBreakpoints([atBody({ operator: '==', count })]);
        go(engine, { kind: 'travel', moment: 0 });
        assert.deepEqual(stops(engine, 'continue'), [count - 1]);
      }),
      { numRuns: 30 },
    );
  });

  it('forget what a change in the past has undone', () => {
    const engine = new Debugger(load(LOOP));
    engine.setBreakpoints([atBody({ operator: '==', count: 200 })]);
    assert.deepEqual(stops(engine, 'continue'), [199]);
    engine.setBreakpoints([
      atBody({ operator: '==', count: 200 }),
      { id: 2, on: 'line', line: BODY, condition: parseExpressionText('ecx == 100') },
    ]);
    assert.deepEqual(stops(engine, 'reverse-continue', 2), [199, 100]);
    engine.edit({ kind: 'assign', target: 'ecx', value: '50', place: { cpu: 0, task: null } });
    engine.setBreakpoints([atBody({ operator: '==', count: 200 })]);
    assert.deepEqual(stops(engine, 'continue'), [149]);
  });

  it('are looked up in a time that does not grow with their number', () => {
    const hits = new HitCounts();
    hits.keep(new Set([1]));
    const many = 1 << 16;
    for (let moment = 0; moment < many; moment++) {
      hits.count(1, moment);
      hits.passed(moment - 1, moment);
    }
    // Were each a walk through all of them, this would be 2^32 steps.
    for (let moment = many - 1; moment >= 0; moment--) assert.equal(hits.count(1, moment), moment + 1);
  });

  it('are not counted where nobody asks', () => {
    const engine = new Debugger(load(LOOP));
    engine.setBreakpoints([{ id: 1, on: 'line', line: BODY, logMessage: parseTemplateText('{ecx}') }]);
    go(engine, { kind: 'continue' });
    assert.equal(engine.takeTold().filter((told) => 'log' in told).length, ROUNDS);
    assert.equal(go(engine, { kind: 'reverse-continue' }).kind, 'start-of-history');
  });
});

describe('the first command', () => {
  it('stops where it begins when a breakpoint is there, and counts it', () => {
    const first = lineOf(LOOP, 'xor ecx');
    const engine = new Debugger(load(LOOP));
    engine.setBreakpoints([{ id: 1, on: 'line', line: first, hitCondition: { operator: '==', count: 1 } }]);
    assert.deepEqual(go(engine, { kind: 'begin' }), { kind: 'breakpoint', ids: [1], on: 'line' });
    assert.equal(engine.time.moment, 0);
    assert.equal(go(engine, { kind: 'continue' }).kind, 'end');
    assert.equal(go(engine, { kind: 'reverse-continue' }).kind, 'breakpoint');
    assert.equal(engine.time.moment, 0);
  });
});

describe('a pause', () => {
  const LONG = trace('none', 'xor ecx, ecx\nagain:\ninc ecx ;BODY\ncmp ecx, 30000\njb again\nnop ;END');

  it('while time goes back loses no breakpoint', () => {
    const wanted = parseExpressionText('ecx == 29990');
    for (let slices = 1; slices <= 40; slices += 3) {
      const engine = new Debugger(load(LONG));
      go(engine, { kind: 'continue' });
      engine.setBreakpoints([{ id: 1, on: 'line', line: lineOf(LONG, ';BODY'), condition: wanted }]);
      engine.start({ kind: 'reverse-continue' });
      let reason = undefined as ReturnType<Debugger['advance']>;
      for (let slice = 0; slice < slices && !reason; slice++) reason = engine.advance(7);
      engine.pause();
      while (!reason) reason = engine.advance(7);
      if (reason.kind === 'pause') reason = go(engine, { kind: 'reverse-continue' });
      assert.equal(reason.kind, 'breakpoint', `${slices} slices`);
      assert.equal(rounds(engine), 29990);
    }
  });

  it('while hits are counted comes back to where time was', () => {
    const engine = new Debugger(load(LONG));
    go(engine, { kind: 'continue' });
    const { moment } = engine.time;
    engine.setBreakpoints([
      { id: 1, on: 'line', line: lineOf(LONG, ';BODY'), hitCondition: { operator: '==', count: 3 } },
    ]);
    engine.start({ kind: 'reverse-continue' });
    assert.equal(engine.advance(100), undefined);
    engine.pause();
    assert.deepEqual(finish(engine), { kind: 'pause' });
    assert.equal(engine.time.moment, moment);
    go(engine, { kind: 'reverse-continue' });
    assert.equal(rounds(engine), 2);
  });
});
