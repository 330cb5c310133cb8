import assert from 'node:assert/strict';
import { componentSet } from '../../../src/machine/architecture/component';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import type { Operand } from '../../../src/machine/cpu/instruction';
import { AMX_INSTRUCTIONS } from '../../../src/machine/instructions/amx';
import { xgetbv } from '../../../src/machine/xstate/xcr';
import { modifiedAmong, noteRestored } from '../../../src/machine/xstate/xinuse';
import { xrstor } from '../../../src/machine/xstate/xrstor';
import {
  configure,
  DATA,
  execute,
  faultOf,
  image,
  loadImage,
  makeComplexCpu,
  makeCpu,
  makeCpuByContents,
  pattern,
  poke,
  rowsAt,
  SPACE,
  tmm,
} from './machine';

const XTILECFG = 0x20000n;
const XTILEDATA = 0x40000n;
const ALL = componentSet(~0n);
const TILES = componentSet(XTILEDATA);

describe('XINUSE of the tile components', () => {
  for (const [who, make, expected] of [
    [
      'a processor that goes by contents, as the kernel’s probe recorded it',
      makeCpuByContents,
      ['202a2', '202a2', '602a2', '202a2', '602a2', '202a2', '2a2'],
    ],
    [
      'one that goes by writes, as a server with AMX does',
      makeCpu,
      ['202a2', '602a2', '602a2', '602a2', '602a2', '202a2', '2a2'],
    ],
  ] as const) {
    it(`is, on ${who}: ${expected.join(', ')}`, () => {
      assert.deepEqual(seenOn(make()), expected);
    });
  }

  function seenOn(cpu: Cpu): readonly string[] {
    const tiles = Array.from({ length: 8 }, () => [16, 64] as const);
    cpu.xinuse = 0x2a2n;
    poke(cpu, DATA, pattern(1024));
    const seen: string[] = [];
    const note = () => seen.push(cpu.xinuse.toString(16));
    configure(cpu, ...tiles);
    note();
    execute(cpu, 'tilezero', tmm(0));
    note();
    poke(cpu, DATA, pattern(1024));
    execute(cpu, 'tileloadd', tmm(0), rowsAt(cpu, DATA));
    note();
    for (let tile = 0; tile < 8; tile++) execute(cpu, 'tilezero', tmm(tile));
    note();
    execute(cpu, 'tileloadd', tmm(0), rowsAt(cpu, DATA));
    note();
    configure(cpu, ...tiles);
    note();
    execute(cpu, 'tilerelease');
    note();
    return seen;
  }

  it('loses XTILECFG with LDTILECFG of palette 0', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    cpu.tiles[0] = 1;
    cpu.xinuse |= XTILEDATA;
    loadImage(cpu, new Uint8Array(64));
    assert.equal(cpu.xinuse, 0n);
  });

  it('says that tiles are in use for a non-zero byte in any place', () => {
    for (const at of [0, 1023, 1024 * 3 + 64 * 9 + 63, 8191]) {
      const cpu = makeCpuByContents();
      configure(cpu, [1, 4], [1, 4], [1, 4], [1, 4], [1, 4], [1, 4], [1, 4], [1, 4]);
      cpu.tiles[at] = 1;
      execute(cpu, 'tilezero', tmm(at >= 1024 * 3 && at < 4096 ? 0 : 3));
      assert.equal(cpu.xinuse & XTILEDATA, XTILEDATA, `byte ${at}`);
    }
  });

  it('follows products by contents: in use when the sum is not zero, and only then', () => {
    const cpu = makeCpuByContents();
    configure(cpu, [1, 4], [1, 4], [1, 4]);
    execute(cpu, 'tdpbuud', tmm(0), tmm(1), tmm(2));
    assert.equal(cpu.xinuse, XTILECFG);
    cpu.tiles[1024] = 1;
    cpu.tiles[2048] = 1;
    execute(cpu, 'tdpbuud', tmm(0), tmm(1), tmm(2));
    assert.equal(cpu.xinuse, XTILECFG | XTILEDATA);
    assert.equal(cpu.tiles32[0], 1);
  });

  it('follows products by writes: in use after a sum of zeros too', () => {
    const cpu = makeCpu();
    configure(cpu, [1, 4], [1, 4], [1, 4]);
    execute(cpu, 'tdpbuud', tmm(0), tmm(1), tmm(2));
    assert.equal(cpu.xinuse, XTILECFG | XTILEDATA);
  });

  it('lacks XTILECFG, by writes, after XRSTOR loaded a configuration without a palette or one that is wrong', () => {
    for (const [make, wrong, expected] of [
      [makeCpu, 0, 0n],
      [makeCpu, 2, 0n],
      [makeCpu, 1, XTILECFG],
      [makeCpuByContents, 0, XTILECFG],
    ] as const) {
      const cpu = make();
      configure(cpu, [16, 64]);
      const area = new Uint8Array(0x2b00);
      area.set(image(0, [16, 64]), 0xac0);
      area[0xac0] = wrong;
      new DataView(area.buffer).setBigUint64(512, XTILECFG, true);
      cpu.memory.map(SPACE, 0x20000, 0x3000);
      poke(cpu, 0x20000, area);
      xrstor(cpu, 0x20000, XTILECFG);
      assert.equal(xgetbv(cpu, 1) & XTILECFG, expected, `palette ${wrong}`);
    }
  });

  it('is true after a load that a page fault cuts short', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    poke(cpu, DATA + 0x2000 - 64, pattern(64));
    faultOf(cpu, 'tileloadd', tmm(0), rowsAt(cpu, DATA + 0x2000 - 64));
    assert.equal(cpu.xinuse, XTILECFG | XTILEDATA);
    cpu.memory.unmap(SPACE, DATA, 0x2000);
    faultOf(cpu, 'tileloadd', tmm(0), rowsAt(cpu, DATA));
    assert.equal(cpu.xinuse, XTILECFG | XTILEDATA, 'row 0 was loaded before start_row said 1');
  });

  it('belongs to components that count as modified once written', () => {
    const cpu = makeCpu();
    cpu.xmodified = 0n;
    configure(cpu, [16, 64]);
    assert.equal(cpu.xmodified, XTILECFG | XTILEDATA);
    cpu.xmodified = 0n;
    execute(cpu, 'tilezero', tmm(0));
    assert.equal(cpu.xmodified, XTILEDATA);
    cpu.xmodified = 0n;
    loadImage(cpu, image(3, [16, 64]));
    cpu.xmodified = 0n;
    execute(cpu, 'tilestored', rowsAt(cpu, DATA), tmm(0));
    assert.equal(cpu.xmodified, XTILECFG, 'only start_row changed');
  });
});

