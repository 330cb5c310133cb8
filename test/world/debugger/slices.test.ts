/** No slice of a command holds its driver up for longer than the slice says, wherever the snapshots lie. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import type { Command } from '../../../src/world/debugger/debugger-types';
import { go, lineOf, load, trace } from '../harness';
import { counting, type Work } from './counting';

/** 160,000 moments, and nothing but the first snapshot to go back to. */
const LOOP = trace(
  'none',
  'nop ;FIRST\nxor ecx, ecx\nagain:\ninc ecx\nadd eax, ecx\ncmp ecx, 40000\njl again\nnop ;LAST',
);
const SLICE = 256;
/** A slice may begin one run more than it has room for. */
const MOST = 2 * SLICE;

/** Twice four moments of 64 Ki iterations each: a few milliseconds a moment. */
const REPEATED = trace(
  'none',
  'data d = zero 262144\nnop ;FIRST\nxor ebx, ebx\nagain:\nlea rdi, [d]\nmov ecx, 262144\nrep stosb\ninc ebx\ncmp ebx, 2\njl again\nnop',
);

/** What each slice of a command replays: moments, or long ones alone. */
function replayedBySlices(engine: Debugger, command: Command, which: keyof Work = 'moments'): number[] {
  return counting((done) => {
    const slices: number[] = [];
    engine.start(command);
    for (let reason: unknown; reason === undefined; ) {
      done[which] = 0;
      reason = engine.advance(SLICE);
      slices.push(done[which]);
    }
    return slices;
  });
}

function atTheEnd(text = LOOP): Debugger {
  const engine = new Debugger(load(text), { historyBytes: 0 });
  go(engine, { kind: 'continue' });
  return engine;
}

const first = { id: 1, on: 'line', line: lineOf(LOOP, ';FIRST') } as const;
const body = { id: 2, on: 'line', line: lineOf(LOOP, 'add eax') } as const;

describe('a slice', () => {
  const commands: Record<string, (engine: Debugger) => Command> = {
    'of a search back to what is met nowhere': () => ({ kind: 'reverse-continue' }),
    'of a search back that finds something': (engine) => {
      engine.setBreakpoints([{ ...body, hitCondition: { operator: '==', count: 30_000 } }]);
      return { kind: 'reverse-continue' };
    },
    'of a step back': (engine) => {
      go(engine, { kind: 'travel', moment: 100_000 });
      return { kind: 'back' };
    },
    'of a way to a moment': () => ({ kind: 'travel', moment: 120_000 }),
    'of a way back to the beginning of a frame': () => ({ kind: 'restart-frame', depth: 0 }),
    'of a count of hits in the past': (engine) => {
      engine.setBreakpoints([{ ...first, hitCondition: { operator: '==', count: 2 } }]);
      return { kind: 'continue' };
    },
  };
  for (const [what, prepare] of Object.entries(commands)) {
    it(`${what} is no longer than it may be`, () => {
      const engine = atTheEnd();
      const slices = replayedBySlices(engine, prepare(engine));
      assert.ok(slices.length > 100, `${slices.length} slices`);
      assert.ok(Math.max(...slices) <= MOST, `${Math.max(...slices)} moments in one slice`);
    });
  }

  it('of a retelling of the timeline is no longer than it may be', () => {
    const text = trace('linux', 'task A\ntask B\nrepeat 400\nswitch A\nswitch B\nend\nnop\nnop');
    const engine = new Debugger(load(text), { historyBytes: 0, timelineRoom: 60 });
    go(engine, { kind: 'continue' });
    const { moment } = engine.time;
    go(engine, { kind: 'travel', moment: moment - 3 });
    engine.edit({ kind: 'assign', target: 'r15', value: '0', place: { cpu: 0, task: null } });
    const slices = replayedBySlices(engine, { kind: 'continue' });
    assert.ok(slices.length > 10, `${slices.length} slices`);
    assert.ok(Math.max(...slices) <= MOST, `${Math.max(...slices)} moments in one slice`);
  });

  const ways: Record<string, Command> = {
    'of a search back': { kind: 'reverse-continue' },
    'of a step back': { kind: 'back' },
    'of a way to a moment': { kind: 'travel', moment: 16 },
    'of a way to a step': { kind: 'to-step', step: 7 },
  };
  for (const [what, command] of Object.entries(ways)) {
    it(`${what} ends at a part of a repeated instruction, which is as long as thousands of others`, () => {
      const slices = replayedBySlices(atTheEnd(REPEATED), command, 'longMoments');
      assert.ok(slices.filter((long) => long === 1).length >= 3, `${slices}`);
      assert.ok(Math.max(...slices) <= 1, `${slices}`);
    });
  }

  it('of a run, and of the count of its steps ahead, ends there as well', () => {
    const slices = replayedBySlices(new Debugger(load(REPEATED)), { kind: 'continue' }, 'longMoments');
    assert.deepEqual([slices.length, Math.max(...slices)], [7, 1]);
    const engine = new Debugger(load(REPEATED));
    let ahead = 1;
    while (!engine.runAhead(1_000_000)) ahead++;
    assert.equal(ahead, 7);
  });
});

describe('a pause of a search back', () => {
  it('leads to what is searched by then without replaying the way there', () => {
    const engine = new Debugger(load(LOOP));
    go(engine, { kind: 'continue' });
    const { moment } = engine.time;
    engine.start({ kind: 'reverse-continue' });
    engine.advance(SLICE);
    engine.pause();
    engine.advance(SLICE);
    const replayed = counting((done) => {
      while (!engine.advance(SLICE));
      return done.moments;
    });
    assert.deepEqual([replayed, engine.time.moment], [0, moment]);
  });
});

describe('a step back behind a long repeated instruction', () => {
  it('replays a few parts of it, as snapshots lie between them', () => {
    const text = trace('none', 'data d = zero 1048576\nlea rdi, [d]\nmov ecx, 1048576\nrep stosb\nnop\nnop');
    const engine = new Debugger(load(text));
    go(engine, { kind: 'continue' });
    const replayed = replayedBySlices(engine, { kind: 'back' }, 'longMoments');
    const sum = replayed.reduce((all, some) => all + some, 0);
    assert.ok(sum <= 8, `${sum} of 15`);
  });
});

describe('what a long repeated instruction will enter', () => {
  /** At an instruction that writes beyond its data, where the kernel is entered. */
  function targets(kilobytes: number): readonly string[] {
    const text = trace('linux', `data d = zero ${kilobytes * 1024}\nlea rdi, [d]\nmov ecx, -1\nrep stosb`);
    const engine = new Debugger(load(text));
    go(engine, { kind: 'over' });
    go(engine, { kind: 'over' });
    return engine.stepInTargets().map(({ label }) => label);
  }

  it('is tried out for some tens of milliseconds, and no longer', () => {
    assert.equal(targets(256)[0], 'exc_page_fault');
    assert.deepEqual(targets(1024), []);
  });
});
