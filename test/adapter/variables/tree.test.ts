import assert from 'node:assert/strict';
import { UserError } from '../../../src/adapter/protocol/user-error';
import { captureState, type StateView } from '../../../src/adapter/state/state-view';
import { controlRegisters } from '../../../src/adapter/variables/control';
import { dataItem } from '../../../src/adapter/variables/data-item';
import { generalRegisters } from '../../../src/adapter/variables/general';
import { editedText } from '../../../src/adapter/variables/mark';
import { VariableTree } from '../../../src/adapter/variables/tree';
import { buildTilecfg } from '../../../src/machine/architecture/tilecfg';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import { DEFAULT_MODEL } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';
import type { DataSymbol } from '../../../src/world/program/program';

const BARE = { subject: { cpu: 0, task: null } };

/** Megabytes, of which memory has the pages. */
const BIG: DataSymbol = {
  kind: 'data',
  name: 'big',
  line: 0,
  address: 0x1000000,
  bytes: new Uint8Array(8 << 20),
  type: 'i32',
  dimensions: [2048, 1024],
  isTilecfg: false,
};

const LANES = [
  ['u8', 1],
  ['i32', 4],
  ['u64', 8],
  ['f32', 4],
] as const;

function bareMetal() {
  const memory = new Memory();
  const cpu = new Cpu(0, new Processor(DEFAULT_MODEL), memory);
  const state: StateView = { cpus: [cpu], memory, kernel: undefined, current: 0, previousSize: () => null };
  let before: StateView | undefined;
  const tree = new VariableTree(
    new Map(),
    () => state,
    () => before,
  );
  const step = (change: () => void) => {
    before = captureState(state);
    tree.reset();
    change();
  };
  const open = (...path: string[]) => {
    const [scope, ...names] = path;
    let reference = tree.scopes(BARE).find(({ name }) => name === scope)?.variablesReference ?? 0;
    for (const name of names)
      reference = tree.variables(reference, {}).find((row) => row.name === name)?.variablesReference ?? 0;
    return reference;
  };
  const rows = (...path: string[]) => tree.variables(open(...path), {});
  const value = (name: string, ...path: string[]) => rows(...path).find((row) => row.name === name)?.value;
  /** `was 0x0`, `changed`, or nothing. */
  const change = (name: string, ...path: string[]) => {
    const { changed, was } = tree.details(open(...path), {}).find((row) => row.name === name) ?? {};
    const isHinted = rows(...path)
      .find((row) => row.name === name)
      ?.presentationHint?.attributes?.includes('changed');
    assert.equal(isHinted ?? false, changed, 'the hint and the details agree');
    return was === undefined ? changed && 'changed' : `was ${was}`;
  };
  return { cpu, tree, step, open, rows, value, change };
}

describe('the rows of registers', () => {
  const memory = new Memory();
  const cpu = new Cpu(0, new Processor(DEFAULT_MODEL), memory);
  const state: StateView = { cpus: [cpu], memory, kernel: undefined, current: 0, previousSize: () => null };
  const symbols = new Map();
  const named = (register: string) => register;
  const general = (of: StateView) => generalRegisters(of, BARE.subject, symbols, named);

  it('are made once of what is the same at two stops', () => {
    const before = captureState(state);
    cpu.gpr[3] = 7n;
    cpu.xfd = 1n << 18n;
    const [then, now] = [general(before), general(state)];
    assert.deepEqual(
      now.filter((item, at) => item !== then[at]).map(({ name }) => name),
      ['rbx'],
    );
    const [controlThen, controlNow] = [controlRegisters(before.cpus[0] ?? cpu, named), controlRegisters(cpu, named)];
    assert.deepEqual(
      controlNow.filter((item, at) => item !== controlThen[at]).map(({ name }) => name),
      ['xfd'],
    );
  });

  it('are made anew where memory has come to what a register points at', () => {
    cpu.gpr[0] = 0x5000n;
    const [bare] = general(state);
    memory.map(0, 0x5000, 16);
    const [pointer] = general(state);
    assert.deepEqual([bare?.memory === undefined, pointer?.memory === undefined], [true, false]);
  });

  it('of an earlier stop take the room of the stop before it, and nothing of what it was', () => {
    const first = captureState(state);
    cpu.gpr[1] = 1n;
    const second = captureState(state, first);
    cpu.gpr[1] = 2n;
    assert.equal(second.cpus[0], first.cpus[0], 'the registers have moved into the same object');
    assert.equal(second.cpus[0]?.gpr[1], 1n);
    assert.deepEqual(second.cpus[0]?.snapshot(), captureState(second).cpus[0]?.snapshot());
  });
});

