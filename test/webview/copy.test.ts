import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TileImage } from '../../src/webview/tiles/baseline';
import { COPY_FORMS } from '../../src/webview/tiles/copy';
import { ELEMENT_TYPES, type ElementTypeId } from '../../src/webview/tiles/element-type';
import { makeGrid } from '../../src/webview/tiles/grid';
import { hostUnder } from '../host/host';
import { needs, type Oracle, type Want } from '../host/needs';

const ROWS = 4;
const COLSB = 24;
/** Bit patterns at the ends of every type: zeros of both signs, the smallest and largest, infinities, subnormals. */
const PATTERNS = [0, 0x80000000, 0x7fffffff, 0xffffffff, 0x7f800000, 0xff800000, 1, 0x3dcccccd, 0x00010001];

function sample(exclude: (word: number) => boolean): TileImage {
  const bytes = Buffer.alloc(1024);
  const words = PATTERNS.filter((word) => !exclude(word));
  for (let row = 0; row < ROWS; row++)
    for (let word = 0; word < COLSB / 4; word++)
      bytes.writeUInt32LE(words[(row * 5 + word) % words.length] ?? 0, row * 64 + word * 4);
  return { rows: ROWS, colsb: COLSB, bytes: bytes.toString('base64') };
}

const isNan = (word: number): boolean => (word & 0x7fffffff) > 0x7f800000;
/** The one NaN that C's NAN is. */
const tileFor = (type: ElementTypeId): TileImage => sample(type === 'fp32' ? isNan : () => false);

/** What of a tile its shape covers. */
function covered({ bytes }: TileImage): Buffer {
  const all = Buffer.from(bytes, 'base64');
  return Buffer.concat(Array.from({ length: ROWS }, (_, row) => all.subarray(row * 64, row * 64 + COLSB)));
}

function text(command: string, tile: TileImage, type: ElementTypeId, hex = false): string {
  const form = COPY_FORMS.find((candidate) => candidate.command === command);
  assert.ok(form);
  return form.text('tmm1', makeGrid(tile, type, { hex }));
}

function program(name: string): Oracle<string> | Want {
  return hostUnder().hasPrograms(name) ? { against: name, use: name } : { want: name };
}

describe('a tile that is copied', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'xtrace-copy-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  for (const { id } of ELEMENT_TYPES) {
    it(`as C is an array that a compiler makes the same ${id} bytes of`, function () {
      const gcc = needs(this, program('gcc'));
      const source = path.join(folder, `${id}.c`);
      const array = text('copyAsC', tileFor(id), id);
      writeFileSync(
        source,
        `#include <math.h>\n#include <stdint.h>\n#include <stdio.h>\n${array}
        int main(void) { return fwrite(tmm1, sizeof tmm1, 1, stdout) != 1; }\n`,
      );
      const made = path.join(folder, id);
      execFileSync(gcc, ['-std=c11', '-Wall', '-Wextra', '-Werror', '-o', made, source], { stdio: 'pipe' });
      assert.equal(execFileSync(made).toString('hex'), covered(tileFor(id)).toString('hex'));
    });
  }

  const PACKED: Partial<Record<ElementTypeId, string>> = { int8: 'b', uint8: 'B', int32: 'i', fp32: 'f' };
  for (const [id, letter] of Object.entries(PACKED) as [ElementTypeId, string][]) {
    it(`as Python is a list that packs into the same ${id} bytes`, function () {
      const python = needs(this, program('python3'));
      const list = text('copyAsPython', tileFor(id), id);
      const pack = `[struct.pack('<${letter}', x) for row in tmm1 for x in row]`;
      const packed = execFileSync(python, [
        '-c',
        `import struct, sys\n${list}sys.stdout.buffer.write(b''.join(${pack}))`,
      ]);
      assert.equal(packed.toString('hex'), covered(tileFor(id)).toString('hex'));
    });
  }

  it('as Python has the infinities and NaNs of narrow floats', () => {
    const bytes = Buffer.alloc(1024);
    for (const [at, half] of [0x3c00, 0x7c00, 0xfc00, 0x7e00, 0x8000].entries()) bytes.writeUInt16LE(half, 2 * at);
    const tile = { rows: 1, colsb: 10, bytes: bytes.toString('base64') };
    assert.equal(
      text('copyAsPython', tile, 'fp16'),
      "tmm1 = [  # fp16\n    [1.0, float('inf'), float('-inf'), float('nan'), -0.0],\n]\n",
    );
  });

  it('as CSV, or for a spreadsheet, is what the cells say', () => {
    const bytes = Buffer.alloc(1024);
    bytes.writeInt32LE(-2, 0);
    bytes.writeInt32LE(7, 64);
    const tile = { rows: 2, colsb: 8, bytes: bytes.toString('base64') };
    assert.equal(text('copyAsCsv', tile, 'int32'), '-2,0\n7,0\n');
    assert.equal(text('copy', tile, 'int32'), '-2\t0\n7\t0\n');
    assert.equal(text('copyAsCsv', tile, 'int32', true), 'fffffffe,00000000\n00000007,00000000\n');
  });
});