describe('XMODIFIED of the tiles', () => {
  const FULL = Array.from({ length: 8 }, () => [16, 64] as const);
  const operandsOf = (mnemonic: string): Operand[] | undefined => {
    if (mnemonic === 'tilerelease') return [];
    if (mnemonic === 'tilezero') return [tmm(0)];
    return /^(tdp|tcmm)/.test(mnemonic) ? [tmm(0), tmm(1), tmm(2)] : undefined;
  };
  const writes = AMX_INSTRUCTIONS.flatMap(({ mnemonic }) => {
    const operands = operandsOf(mnemonic);
    return operands ? [{ mnemonic, operands }] : [];
  });

  it('has an instruction of each kind to try', () => {
    assert.ok(writes.length >= 14);
  });

  for (const { mnemonic, operands } of writes) {
    it(`is set once ${mnemonic} has written them, though no copy of them is compared`, () => {
      const cpu = makeComplexCpu();
      configure(cpu, ...FULL);
      noteRestored(cpu, ALL, ALL);
      assert.equal(modifiedAmong(cpu, ALL), 0);
      execute(cpu, mnemonic, ...operands);
      assert.equal(modifiedAmong(cpu, TILES), TILES);
    });
  }

  it('is set by a load, and by a configuration, which makes them zeros', () => {
    const cpu = makeCpu();
    configure(cpu, ...FULL);
    for (const write of [() => execute(cpu, 'tileloadd', tmm(3), rowsAt(cpu, DATA)), () => configure(cpu, ...FULL)]) {
      noteRestored(cpu, ALL, ALL);
      write();
      assert.equal(modifiedAmong(cpu, TILES), TILES);
    }
  });
});
