import assert from 'node:assert/strict';
import {
  configure,
  DATA,
  execute,
  faultOf,
  image,
  loadImage,
  makeCpu,
  pattern,
  poke,
  rowsAt,
  SPACE,
  tmm,
} from './machine';

const XTILECFG = 0x20000n;
const XTILEDATA = 0x40000n;

describe('XINUSE of the tile components', () => {
  it('goes as the kernel’s probe recorded it: 202a2, 202a2, 602a2, 202a2, 602a2, 202a2, 2a2', () => {
    const cpu = makeCpu();
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
    assert.deepEqual(seen, ['202a2', '202a2', '602a2', '202a2', '602a2', '202a2', '2a2']);
  });

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
      const cpu = makeCpu();
      configure(cpu, [1, 4], [1, 4], [1, 4], [1, 4], [1, 4], [1, 4], [1, 4], [1, 4]);
      cpu.tiles[at] = 1;
      execute(cpu, 'tilezero', tmm(at >= 1024 * 3 && at < 4096 ? 0 : 3));
      assert.equal(cpu.xinuse & XTILEDATA, XTILEDATA, `byte ${at}`);
    }
  });

  it('follows products: in use when the sum is not zero, and only then', () => {
    const cpu = makeCpu();
    configure(cpu, [1, 4], [1, 4], [1, 4]);
    execute(cpu, 'tdpbuud', tmm(0), tmm(1), tmm(2));
    assert.equal(cpu.xinuse, XTILECFG);
    cpu.tiles[1024] = 1;
    cpu.tiles[2048] = 1;
    execute(cpu, 'tdpbuud', tmm(0), tmm(1), tmm(2));
    assert.equal(cpu.xinuse, XTILECFG | XTILEDATA);
    assert.equal(cpu.tiles32[0], 1);
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
