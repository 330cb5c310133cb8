import assert from 'node:assert/strict';
import type { ComponentView, RegistersView, RegisterView, TaskView } from '../../src/adapter/views/views';
import { maskNames, maskText } from '../../src/vscode/views/component-names';
import { registerRows } from '../../src/vscode/views/registers-model';
import type { Row } from '../../src/vscode/views/row';
import { capacityBar, taskRows } from '../../src/vscode/views/tasks-model';
import { tileTypes } from '../../src/vscode/views/tile-types';

const tileData: ComponentView = {
  index: 18,
  id: 'XTILEDATA',
  title: 'AMX tile data',
  documentation: 'TMM0-TMM7.',
  enabled: true,
  armed: true,
  inUse: false,
  inBuffer: false,
  saved: false,
  size: 8192,
  changed: false,
};

function mask(name: string, value: string, set: readonly string[], changed = false): RegisterView {
  const title = `IA32_${name.toUpperCase()}`;
  return { name, title, documentation: 'A mask.', manual: 'SDM', value, isMask: true, set, changed };
}

const registers: RegistersView = {
  cpu: 0,
  registers: [
    mask('xcr0', '0x602e7', ['X87', 'SSE', 'AVX', 'OPMASK', 'ZMM_HI256', 'HI16_ZMM', 'PKRU', 'XTILECFG', 'XTILEDATA']),
    mask('xfd', '0x40000', ['XTILEDATA'], true),
    mask('xinuse', '0x3', ['X87', 'SSE']),
    { ...mask('cr0', '0x80000001', ['PE', 'PG']), isMask: false },
  ],
  rows: [tileData],
};

const task: TaskView = {
  name: 'A',
  state: 'running',
  cpu: 0,
  current: true,
  size: 2560,
  previousSize: null,
  userSize: 2816,
  maxSize: 10752,
  permission: '0x602e7',
  permitted: true,
  xfd: '0x40000',
  armed: true,
  xfeatures: '0x202e7',
  changed: false,
};

function find(rows: readonly Row[], label: string): Row {
  const row = rows.find((candidate) => candidate.label === label);
  assert.ok(row, `no row ${label}`);
  return row;
}

describe('the Registers view', () => {
  it('shows masks of components first, and names the components of a short one', () => {
    const rows = registerRows(registers);
    assert.deepEqual(
      rows.slice(0, 3).map(({ label, description }) => [label, description]),
      [
        ['XCR0', '0x602e7'],
        ['XFD', '0x40000  XTILEDATA'],
        ['XINUSE', '0x3  X87, SSE'],
      ],
    );
    assert.match(find(rows, 'XFD').tooltip, /IA32_XFD[\s\S]*A mask\.[\s\S]*Set: XTILEDATA/);
  });

  it('keeps the other control registers together, with the names of their bits', () => {
    const others = find(registerRows(registers), 'Other control registers');
    assert.deepEqual([others.description, others.expanded], ['CR0', false]);
    assert.deepEqual(
      others.children?.map(({ label, description }) => [label, description]),
      [['CR0', '0x80000001  PE, PG']],
    );
  });

  it('marks what the last step changed', () => {
    const rows = registerRows(registers);
    assert.deepEqual(
      rows.filter(({ changed }) => changed).map(({ label }) => label),
      ['XFD'],
    );
    assert.match(find(rows, 'XFD').spoken, /changed/);
  });

  it('says of a component what decides its next use first', () => {
    assert.equal(find(registerRows(registers), 'XTILEDATA').description, 'armed · INIT · not in buffer');
    const used = { ...tileData, armed: false, inUse: true, inBuffer: true, saved: true };
    const row = find(registerRows({ ...registers, rows: [used] }), 'XTILEDATA');
    assert.equal(row.description, 'in use · saved in buffer');
  });

  it('puts the components that are not enabled together, at the end', () => {
    const off = { ...tileData, enabled: false, armed: null, inBuffer: null, saved: null };
    const last = registerRows({ ...registers, rows: [off, { ...off, index: 19, id: 'APX' }] }).at(-1);
    assert.deepEqual([last?.label, last?.description, last?.expanded], ['Not enabled', 'XTILEDATA, APX', false]);
    assert.deepEqual(
      last?.children?.map(({ description }) => description),
      ['off', 'off'],
    );
  });

  it('explains in the tooltip only what can be said of the component', () => {
    const plain = { ...tileData, armed: null, inBuffer: null, saved: null };
    const { tooltip } = find(registerRows({ ...registers, rows: [plain] }), 'XTILEDATA');
    assert.doesNotMatch(tooltip, /Armed|buffer/);
    assert.match(tooltip, /Enabled/);
  });
});

