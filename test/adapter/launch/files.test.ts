import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeTrace } from '../../../src/adapter/launch/decode-trace';
import { demandInside } from '../../../src/adapter/launch/inside-folder';

describe('files that the adapter reads', () => {
  it('are traces only when they are UTF-8 text', () => {
    assert.equal(decodeTrace('a.xtrace', Buffer.from('xtrace 1 ; für')), 'xtrace 1 ; für');
    assert.throws(
      () => decodeTrace('a.xtrace', Uint8Array.of(0x7f, 0x45, 0)),
      /^Error: a\.xtrace is not a trace: byte 2/,
    );
    assert.throws(() => decodeTrace('a.xtrace', Uint8Array.of(0xff, 0xfe)), /not UTF-8 text/);
  });

  it('lie in the folder of the trace, wherever links lead', async () => {
    const root = mkdtempSync(path.join(tmpdir(), 'xtrace-inside-'));
    const folder = path.join(root, 'traces');
    try {
      mkdirSync(folder);
      writeFileSync(path.join(root, 'secret'), '');
      writeFileSync(path.join(folder, 'data.bin'), '');
      symlinkSync(path.join(folder, 'data.bin'), path.join(folder, 'inner'));
      symlinkSync(path.join(root, 'secret'), path.join(folder, 'outer'));
      await demandInside(path.join(folder, 'data.bin'), `${folder}/`);
      await demandInside(path.join(folder, 'inner'), `${folder}/`);
      await assert.rejects(demandInside(path.join(folder, 'outer'), `${folder}/`), /leads out of the trace's folder/);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
