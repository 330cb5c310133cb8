import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Debugger } from '../../../src/world/debugger/debugger';
import { timelinePart } from '../../../src/world/timeline/excerpt';
import type { Mark } from '../../../src/world/timeline/mark';
import { Timeline } from '../../../src/world/timeline/timeline';
import { exampleText, go, load, trace } from '../harness';

/** Everything that a timeline knows, at full detail. */
function whole(engine: Debugger, columns = Number.MAX_SAFE_INTEGER) {
  const { furthestMoment: end } = engine.time;
  return timelinePart(engine.timeline, { from: 0, to: end, end, columns });
}

function ran(text: string): Debugger {
  const engine = new Debugger(load(text));
  go(engine, { kind: 'continue' });
  return engine;
}

function marks(engine: Debugger): string[] {
  return whole(engine)
    .lanes.flatMap((lane) => lane.marks.map((mark) => ({ lane: lane.name, ...mark })))
    .sort((a, b) => a.moment - b.moment)
    .map(({ lane, line, text }) => `${lane} ${line + 1}: ${text}`);
}

function lane(engine: Debugger, name: string) {
  const found = whole(engine).lanes.find((each) => each.name === name);
  assert.ok(found, `there is no lane ${name}`);
  return found;
}

const PING_PONG = trace(
  'linux',
  `task A
task B
data cfg = tilecfg { tmm0: 16x64 }
cpu 0
switch A
syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)
ldtilecfg [cfg]
tilezero tmm0 => #NM
cpu 1
switch B
cpu 0
switch idle
cpu 1
switch A
nop
nop`,
);

