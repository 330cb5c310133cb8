import assert from 'node:assert/strict';
import type { TaskView } from '../../src/adapter/views/tasks';
import { capacityText, changeText, factsOf, sizeText, stateText } from '../../src/webview/tasks/task-facts';

const task: TaskView = {
  name: 'A',
  state: 'running',
  cpu: 0,
  current: true,
  size: 2560,
  previousSize: null,
  userSize: 2816,
  maxSize: 10752,
  permission: { value: '0x602e7', names: ['X87', 'SSE', 'XTILECFG', 'XTILEDATA'] },
  permitted: ['XTILEDATA'],
  xfd: { value: '0x40000', names: ['XTILEDATA'] },
  xfeatures: { value: '0x202e7', names: ['X87', 'SSE', 'XTILECFG'] },
  next: [{ component: 'XTILEDATA', text: '#NM, then 10752 bytes', outcome: 'grows' }],
  changed: [],
};

const lines = (shown: TaskView): string[] => factsOf(shown).map(({ label, text }) => `${label}: ${text}`);

describe('the words of the Tasks view', () => {
  it('give the size of the buffer, and the one before once it has grown', () => {
    assert.equal(sizeText(task), '2560 bytes');
    assert.equal(sizeText({ ...task, size: 10752, previousSize: 2560 }), '10752 bytes, was 2560');
    assert.equal(sizeText({ ...task, size: 0, previousSize: 2560 }), 'buffer freed');
  });

  it('say what the bar is of', () => {
    const all = 'every component that this kernel keeps in buffers';
    assert.equal(capacityText(task), `The buffer has 2560 of the 10752 bytes that ${all} would take.`);
    assert.equal(capacityText({ ...task, size: 10752 }), `The buffer of 10752 bytes has room for ${all}.`);
  });

  it('say how a task ended', () => {
    assert.equal(stateText({ ...task, state: 'killed', cpu: null, signal: 'SIGILL' }), 'killed by SIGILL');
    assert.equal(stateText({ ...task, state: 'ready', cpu: null }), 'switched out');
  });

  it('begin with what the next touch of tile data will do', () => {
    assert.deepEqual(lines(task), [
      'Next touch: #NM, then 10752 bytes',
      'Permission: 0x602e7 with XTILEDATA',
      'XFD: 0x40000 XTILEDATA',
      'Signal frame: 2816 bytes',
      'Components: 0x202e7',
    ]);
  });

  it('add what only some tasks have', () => {
    const guest = { size: 10752, xfd: { value: '0x0', names: [] }, running: true };
    const more = { ...task, pending: ['SIGUSR1'], signalStack: 8192, tracer: 'gdb', guest };
    assert.deepEqual(lines(more).slice(4, -1), [
      'Pending: SIGUSR1',
      'Signal stack: 8192 bytes',
      'Traced by: gdb',
      'Guest: 10752 bytes, XFD 0x0, running',
    ]);
  });

  it('tell a screen reader what a step changed, and nothing else', () => {
    assert.equal(changeText(task), '');
    const grown = { ...task, size: 10752, previousSize: 2560, changed: ['size', 'previousSize', 'userSize'] };
    assert.equal(changeText(grown), 'Task A: 10752 bytes, was 2560, Signal frame 2816 bytes');
  });
});