describe('the data of a trace', () => {
  it('may be megabytes: of it is read what is shown', () => {
    const memory = new Memory();
    const state = { memory, cpus: [], kernel: undefined, current: 0, previousSize: () => null };
    memory.map(0, BIG.address, BIG.bytes.length);
    let read = 0;
    const peek = memory.peek.bind(memory);
    memory.peek = (space, address, length) => {
      read += length;
      return peek(space, address, length);
    };
    const { children } = dataItem(state, 0, BIG);
    const row = children?.indexed?.at(1999);
    assert.equal(row?.value.kind, 'text');
    assert.ok(read > 0 && read < 512, `${read} bytes`);
    row?.children?.indexed?.at(3);
    assert.ok(read < 1024, `${read} bytes`);
    // Bytes without a type are shown as elements of several.
    const views = dataItem(state, 0, { ...BIG, type: null, dimensions: [] }).children?.named?.() ?? [];
    for (const { contents, children: elements } of views) {
      assert.equal(contents, undefined);
      elements?.indexed?.at(1000);
    }
    assert.deepEqual(
      views.map(({ type }) => type),
      LANES.map(([name, size]) => `${name}[${BIG.bytes.length / size}]`),
    );
    assert.ok(read < 3000, `${read} bytes`);
  });
});

describe('the variables of a CPU', () => {
  it('come in the same scopes and the same order at every stop', () => {
    const { tree, step, rows, cpu } = bareMetal();
    const names = () => [tree.scopes(BARE).map(({ name }) => name), rows('General registers').map(({ name }) => name)];
    const first = names();
    step(() => {
      cpu.gpr.fill(0xffn);
      cpu.tilecfg.set(buildTilecfg({ palette: 1, startRow: 0, tiles: [{ rows: 4, colsb: 8 }] }));
    });
    assert.deepEqual(names(), first);
    assert.deepEqual(first[0], [
      'Control & XState',
      'Components',
      'Tiles',
      'General registers',
      'Vector registers',
      'x87',
    ]);
  });

  it('show hex by default and any radix by choice, for one variable or for all', () => {
    const { cpu, tree, open, value } = bareMetal();
    cpu.gpr[0] = 0x2a00n;
    cpu.gpr[3] = 0x10n;
    assert.equal(value('rax', 'General registers'), '0x2a00');
    tree.setRadix('decimal', { reference: open('General registers'), name: 'rax' });
    assert.equal(value('rax', 'General registers'), '10752');
    assert.equal(value('rbx', 'General registers'), '0x10');
    tree.setRadix('binary');
    assert.equal(value('rbx', 'General registers'), '0b1_0000');
  });

  it('have clean values: what they were is told apart, until the next step', () => {
    const { cpu, step, value, change } = bareMetal();
    step(() => {
      cpu.xfd = 0x40000n;
    });
    assert.equal(value('xfd', 'Control & XState'), '0x40000 XTILEDATA');
    assert.equal(change('xfd', 'Control & XState'), 'was 0x0');
    assert.equal(change('XTILEDATA', 'Control & XState', 'xfd'), 'was 0');
    assert.equal(change('xcr0', 'Control & XState'), false);
    step(() => {});
    assert.equal(change('xfd', 'Control & XState'), false);
  });

  it('are told to have changed where only their contents have', () => {
    const { cpu, step, value, change } = bareMetal();
    cpu.tilecfg.set(buildTilecfg({ palette: 1, startRow: 0, tiles: [{ rows: 2, colsb: 8 }] }));
    cpu.tiles[0] = 1;
    step(() => {
      cpu.tiles[0] = 2;
    });
    assert.equal(value('tmm0', 'Tiles'), '2x8 1 non-zero byte');
    assert.equal(change('tmm0', 'Tiles'), 'changed');
    assert.equal(change('tmm1', 'Tiles'), false);
    assert.equal(change('[0]', 'Tiles', 'tmm0', 'i8', '[0]'), 'was 1');
    assert.equal(change('[1]', 'Tiles', 'tmm0', 'i8', '[0]'), false);
  });

  it('have types that the language knows, and sentences apart from them', () => {
    const { tree, rows, open } = bareMetal();
    const types = (...path: string[]) => new Set(rows(...path).map(({ type }) => type));
    for (const scope of ['General registers', 'Control & XState', 'Components', 'Tiles', 'Vector registers', 'x87']) {
      for (const type of types(scope)) assert.match(type ?? 'none', /^(none|bit|[iuf]\d+)$/, scope);
    }
    const xfd = tree.details(open('Control & XState'), {}).find(({ name }) => name === 'xfd');
    assert.match(xfd?.documentation ?? '', /^IA32_XFD \(MSR 0x1c4\)/);
  });

  it('begin at the first one where a page begins before it', () => {
    const { tree, open } = bareMetal();
    const reference = open('Vector registers', 'zmm0', 'u8');
    const page = tree.variables(reference, { filter: 'indexed', start: -2, count: 1 });
    assert.deepEqual(
      page.map(({ name }) => name),
      ['[0]'],
    );
  });

  it('size the typed views of a tile by the live TILECFG', () => {
    const { cpu, rows, value } = bareMetal();
    cpu.tilecfg.set(buildTilecfg({ palette: 1, startRow: 0, tiles: [{ rows: 3, colsb: 24 }] }));
    cpu.tiles32[16 + 2] = -5;
    assert.equal(value('i32', 'Tiles', 'tmm0'), '3x6');
    assert.equal(rows('Tiles', 'tmm0', 'i32').length, 3);
    assert.equal(rows('Tiles', 'tmm0', 'bf16', '[0]').length, 12);
    assert.equal(value('[1]', 'Tiles', 'tmm0', 'i32'), '[0, 0, -5, 0, 0, 0]');
    const lane = rows('Tiles', 'tmm0', 'i32', '[1]')[2];
    assert.equal(lane?.value, '-5');
    assert.equal(lane?.evaluateName, 'tmm0.i32[1][2]');
  });

  it('come in pages where there are many', () => {
    const { tree, open } = bareMetal();
    const reference = open('Vector registers', 'zmm0', 'u8');
    const page = tree.variables(reference, { filter: 'indexed', start: 60, count: 10 });
    assert.deepEqual(
      page.map(({ name }) => name),
      ['[60]', '[61]', '[62]', '[63]'],
    );
    assert.deepEqual(tree.variables(reference, { filter: 'named' }), []);
  });

  it('say how many there are before they are opened', () => {
    const { rows } = bareMetal();
    assert.equal(rows('Vector registers', 'zmm0').find(({ name }) => name === 'i16')?.indexedVariables, 32);
  });

  it('lose their references at the next stop', () => {
    const { tree, step, open } = bareMetal();
    const reference = open('General registers');
    step(() => {});
    assert.throws(
      () => tree.variables(reference, {}),
      (error) => error instanceof UserError,
    );
  });

  it('can be set by bits, which leaves the other bits alone', () => {
    const { cpu, tree, open } = bareMetal();
    cpu.xfd = 0n;
    const { target, value, place } = tree.assignment(open('Control & XState', 'xfd'), 'XTILEDATA', '1');
    assert.deepEqual(place, { cpu: 0, task: null });
    assert.equal(target, 'xfd');
    assert.equal(value, '0x0 | (((1) << 18) & 0x40000)');
  });

  it('say why they cannot be set', () => {
    const { tree, open } = bareMetal();
    assert.throws(() => tree.assignment(open('Control & XState'), 'xinuse', '1'), /XINUSE follows from/);
    assert.throws(() => tree.assignment(open('Tiles'), 'tmm0', '1'), /typed views/);
  });
});

describe('a value that was typed over a shown one', () => {
  it('loses the notes that were shown with it', () => {
    assert.equal(editedText('0x40000 XTILEDATA'), '0x40000');
    assert.equal(editedText('10752 bytes'), '10752');
    assert.equal(editedText('0x1000000 <cfg+8>'), '0x1000000');
  });

  it('stays an expression otherwise', () => {
    for (const text of ['XTILEDATA', 'rax + 1', '1 << 18', '-5', '(1 + 2)']) assert.equal(editedText(text), text);
  });
});
