import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writeElement } from '../../../src/language/expressions/element';
import { splitFormat } from '../../../src/language/expressions/format-suffix';
import { formatValue } from '../../../src/language/expressions/format-value';

describe('A value as text', () => {
  it('is hexadecimal where it is read as bits, and decimal where it is counted', () => {
    assert.equal(formatValue(0x40000n, 'mask'), '0x40000');
    assert.equal(formatValue(255n, 'u8'), '0xff');
    assert.equal(formatValue(255n, 'u512'), '0xff');
    assert.equal(formatValue(-5n, 'i8'), '-5');
    assert.equal(formatValue(10752n, 'count'), '10752');
    assert.equal(formatValue(10752n), '10752');
    assert.equal(formatValue('running', 'string'), 'running');
  });

  it('is in the format that was asked for, negative integers as two’s complement of their type', () => {
    assert.equal(formatValue(-1n, 'i8', 'x'), '0xff');
    assert.equal(formatValue(-1n, undefined, 'x'), '0xffffffffffffffff');
    assert.equal(formatValue(0x40000n, 'mask', 'd'), '262144');
    assert.equal(formatValue(0x602n, 'mask', 'b'), '0b110_0000_0010');
    assert.equal(formatValue(1.5, 'f32', 'x'), '0x3fc00000');
    assert.equal(formatValue(1, 'bf16', 'x'), '0x3f80');
  });

  it('is a float as short as it can be, and told from an integer', () => {
    assert.equal(formatValue(1, 'f32'), '1.0');
    assert.equal(formatValue(Math.fround(0.1), 'f32'), '0.1');
    assert.equal(formatValue(Math.fround(0.1)), '0.10000000149011612');
    assert.equal(formatValue(-0, 'f64'), '-0.0');
    assert.equal(formatValue(Number.NaN, 'f16'), 'nan');
    assert.equal(formatValue(Number.NEGATIVE_INFINITY), '-inf');
  });

  it('reads back as the same float of its type', () => {
    const view = new DataView(new ArrayBuffer(8));
    fc.assert(
      fc.property(fc.constantFrom('bf16', 'f16', 'f32', 'f64'), fc.double({ noNaN: true }), (type, number) => {
        view.setBigUint64(0, 0n);
        writeElement(view, 0, type, number);
        const bits = view.getBigUint64(0);
        const value = type === 'f64' ? number : undefined;
        const text = formatValue(value ?? readBack(view, type), type);
        writeElement(view, 0, type, Number(text.replace('inf', 'Infinity')));
        assert.equal(view.getBigUint64(0), bits, `${type} ${number} ${text}`);
      }),
    );
  });
});

function readBack(view: DataView, type: 'bf16' | 'f16' | 'f32' | 'f64'): number {
  const single = new DataView(new ArrayBuffer(4));
  if (type === 'f32') return view.getFloat32(0, true);
  if (type === 'bf16') {
    single.setUint32(0, view.getUint16(0, true) << 16);
    return single.getFloat32(0);
  }
  const bits = view.getUint16(0, true);
  const [exponent, fraction] = [(bits >>> 10) & 31, (bits & 1023) / 1024];
  const magnitude =
    exponent === 31 ? Number.POSITIVE_INFINITY : exponent ? (1 + fraction) * 2 ** (exponent - 15) : fraction * 2 ** -14;
  return bits & 0x8000 ? -magnitude : magnitude;
}

describe('A format behind an expression', () => {
  it('is split off', () => {
    assert.deepEqual(splitFormat('xfd,x'), { text: 'xfd', format: 'x' });
    assert.deepEqual(splitFormat('xfd , B '), { text: 'xfd ', format: 'b' });
    assert.deepEqual(splitFormat('max(a,b)'), { text: 'max(a,b)', format: undefined });
    assert.deepEqual(splitFormat('max(a,b),d'), { text: 'max(a,b)', format: 'd' });
    assert.deepEqual(splitFormat('xfd'), { text: 'xfd', format: undefined });
  });
});
