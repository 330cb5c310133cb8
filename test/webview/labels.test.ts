import assert from 'node:assert/strict';
import type { TileView } from '../../src/adapter/views/tiles';
import { type Grid, makeGrid } from '../../src/webview/tiles/grid';
import { type Compared, cellText, differenceText, gridLabel, shapeText } from '../../src/webview/tiles/labels';

function tile(rows: number, colsb: number, ...start: number[]): TileView {
  const bytes = Buffer.alloc(1024);
  Buffer.from(start).copy(bytes);
  return { index: 0, rows, colsb, bytes: bytes.toString('base64'), inUse: true };
}

/** Compared with the stop before, or with what has a name. */
function compared(grid: Grid, other?: Grid, name = ''): Compared {
  return { grid, other, baseline: { name, had: name === '' ? 'was' : `in ${name}:` } };
}

describe('the words of the Tiles view', () => {
  it('give a shape as rows by bytes', () => {
    assert.equal(shapeText(16, 64), '16 × 64 B');
  });

  it('describe a tile for a screen reader', () => {
    const zero = makeGrid(tile(1, 4), 'int32');
    assert.equal(gridLabel(3, compared(zero), 4, 0), 'tmm3, 1 row of 4 bytes, shown as int32, all zero');
    const one = makeGrid(tile(16, 64, 1), 'int8');
    assert.equal(gridLabel(0, compared(one), 64, 1), 'tmm0, 16 rows of 64 bytes, shown as int8, 1 element changed');
  });

  it('name an element as the expression that reads it, with its bits and what it was', () => {
    const now = makeGrid(tile(1, 8, 0, 0, 0, 0, 0xf8, 0xff, 0xff, 0xff), 'int32');
    const before = makeGrid(tile(1, 8, 0, 0, 0, 0, 1), 'int32');
    assert.equal(cellText(2, compared(now, before), 0, 1), 'tmm2.i32[0][1] = -8 (0xfffffff8), was 1 (0x00000001)');
    assert.equal(cellText(2, compared(now, before), 0, 0), 'tmm2.i32[0][0] = 0 (0x00000000)');
    assert.equal(cellText(2, compared(now), 0, 1), 'tmm2.i32[0][1] = -8 (0xfffffff8)');
  });

  it('say every digit of a float', () => {
    const grid = makeGrid(tile(1, 4, 0xcd, 0xcc, 0xcc, 0x3d), 'fp32');
    assert.equal(cellText(0, compared(grid), 0, 0), 'tmm0.f32[0][0] = 0.10000000149011612 (0x3dcccccd)');
  });

  it('say a byte once when it is shown in hexadecimal', () => {
    assert.equal(cellText(0, compared(makeGrid(tile(1, 4, 0xab), 'hex')), 0, 0), 'tmm0.u8[0][0] = 0xab');
  });

  it('say what a tile is compared with', () => {
    const [now, other] = [makeGrid(tile(1, 8, 1), 'int32'), makeGrid(tile(1, 8, 2), 'int32')];
    const words = compared(now, other, 'tmm1');
    assert.equal(differenceText(words, 1), '1 element differs from tmm1');
    assert.equal(differenceText(words, 0), '');
    assert.equal(cellText(0, words, 0, 0), 'tmm0.i32[0][0] = 1 (0x00000001), in tmm1: 2 (0x00000002)');
    assert.equal(differenceText(compared(now, makeGrid(tile(2, 8), 'int32'), 'tmm1'), 0), 'another shape than tmm1');
    assert.equal(differenceText(compared(now, undefined), 0), '');
  });
});
