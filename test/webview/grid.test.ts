import assert from 'node:assert/strict';
import type { TileView } from '../../src/adapter/views/tiles';
import { changedCells, countChanged, makeGrid, tileBytes } from '../../src/webview/tiles/grid';
import { heat, heatScale } from '../../src/webview/tiles/heat';

function tile(rows: number, colsb: number, fill: (row: number, byte: number) => number): TileView {
  const bytes = Uint8Array.from({ length: 1024 }, (_, at) => fill(Math.floor(at / 64), at % 64));
  return { index: 0, rows, colsb, bytes: Buffer.from(bytes).toString('base64'), inUse: true };
}

describe('a tile as a grid', () => {
  it('has as many columns as whole elements fit into a row', () => {
    const { rows, columns } = makeGrid(
      tile(3, 10, () => 0),
      'int32',
    );
    assert.deepEqual([rows, columns], [3, 2]);
    assert.equal(
      makeGrid(
        tile(16, 64, () => 0),
        'int8',
      ).columns,
      64,
    );
  });

  it('takes each row from its own 64 bytes, whatever the shape', () => {
    const { values } = makeGrid(
      tile(2, 2, (row, byte) => row * 10 + byte),
      'uint8',
    );
    assert.deepEqual([...values], [0, 1, 10, 11]);
  });

  it('has 1024 bytes even when fewer arrive', () => {
    assert.equal(tileBytes(Buffer.from([1, 2]).toString('base64')).length, 1024);
    assert.equal(tileBytes('').length, 1024);
  });

  it('marks the elements of which any byte changed', () => {
    const before = makeGrid(
      tile(2, 8, () => 0),
      'int32',
    );
    const now = makeGrid(
      tile(2, 8, (row, byte) => (row === 1 && byte === 6 ? 1 : 0)),
      'int32',
    );
    const changed = changedCells(now, before);
    assert.deepEqual([...changed], [0, 0, 0, 1]);
    assert.equal(countChanged(changed), 1);
  });

  it('marks a NaN that became another NaN', () => {
    const nan = (payload: number) => tile(1, 4, (row, byte) => (row === 0 ? ([payload, 0, 0xc0, 0x7f][byte] ?? 0) : 0));
    const changed = changedCells(makeGrid(nan(1), 'fp32'), makeGrid(nan(2), 'fp32'));
    assert.deepEqual([...changed], [1]);
  });

  it('marks nothing when there was no tile of this shape before', () => {
    const now = makeGrid(
      tile(1, 4, () => 9),
      'uint8',
    );
    assert.equal(countChanged(changedCells(now, undefined)), 0);
    assert.equal(
      countChanged(
        changedCells(
          now,
          makeGrid(
            tile(2, 4, () => 0),
            'uint8',
          ),
        ),
      ),
      0,
    );
  });

  it('says bits instead of values in hexadecimal', () => {
    const minusTwo = tile(1, 8, (_, byte) => (byte === 0 ? 0xfe : byte < 4 ? 0xff : 0));
    const { text } = makeGrid(minusTwo, 'int32', { hex: true });
    assert.deepEqual([text(0), text(1)], ['fffffffe', '00000000']);
    assert.equal(makeGrid(minusTwo, 'int32').text(0), '-2');
  });
});

describe('the heat map', () => {
  it('is strongest at the largest magnitude and signed', () => {
    assert.equal(heat(-8, 8), -1);
    assert.equal(heat(8, 8), 1);
    assert.equal(heat(2, 8), 0.5);
  });

  it('leaves zero cold and every other value visible', () => {
    assert.equal(heat(0, 8), 0);
    assert.equal(heat(-0, 8), 0);
    assert.ok(heat(1e-30, 1e30) >= 0.1);
  });

  it('puts infinities at the ends and keeps NaN apart', () => {
    assert.equal(heat(Infinity, 1), 1);
    assert.equal(heat(-Infinity, 0), -1);
    assert.ok(Number.isNaN(heat(NaN, 1)));
  });

  it('is scaled by the largest finite magnitude', () => {
    const floats = [Infinity, NaN, -3, 2];
    const bytes = new Uint8Array(1024);
    new Float32Array(bytes.buffer).set(floats);
    const view = { ...tile(1, 16, () => 0), bytes: Buffer.from(bytes).toString('base64') };
    assert.equal(heatScale(makeGrid(view, 'fp32')), 3);
    assert.equal(
      heatScale(
        makeGrid(
          tile(1, 16, () => 0),
          'fp32',
        ),
      ),
      0,
    );
  });
});
