import assert from 'node:assert/strict';
import { configure, execute, image, loadImage, makeCpu, tmm } from './machine';

describe('TILEZERO', () => {
  it('zeros all 1024 bytes of one tile, whatever its shape, and resets start_row', () => {
    const cpu = makeCpu();
    loadImage(cpu, image(9, [1, 4], [1, 3]));
    cpu.tiles.fill(0xee);
    execute(cpu, 'tilezero', tmm(1));
    assert(cpu.tiles.subarray(1024, 2048).every((byte) => byte === 0));
    assert(cpu.tiles.subarray(0, 1024).every((byte) => byte === 0xee));
    assert(cpu.tiles.subarray(2048).every((byte) => byte === 0xee));
    assert.equal(cpu.tilecfg[1], 0);
  });
});

describe('TILERELEASE', () => {
  it('makes configuration and tiles initial', () => {
    const cpu = makeCpu();
    configure(cpu, [16, 64]);
    cpu.tiles.fill(0xee);
    execute(cpu, 'tilerelease');
    assert(cpu.tilecfg.every((byte) => byte === 0));
    assert(cpu.tiles.every((byte) => byte === 0));
  });

  it('is legal when tiles are not configured', () => {
    execute(makeCpu(), 'tilerelease');
  });
});
