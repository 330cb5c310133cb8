import assert from 'node:assert/strict';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { xrstor } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec } from '../../../src/machine/xstate/xsave';
import {
  configure,
  DATA,
  execute,
  gpr,
  makeCpu,
  makeCpuByContents,
  mem,
  pattern,
  peek,
  poke,
  SPACE,
  tmm,
} from './machine';

const AREA = 0x20000;
const XSTATE_BV = AREA + 512;
const TILECFG_AREA = AREA + 0xac0;
const TILEDATA_AREA = AREA + 0xb00;
const XTILECFG = 0x20000n;
const XTILEDATA = 0x40000n;
const XTILE = XTILECFG | XTILEDATA;

/** Eight tiles of different shapes, all bytes of all of them live. */
function busyCpu(cpu = makeCpu()): Cpu {
  cpu.memory.map(SPACE, AREA, 0x3000);
  configure(cpu, [1, 8], [2, 12], [3, 16], [4, 20], [5, 24], [6, 28], [7, 32], [16, 64]);
  cpu.tiles.set(pattern(8192));
  cpu.xinuse |= XTILEDATA;
  return cpu;
}

describe('AMX state, where an emulator has been seen to err', () => {
  it('STTILECFG and XSAVE put rows and bytes in a row in their own places', () => {
    const cpu = busyCpu();
    const expected = new Uint8Array(64);
    expected[0] = 1;
    expected.set([8, 0, 12, 0, 16, 0, 20, 0, 24, 0, 28, 0, 32, 0, 64, 0], 16);
    expected.set([1, 2, 3, 4, 5, 6, 7, 16], 48);
    execute(cpu, 'sttilecfg', mem({ displacement: DATA + 64 }));
    assert.deepEqual(peek(cpu, DATA + 64, 64), expected);
    xsave(cpu, AREA, XTILE);
    assert.deepEqual(peek(cpu, TILECFG_AREA, 64), expected);
  });

  it('XSAVE and XRSTOR move all 16 rows of a tile', () => {
    const cpu = busyCpu();
    xsave(cpu, AREA, XTILE);
    assert.deepEqual(peek(cpu, TILEDATA_AREA, 8192), pattern(8192));
    cpu.tiles.fill(0);
    xrstor(cpu, AREA, XTILE);
    assert.deepEqual(cpu.tiles, pattern(8192));
  });

  it('XSAVEC takes XINUSE[18] for set when tiles are live, and clear when all are zero', () => {
    const cpu = busyCpu(makeCpuByContents());
    xsavec(cpu, AREA, XTILE);
    assert.equal(cpu.memory.read64(cpu.access, XSTATE_BV), XTILE);
    for (let tile = 0; tile < 8; tile++) execute(cpu, 'tilezero', tmm(tile));
    xsavec(cpu, AREA, XTILE);
    assert.equal(cpu.memory.read64(cpu.access, XSTATE_BV), XTILECFG);
  });

  it('TDPBSSD, TDPBSUD and TDPBUSD extend the sign of their signed bytes', () => {
    const cpu = makeCpu();
    configure(cpu, [1, 4], [1, 4], [1, 4]);
    const products: Record<string, number> = {};
    for (const mnemonic of ['tdpbssd', 'tdpbsud', 'tdpbusd', 'tdpbuud']) {
      cpu.tiles32.fill(0);
      cpu.tiles[1024] = 0xfe; // -2 or 254
      cpu.tiles[2048] = 0xfd; // -3 or 253
      execute(cpu, mnemonic, tmm(0), tmm(1), tmm(2));
      products[mnemonic] = cpu.tiles32[0]!;
    }
    assert.deepEqual(products, { tdpbssd: 6, tdpbsud: -2 * 253, tdpbusd: 254 * -3, tdpbuud: 254 * 253 });
  });

  it('XRSTOR of TILECFG leaves tile data alone, unlike LDTILECFG', () => {
    const cpu = busyCpu();
    xsave(cpu, AREA, XTILE);
    xrstor(cpu, AREA, XTILECFG);
    assert.deepEqual(cpu.tiles, pattern(8192));
  });

  it('XRSTOR that initialises TILECFG leaves tile data alone', () => {
    const cpu = busyCpu();
    xrstor(cpu, AREA, XTILECFG); // XSTATE_BV is 0
    assert.equal(cpu.tilecfg[0], 0);
    assert.deepEqual(cpu.tiles, pattern(8192));
  });

  it('XRSTOR makes a configuration that LDTILECFG refuses the initial one', () => {
    const cpu = busyCpu();
    xsave(cpu, AREA, XTILE);
    poke(cpu, TILECFG_AREA + 48, Uint8Array.of(17));
    xrstor(cpu, AREA, XTILECFG);
    assert.deepEqual(cpu.tilecfg, new Uint8Array(64));
    assert.deepEqual(cpu.tiles, pattern(8192));
  });

  it('TILELOADD and TILESTORED execute without an index', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    cpu.gpr[gpr('rsi').index] = BigInt(DATA);
    execute(cpu, 'tileloadd', tmm(0), mem({ base: gpr('rsi') }));
    execute(cpu, 'tilestored', mem({ base: gpr('rsi') }), tmm(0));
  });

  it('CPUID aligns XTILECFG and XTILEDATA in the compacted size', () => {
    const { processor } = makeCpu();
    const size = (xcr0: bigint) => processor.cpuid(0xd, 1, { xcr0, xss: 0n, cr4: 0n })[1];
    assert.equal(size(0x602e7n), 10752); // as a kernel on this processor printed it
    assert.equal(size(0x600e7n), 10688);
  });
});
