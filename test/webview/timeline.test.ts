import assert from 'node:assert/strict';
import type { TimelinePart } from '../../src/adapter/views/timeline';
import { grouped } from '../../src/language/expressions/grouped';
import { AXIS_HEIGHT, hitAt, LANE, laneTop, neighbour } from '../../src/webview/timeline/layout';
import { momentOf, stepAt, ticksOf } from '../../src/webview/timeline/steps';
import { fitted, panned, revealing, scaleOf, zoomed } from '../../src/webview/timeline/viewport';
import { hitWords } from '../../src/webview/timeline/words';

const END = 1000;

type Lane = TimelinePart['lanes'][number];
type Mark = Lane['marks'][number];

function mark(moment: number, given: Partial<Mark> = {}): Mark {
  return {
    kind: 'nm',
    moment,
    until: moment,
    count: 1,
    step: 7,
    line: 26,
    cpu: 0,
    task: 'A',
    text: '#NM: why',
    ...given,
  };
}

const CPU: Lane = {
  kind: 'cpu',
  name: 'CPU 0',
  stays: [{ from: 0, to: 500, name: 'A', count: 1 }],
  kernel: [{ from: 100, to: 200, name: 'exc_device_not_available', count: 1 }],
  buffer: [],
  marks: [],
};
const TASK: Lane = {
  kind: 'task',
  name: 'A',
  stays: [{ from: 0, to: 500, name: '0', count: 1 }],
  kernel: [],
  buffer: [
    [0, 2560],
    [300, 10752],
  ],
  marks: [mark(100), mark(400, { kind: 'grow', text: 'buffer grows: 2560 → 10752 bytes' })],
};
const LANES = [CPU, TASK];

/** One moment a pixel. */
const SCALE = scaleOf({ from: 0, to: END }, 50, END);
const STEPS: TimelinePart['steps'] = [
  [0, 1],
  [100, 60],
  [200, 61],
  [END, 61],
];

describe('the viewport of a timeline', () => {
  it('keeps what is under the pointer where it is while it zooms', () => {
    const before = { from: 200, to: 600 };
    const after = zoomed(before, 300, 0.5, END);
    assert.deepEqual(after, { from: 250, to: 450 });
    const [x, y] = [scaleOf(before, 0, 400).x(300), scaleOf(after, 0, 400).x(300)];
    assert.equal(x, y);
  });

  it('shows no more than there is, and never nothing', () => {
    assert.deepEqual(zoomed({ from: 200, to: 600 }, 300, 100, END), fitted(END));
    const least = zoomed({ from: 200, to: 600 }, 300, 1e-9, END);
    assert.ok(least.to - least.from >= 1);
    assert.deepEqual(panned({ from: 0, to: 100 }, -50, END), { from: 0, to: 100 });
    assert.deepEqual(panned({ from: 0, to: 100 }, 5000, END), { from: 900, to: 1000 });
  });

  it('moves no further than it has to for showing a moment', () => {
    const viewport = { from: 200, to: 300 };
    assert.equal(revealing(viewport, 250, END), viewport);
    const moved = revealing(viewport, 310, END);
    assert.ok(moved.from < 310 && moved.to > 310 && moved.from < 300);
  });
});

describe('the axis of a timeline', () => {
  it('counts in steps, which do not go on while the kernel runs', () => {
    assert.deepEqual(
      [0, 10, 58, 99, 100, 150, 200, 210].map((moment) => stepAt(STEPS, moment)),
      [1, 11, 59, 60, 60, 61, 61, 61],
    );
  });

  it('finds the moment of a step', () => {
    assert.deepEqual(
      [1, 11, 60].map((step) => momentOf(STEPS, step)),
      [0, 10, 100],
    );
  });

  it('has round numbers, as many as there is room for', () => {
    const ticks = ticksOf(STEPS, 0, 99, 6);
    assert.deepEqual(
      ticks.map(({ label, moment }) => [label, moment]),
      [
        ['10', 9],
        ['20', 19],
        ['30', 29],
        ['40', 39],
        ['50', 49],
      ],
    );
  });

  it('separates thousands', () => {
    assert.deepEqual([7, 999, 1000, 1234567].map(grouped), ['7', '999', '1,000', '1,234,567']);
  });
});

describe('what is at a place of the timeline', () => {
  const cpuRow = laneTop(0) + LANE.top + 2;
  const taskRow = laneTop(1) + LANE.top + 2;
  const words = (x: number, y: number): string | undefined => {
    const hit = hitAt(LANES, SCALE, 50 + x, y);
    return hit && hitWords(hit, x, STEPS);
  };

  it('is a mark, when one is near', () => {
    assert.equal(words(103, taskRow), '#NM: why · step 7, line 27 · A on CPU 0');
  });

  it('has the line of C, in a program', () => {
    const source = { path: '/src/net/layer.c', line: 40 };
    const hit = hitAt([{ ...TASK, marks: [mark(100, { source })] }], SCALE, 50 + 100, laneTop(0) + 5);
    assert.equal(hit && hitWords(hit, 100, STEPS), '#NM: why · step 7, layer.c:40 · A on CPU 0');
  });

  it('is who is there, what the kernel does, or how large the buffer is', () => {
    assert.equal(words(250, cpuRow), 'A on CPU 0 · step 61');
    assert.equal(words(250, taskRow), 'A on CPU 0 · step 61');
    assert.equal(words(150, laneTop(0) + LANE.below + 2), 'exc_device_not_available · CPU 0, in the kernel · step 61');
    assert.equal(words(250, laneTop(1) + LANE.below + 2), 'A: buffer of 2,560 bytes · step 61');
    assert.equal(words(350, laneTop(1) + LANE.below + 2), 'A: buffer of 10,752 bytes · step 61');
  });

  it('is an idle CPU, or a task on none', () => {
    assert.equal(words(800, cpuRow), 'CPU 0 · idle · step 61');
    assert.equal(words(800, taskRow), 'A · on no CPU · step 61');
  });

  it('is nothing beside the lanes', () => {
    assert.equal(words(100, AXIS_HEIGHT - 1), undefined);
    assert.equal(words(100, laneTop(2) + 1), undefined);
  });

  it('says how many marks one stands for', () => {
    const many = { ...TASK, marks: [mark(100, { kind: 'syscall', text: 'getpid() = 1', count: 1200, until: 180 })] };
    const hit = hitAt([many], SCALE, 50 + 140, laneTop(0) + 5);
    assert.equal(
      hit && hitWords(hit, 140, STEPS),
      '1,200 times system call, too close to be told apart; the first: getpid() = 1 · step 7, line 27',
    );
  });

  it('is reached from mark to mark, in all lanes', () => {
    assert.equal(neighbour(LANES, 0, 1)?.moment, 100);
    assert.equal(neighbour(LANES, 100, 1)?.moment, 400);
    assert.equal(neighbour(LANES, 400, 1), undefined);
    assert.equal(neighbour(LANES, 400, -1)?.moment, 100);
  });
});
