import assert from 'node:assert/strict';
import type { MemoryView } from '../../src/adapter/views/memory';
import { ByteEditor } from '../../src/webview/memory/byte-editor';
import {
  byteDetail,
  byteLabel,
  byteText,
  charText,
  countChanges,
  hexBytes,
  rowNames,
} from '../../src/webview/memory/hex-window';

const base64 = (...bytes: number[]): string => Buffer.from(bytes).toString('base64');

const view: MemoryView = {
  reference: '0x1000000',
  origin: 0,
  start: '0x1000000',
  target: 0,
  bytes: base64(0x41, 0x10, 0, 0, 0, 0, 0, 0, 0xff, 0),
  before: base64(0x41, 0x0f, 0, 0, 0, 0, 0, 0, 0xff, 0),
  readable: [{ offset: 0, size: 9 }],
  overlays: [
    { offset: 0, size: 1, name: 'cfg.palette', of: 'tile configuration cfg', kind: 'tilecfg', decoded: ['0x41'] },
    { offset: 0, size: 64, name: 'cfg', of: 'tile configuration', kind: 'tilecfg', decoded: [] },
  ],
  places: [],
};

describe('a window of memory', () => {
  const bytes = hexBytes(view);

  it('tells bytes that changed, and those that cannot be read', () => {
    assert.deepEqual(bytes.map(byteText).slice(0, 2), ['41', '10']);
    assert.deepEqual([bytes[1]?.was, bytes[0]?.was, countChanges(bytes)], [0x0f, null, 1]);
    assert.deepEqual([bytes[9]?.value, bytes.map(charText).join('')], [null, 'A.........']);
  });

  it('names what a byte is part of, the most telling name first', () => {
    assert.equal(byteLabel(view.start, bytes[0]!), '0x1000000: 41, cfg.palette');
    assert.equal(byteLabel(view.start, bytes[1]!), '0x1000001: 10, was 0f, cfg + 1');
    assert.equal(byteLabel(view.start, bytes[9]!), '0x1000009: cannot be read, cfg + 9');
    assert.equal(rowNames(bytes), 'cfg.palette');
  });

  it('reads the numbers that begin at a byte, least significant byte first', () => {
    assert.match(
      byteDetail(view.start, bytes, 0),
      /u16 0x1041 {2}u32 0x1041 {2}u64 0x1041\ntile configuration cfg\n0x41$/,
    );
    assert.doesNotMatch(byteDetail(view.start, bytes, 8), /u16/);
  });
});

describe('typing over bytes', () => {
  it('takes two digits for a byte', () => {
    const editor = new ByteEditor();
    assert.equal(editor.type(3, 'A'), 'waits');
    assert.equal(editor.shown(3), 'a_');
    assert.deepEqual(editor.type(3, '7'), { offset: 3, digits: 'a7' });
    assert.equal(editor.shown(3), undefined);
  });

  it('forgets the first digit on Escape, or when another byte is typed', () => {
    const editor = new ByteEditor();
    editor.type(3, '1');
    assert.equal(editor.cancel(), true);
    assert.equal(editor.cancel(), false);
    editor.type(3, '1');
    assert.equal(editor.type(4, '2'), 'waits');
  });

  it('leaves other keys alone', () => {
    assert.equal(new ByteEditor().type(0, 'g'), undefined);
  });
});
