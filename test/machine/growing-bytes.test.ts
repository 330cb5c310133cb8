/** Bytes that are put together. */
import assert from 'node:assert/strict';
import { GrowingBytes } from '../../src/machine/growing-bytes';

describe('Growing bytes', () => {
  it('keep all that has been appended, wherever the buffer has gone', () => {
    const growing = new GrowingBytes();
    const from = Uint8Array.from({ length: 300 }, (_, index) => index);
    const runs = Array.from({ length: 200 }, (_, index) => ({ at: index, size: index % 16 }));
    const starts = runs.map(({ at, size }) => growing.append(from, at, size));
    for (const [index, { at, size }] of runs.entries()) {
      const start = starts[index] ?? Number.NaN;
      assert.deepEqual(growing.buffer.slice(start, start + size), from.slice(at, at + size));
    }
  });

  it('are copied a few times, however many are appended', () => {
    const growing = new GrowingBytes();
    const buffers = new Set([growing.buffer]);
    for (let count = 0; count < 100_000; count++) {
      growing.append(Uint8Array.of(1, 2, 3), 0, 3);
      buffers.add(growing.buffer);
    }
    assert.ok(buffers.size < 20, `${buffers.size}`);
  });
});