describe('a timeline', () => {
  it('knows what size a buffer had before, at every moment, also while the kernel is a moment ahead', () => {
    const timeline = new Timeline(1);
    for (const [moment, bytes] of [
      [0, 2560],
      [10, 10752],
      [20, 2560],
      [30, 0],
    ] as const)
      timeline.buffer('A', bytes, moment);
    const sizeBefore = (bytes: number, moment: number) => timeline.bufferBefore('A', bytes, moment);
    assert.deepEqual(
      [sizeBefore(2560, 0), sizeBefore(2560, 9), sizeBefore(10752, 10), sizeBefore(10752, 19)],
      [null, null, 2560, 2560],
    );
    assert.deepEqual([sizeBefore(2560, 25), sizeBefore(0, 30), sizeBefore(0, 99)], [10752, 2560, 2560]);
    assert.equal(sizeBefore(10752, 9), 2560, 'the lane does not know of 10752 yet');
    assert.equal(timeline.bufferBefore('B', 2560, 5), null);
    const engine = ran(PING_PONG);
    const { furthestMoment } = engine.time;
    assert.equal(engine.timeline.bufferBefore('A', 10752, furthestMoment), 2560);
    assert.equal(engine.timeline.bufferBefore('B', 2560, furthestMoment), null);
  });

  it('has a lane for each CPU and each task, with who was where', () => {
    const engine = ran(PING_PONG);
    assert.deepEqual(
      whole(engine).lanes.map(({ kind, name, stays }) => [kind, name, stays.map((stay) => stay.name)]),
      [
        ['cpu', 'CPU 0', ['A']],
        ['cpu', 'CPU 1', ['B', 'A']],
        ['task', 'A', ['0', '1']],
        ['task', 'B', ['1']],
      ],
    );
    const [onFirst, onSecond] = lane(engine, 'A').stays;
    assert.ok(onFirst && onSecond && onFirst.to < onSecond.from);
    assert.equal(onSecond.to, engine.time.furthestMoment);
  });

  it('marks what happened, with its line, in the lane that it belongs to', () => {
    const text = PING_PONG;
    const at = (marker: string) => text.split('\n').findIndex((line) => line.startsWith(marker)) + 1;
    assert.deepEqual(marks(ran(text)), [
      `CPU 0 ${at('switch A')}: idle → A`,
      `A ${at('syscall')}: arch_prctl(ARCH_REQ_XCOMP_PERM, 18) = 0`,
      `A ${at('tilezero')}: #NM: IA32_XFD[18] is set and TILEZERO writes XTILEDATA`,
      `A ${at('tilezero')}: buffer grows: 2560 → 10752 bytes`,
      `CPU 1 ${at('switch B')}: idle → B`,
      `CPU 0 ${at('switch idle')}: A → idle`,
      `CPU 1 ${text.split('\n').lastIndexOf('switch A') + 1}: B → A`,
      `A ${text.split('\n').lastIndexOf('switch A') + 1}: CPU 0 → CPU 1`,
    ]);
  });

  it('knows how large each buffer was', () => {
    const engine = ran(PING_PONG);
    assert.deepEqual(
      lane(engine, 'A').buffer.map(([, bytes]) => bytes),
      [2560, 10752],
    );
    assert.deepEqual(
      lane(engine, 'B').buffer.map(([, bytes]) => bytes),
      [2560],
    );
  });

  it('shows what the kernel does by its outermost routine', () => {
    const { kernel } = lane(ran(PING_PONG), 'CPU 0');
    assert.ok(kernel.some(({ name, from, to }) => name === 'exc_device_not_available' && to - from > 10));
  });

  it('knows the step of every moment while all is kept', () => {
    const engine = new Debugger(load(exampleText('first-use.xtrace')));
    go(engine, { kind: 'continue' });
    const { furthestMoment } = engine.time;
    for (let moment = 0; moment < furthestMoment; moment++) {
      go(engine, { kind: 'travel', moment: moment });
      if (engine.world.kernel?.active) continue;
      assert.equal(engine.timeline.stepAt(moment), engine.time.step, `moment ${moment}`);
    }
  });

  it('marks a signal where it is sent, and where its handler begins', () => {
    const engine = ran(
      trace(
        'linux',
        'task A\nswitch A\nsyscall rt_sigaction(SIGUSR1, handle, 0)\nsignal SIGUSR1\nnop\nproc handle\nret\nend',
      ),
    );
    const [sent, handled] = lane(engine, 'A').marks.filter(({ signal }) => signal === 'SIGUSR1');
    assert.deepEqual([sent?.text, handled?.text], ['SIGUSR1 to A', 'handler of SIGUSR1']);
    assert.ok(sent && handled && sent.moment < handled.moment);
  });

  it('marks where a guest is entered and left', () => {
    const engine = ran(trace('linux version=6.12', 'task A\nswitch A\nkvm_set_cpuid2\nvmenter\nnop\nnop\nvmexit\nnop'));
    const guest = lane(engine, 'A').marks.filter(({ kind }) => kind.startsWith('guest'));
    assert.deepEqual(
      guest.map(({ kind }) => kind),
      ['guest-entry', 'guest-exit'],
    );
  });

  it('marks what the user changes, and expectations that fail', () => {
    const engine = new Debugger(load(trace('linux', 'task A\nswitch A\nexpect rax == 1\nnop')));
    go(engine, { kind: 'over' });
    engine.edit({ kind: 'assign', target: 'rbx', value: '7', place: { cpu: 0, task: null } });
    go(engine, { kind: 'continue' });
    const texts = lane(engine, 'A').marks.map(({ kind, text }) => `${kind}: ${text}`);
    assert.deepEqual(texts.toSorted(), ['edit: rbx = 7', 'expect: expected rax == 1: rax is 0']);
  });

  it('is the same whichever way one has gone through time', () => {
    const text = exampleText('signals.xtrace');
    const straight = whole(ran(text));
    const moves = fc.array(fc.constantFrom('in', 'over', 'back', 'continue', 'reverse-continue', 'far'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(moves, (path) => {
        const engine = new Debugger(load(text));
        for (const move of path) {
          if (move === 'far') go(engine, { kind: 'travel', moment: engine.time.moment >> 1 });
          else go(engine, { kind: move as 'in' });
        }
        while (!engine.world.ended) go(engine, { kind: 'continue' });
        assert.deepEqual(whole(engine), straight);
      }),
      { numRuns: 8 },
    );
  });

  it('forgets what a change in the past undoes, exactly', () => {
    const engine = ran(exampleText('signals.xtrace'));
    const before = whole(engine);
    const middle = engine.time.moment >> 1;
    go(engine, { kind: 'travel', moment: middle });
    engine.edit({ kind: 'assign', target: 'r15', value: '0', place: { cpu: 0, task: null } });
    const after = whole(engine);
    assert.equal(after.to, middle);
    go(engine, { kind: 'continue' });
    const again = whole(engine);
    const unedited = again.lanes.map((each) => ({ ...each, marks: each.marks.filter(({ kind }) => kind !== 'edit') }));
    assert.deepEqual(unedited, before.lanes);
  });
});

describe('a timeline without room for all', () => {
  const MANY = 3000;
  const ROOM = 500;

  function mark(moment: number, kind: Mark['kind'] = 'syscall'): Mark {
    return { kind, moment, step: moment, line: 0, cpu: 0, task: 'A', text: `mark ${moment}` };
  }

  function filled(): Timeline {
    const timeline = new Timeline(2, ROOM);
    for (let index = 0; index < MANY; index++) {
      timeline.stay(index % 2, index % 3 === 0 ? null : `T${index % 3}`, index * 10);
      timeline.mark(mark(index * 10 + 1));
    }
    timeline.mark(mark(MANY * 10, 'grow'));
    return timeline;
  }

  it('keeps no more than it may', () => {
    assert.ok(filled().spans <= ROOM);
  });

  it('counts what it does not keep', () => {
    const timeline = filled();
    const { lanes } = timelinePart(timeline, { from: 0, to: MANY * 10, end: MANY * 10, columns: 1e9 });
    const counted = lanes.flatMap(({ marks }) => marks).filter(({ kind }) => kind === 'syscall');
    assert.equal(
      counted.reduce((sum, { count }) => sum + count, 0),
      MANY,
    );
    assert.ok(counted.every(({ moment, until }) => until - moment < timeline.grain));
  });

  it('keeps what is rare by itself', () => {
    const { lanes } = timelinePart(filled(), { from: 0, to: MANY * 10, end: MANY * 10, columns: 1e9 });
    const grows = lanes.flatMap(({ marks }) => marks).filter(({ kind }) => kind === 'grow');
    assert.deepEqual(
      grows.map(({ moment, count }) => [moment, count]),
      [[MANY * 10, 1]],
    );
  });

  it('is drawn with no more than there are columns', () => {
    const columns = 100;
    const { lanes, steps } = timelinePart(filled(), { from: 0, to: MANY * 10, end: MANY * 10, columns });
    for (const { stays, marks } of lanes) {
      assert.ok(stays.length <= 2 * columns + 1);
      assert.ok(marks.length <= 2 * columns + 1);
    }
    assert.ok(steps.length <= 2 * columns + 2);
  });

  it('is told anew from where things had become one, when the past changes', () => {
    const text = trace('linux', `task A\ntask B\nrepeat 60\nswitch A\nswitch B\nend\nnop\nnop`);
    const few = 60;
    const make = () => {
      const engine = new Debugger(load(text), { timelineRoom: few });
      go(engine, { kind: 'continue' });
      return engine;
    };
    const engine = make();
    const { furthestMoment } = engine.time;
    assert.ok(engine.timeline.grain > 0);
    go(engine, { kind: 'travel', moment: Math.floor(furthestMoment / 2) + 3 });
    engine.edit({ kind: 'assign', target: 'r15', value: '0', place: { cpu: 0, task: null } });
    go(engine, { kind: 'continue' });
    const grain = engine.timeline.grain;
    const lanes = (of: Debugger) =>
      timelinePart(of.timeline, {
        from: 0,
        to: furthestMoment,
        end: furthestMoment,
        columns: furthestMoment / grain,
      }).lanes.map(({ name, stays, marks }) => [name, stays, marks.filter(({ kind }) => kind !== 'edit')]);
    assert.deepEqual(lanes(engine), lanes(make()));
  });
});