describe('masks', () => {
  it('are spelt out by component', () => {
    assert.equal(maskNames('0x60000'), 'XTILECFG, XTILEDATA');
    assert.equal(maskNames('0x0'), 'none');
    assert.equal(maskNames('0x8000000000000001'), 'X87, bit 63');
  });

  it('carry names only where those are few', () => {
    assert.equal(maskText('0x7'), '0x7');
    assert.equal(maskText('0x40000'), '0x40000  XTILEDATA');
  });
});

describe('the Tasks view', () => {
  it('shows the size of the buffer, and the one before once it has grown', () => {
    assert.equal(find(taskRows([task]), 'A').description, '2560 bytes');
    const grown = { ...task, size: 10752, previousSize: 2560, armed: false, xfd: '0x0' };
    assert.equal(find(taskRows([grown]), 'A').description, '10752 bytes (was 2560)');
  });

  it('says how a task ended', () => {
    const killed = { ...task, state: 'killed' as const, cpu: null, current: false, signal: 'SIGILL' };
    assert.match(find(taskRows([killed]), 'A').description, /^killed by SIGILL/);
  });

  it('lists state, capacity, signal frame, permission, XFD and components', () => {
    const [row] = taskRows([task]);
    const details = (row?.children ?? []).map(({ label, description }) => [label, description]);
    assert.deepEqual(details, [
      ['State', 'running on CPU 0'],
      ['Capacity', '██░░░░░░░░ 24%'],
      ['Signal frame', '2816 bytes'],
      ['Permission', '0x602e7  tile data'],
      ['XFD', '0x40000  XTILEDATA'],
      ['Components', '0x202e7'],
    ]);
  });

  it('adds who traces a task, and its guest', () => {
    const more = {
      ...task,
      state: 'stopped' as const,
      tracer: 'gdb',
      guest: { size: 10752, xfd: '0x0', running: true },
    };
    const details = (taskRows([more])[0]?.children ?? []).map(({ label, description }) => [label, description]);
    assert.deepEqual(details[0], ['State', 'stopped']);
    assert.deepEqual(details.slice(5, 7), [
      ['Traced by', 'gdb'],
      ['Guest', '10752 bytes, XFD 0x0, running'],
    ]);
  });

  it('keeps ids from step to step', () => {
    const ids = (rows: readonly Row[]): string[] => rows.flatMap(({ id, children }) => [id, ...ids(children ?? [])]);
    const grown = { ...task, size: 10752, previousSize: 2560 };
    assert.deepEqual(ids(taskRows([task])), ids(taskRows([grown])));
    assert.equal(new Set(ids(taskRows([task]))).size, 7);
  });

  it('draws capacity between nothing and everything', () => {
    assert.equal(capacityBar(0, 100), '░░░░░░░░░░ 0%');
    assert.equal(capacityBar(200, 100), '██████████ 100%');
    assert.equal(capacityBar(1, 0), '░░░░░░░░░░ 0%');
  });
});

describe('the element types that a trace suggests', () => {
  it('follow the products that use a tile', () => {
    const text = 'tdpbssd tmm0, tmm1, tmm2\n  TDPBUSD tmm3,tmm4,tmm5 => #NM\n@1.5 tdpbf16ps tmm6, tmm7, tmm1';
    assert.deepEqual(tileTypes(text, 'hex'), ['int32', 'int8', 'int8', 'int32', 'uint8', 'int8', 'fp32', 'bf16']);
  });

  it('show 8-bit floats as their bytes, for which there is no other type', () => {
    assert.deepEqual(tileTypes('tdpbhf8ps tmm0, tmm1, tmm2', 'int8').slice(0, 4), ['fp32', 'hex', 'hex', 'int8']);
  });

  it('ignore comments and other instructions', () => {
    const text = '; tdpbssd tmm0, tmm1, tmm2\ntilezero tmm0\ntdpnew tmm0, tmm1, tmm2';
    assert.deepEqual(new Set(tileTypes(text, 'int8')), new Set(['int8']));
  });
});
