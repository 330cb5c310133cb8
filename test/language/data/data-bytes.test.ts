import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dataBytes, dataSize, type TraceFiles } from '../../../src/language/data/data-bytes';
import { readElement, writeElement } from '../../../src/language/expressions/element';
import { evaluate } from '../../../src/language/expressions/evaluate';
import { parseTrace } from '../../../src/language/parser';
import { isInsideFolder } from '../../../src/language/syntax/trace-path';
import type { Expression } from '../../../src/language/tree/expression';
import { EMPTY_SCOPE } from '../../../src/language/vocabulary/value';

function bytes(value: string, files?: TraceFiles): Uint8Array {
  const { statements, diagnostics } = parseTrace(`data x = ${value}`);
  assert.deepEqual(diagnostics, []);
  const statement = statements[0];
  const declaration = statement?.kind === 'declaration' ? statement.declaration : undefined;
  if (declaration?.kind !== 'data') throw new Error(value);
  const constant = (expression: Expression) => evaluate(expression, EMPTY_SCOPE);
  const filled = dataBytes(declaration.value, constant, files);
  assert.equal(dataSize(declaration.value, constant, files), filled.length);
  return filled;
}

function hex(value: string): string {
  return Buffer.from(bytes(value)).toString('hex');
}

describe('Data', () => {
  it('is zero, or written out in hexadecimal', () => {
    assert.equal(hex('zero 3'), '000000');
    assert.equal(hex('hex "00 ff 1E2d"'), '00ff1e2d');
  });

  it('lays elements out little-endian, row after row, the rest zero', () => {
    assert.equal(hex('u16[2][2] { 0x1234, 5, 6 }'), '34120500' + '06000000');
    assert.equal(hex('i8[4] { -1, 127, -128, 255 }'), 'ff7f80ff');
    assert.equal(hex('i32[2] fill(-2)'), 'fefffffffeffffff');
    assert.equal(hex('u64[1] { 0xffff_ffff_ffff_ffff }'), 'ffffffffffffffff');
    assert.equal(hex('i64[1] { -1 }'), 'ffffffffffffffff');
  });

  it('wraps a ramp of integers to its type', () => {
    assert.equal(hex('i8[4] ramp(126, 1)'), '7e7f8081');
    assert.equal(hex('u8[3] ramp(0, 255)'), '00fffe');
    assert.equal(hex('u8[3] ramp(2, -1)'), '020100');
  });

  it('holds floats of every width', () => {
    assert.equal(hex('f32[3] ramp(0, 0.5)'), '00000000' + '0000003f' + '0000803f');
    assert.equal(hex('f64[1] { 1.5 }'), '000000000000f83f');
    assert.equal(hex('f16[4] { 1, -2, inf, 65504 }'), '003c' + '00c0' + '007c' + 'ff7b');
    assert.equal(hex('bf16[3] { 1, -2, 3.140625 }'), '803f' + '00c0' + '4940');
  });

  it('is the image that LDTILECFG loads', () => {
    const image = bytes('tilecfg { tmm0: 16x64, tmm7: 3x8, start_row: 2 }');
    const expected = new Uint8Array(64);
    expected.set([1, 2]);
    expected.set([64, 0], 16);
    expected.set([8, 0], 30);
    expected[48] = 16;
    expected[55] = 3;
    assert.deepEqual(image, expected);
    assert.deepEqual(bytes('tilecfg { palette: 0 }'), new Uint8Array(64));
  });

  it('is the same random data for the same seed, as SplitMix64 makes it', () => {
    // The published first outputs of the generator for seed 1234567.
    const view = new DataView(bytes('u64[5] random(1234567)').buffer);
    assert.deepEqual(
      [0, 8, 16, 24, 32].map((at) => view.getBigUint64(at, true)),
      [6457827717110365317n, 3203168211198807973n, 9817491932198370423n, 4593380528125082431n, 16408922859458223821n],
    );
    const floats = new Float32Array(bytes('f32[1000] random(7)').buffer);
    assert.ok(floats.every((value) => value >= -1 && value <= 1));
    assert.ok(new Set(floats).size > 900);
  });

  it('is read from a file beside the trace', () => {
    const read: TraceFiles = {
      sizeOf: (path) => read.read(path).length,
      read: (path) => {
        assert.equal(path, 'tiles/a.bin');
        return Uint8Array.of(1, 2, 3, 4);
      },
    };
    assert.deepEqual(bytes('file "tiles/a.bin"', read), Uint8Array.of(1, 2, 3, 4));
    assert.deepEqual(bytes('file "tiles/a.bin" offset=1', read), Uint8Array.of(2, 3, 4));
    assert.deepEqual(bytes('file "tiles/a.bin" offset=1 size=2', read), Uint8Array.of(2, 3));
    assert.throws(() => bytes('file "tiles/a.bin" offset=3 size=2', read), { code: 'file-too-short' });
    assert.throws(() => bytes('file "tiles/a.bin" offset=5', read), { code: 'file-too-short' });
    assert.throws(() => bytes('file "tiles/a.bin"'), { code: 'no-files' });
    assert.throws(() => bytes('file "../a.bin"', read), { code: 'path-outside' });
  });
});

describe('The path of a file', () => {
  it('stays in the folder of the trace', () => {
    for (const path of ['a', 'a/b.bin', './a', 'a/../b', 'a\\b', 'a//b']) assert.ok(isInsideFolder(path), path);
    const outside = [
      '',
      '.',
      '..',
      '../a',
      'a/../../b',
      '/etc/passwd',
      '\\x',
      'C:\\x',
      'c:x',
      'a\\..\\..\\b',
      'file:///x',
      'a\0b',
    ];
    for (const path of outside) assert.ok(!isInsideFolder(path), path);
  });
});

/** Every finite value of a 16-bit float with its bits, from the definition of the format. */
function halves(exponentBits: number, fractionBits: number): readonly [number, number][] {
  const bias = 2 ** (exponentBits - 1) - 1;
  return Array.from({ length: (2 ** exponentBits - 1) * 2 ** fractionBits }, (_, bits) => {
    const exponent = bits >>> fractionBits;
    const fraction = (bits & (2 ** fractionBits - 1)) / 2 ** fractionBits;
    const value = exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias);
    return [value, bits];
  });
}

/** The nearest of all values; of two as near, the one whose last bit is zero. */
function nearest(value: number, all: readonly [number, number][]): number {
  let low = 0;
  let high = all.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (all[middle]![0] <= value) low = middle;
    else high = middle;
  }
  const [below, above] = [all[low]!, all[high]!]; // within the table
  const [down, up] = [value - below[0], above[0] - value];
  return down < up || (down === up && below[1] % 2 === 0) ? below[1] : above[1];
}

describe('A 16-bit float', () => {
  const types = [
    ['f16', halves(5, 10)],
    ['bf16', halves(8, 7)],
  ] as const;
  const view = new DataView(new ArrayBuffer(2));

  it('reads back as the value that its format gives it', () => {
    for (const [type, all] of types) {
      for (const [value, bits] of all) {
        view.setUint16(0, bits, true);
        assert.equal(readElement(view, 0, type), value);
        view.setUint16(0, bits | 0x8000, true);
        assert.equal(readElement(view, 0, type), -value);
      }
    }
  });

  it('is the nearest to the number written, ties to even', () => {
    for (const [type, all] of types) {
      const largest = all.at(-1)?.[0] ?? 0;
      const between = fc.integer({ min: 0, max: all.length - 2 }).chain((index) =>
        fc.constantFrom(0.5, 0.25, 0.75, 0.5 + 2 ** -30, 0.5 - 2 ** -30).map((part) => {
          const [below, above] = [all[index]![0], all[index + 1]![0]]; // within the table
          return below + (above - below) * part;
        }),
      );
      const any = fc.double({ min: 0, max: largest, noNaN: true });
      fc.assert(
        fc.property(fc.oneof(between, any), fc.boolean(), (value, negative) => {
          writeElement(view, 0, type, negative ? -value : value);
          assert.equal(view.getUint16(0, true), nearest(value, all) | (negative ? 0x8000 : 0), `${type} ${value}`);
        }),
        { numRuns: 2000 },
      );
    }
  });

  it('overflows to infinity and keeps NaN', () => {
    for (const [type, infinity] of [
      ['f16', 0x7c00],
      ['bf16', 0x7f80],
    ] as const) {
      for (const value of [1e39, Number.POSITIVE_INFINITY]) {
        writeElement(view, 0, type, value);
        assert.equal(view.getUint16(0, true), infinity);
      }
      writeElement(view, 0, type, Number.NaN);
      assert.ok(Number.isNaN(readElement(view, 0, type)));
    }
    writeElement(view, 0, 'f16', 65519.99);
    assert.equal(view.getUint16(0, true), 0x7bff);
    writeElement(view, 0, 'f16', 65520);
    assert.equal(view.getUint16(0, true), 0x7c00);
  });
});
