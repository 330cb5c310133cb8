import assert from 'node:assert/strict';
import { decimal, formatInteger, formatValue, hex, text } from '../../../src/adapter/variables/value';

describe('values', () => {
  it('show masks in hex with the names of their bits, and counts in decimal', () => {
    assert.equal(formatValue(hex(0x40000n, 64, 'XTILEDATA')), '0x40000 XTILEDATA');
    assert.equal(formatValue(decimal(10752, 64, 'bytes')), '10752 bytes');
    assert.equal(formatValue(hex(0n)), '0x0');
  });

  it('change with the radix that the user looks at them in', () => {
    assert.equal(formatValue(decimal(10752), 'hex'), '0x2a00');
    assert.equal(formatValue(hex(0x2a00n), 'decimal'), '10752');
    assert.equal(formatValue(hex(0x40000n), 'binary'), '0b100_0000_0000_0000_0000');
  });

  it('show negative numbers in two’s complement of their width, and in decimal as they are', () => {
    assert.equal(formatInteger(-8n, 8, 'hex'), '0xf8');
    assert.equal(formatInteger(-8n, 8, 'binary'), '0b1111_1000');
    assert.equal(formatInteger(-8n, 32, 'decimal'), '-8');
  });

  it('show floats as the shortest decimal that reads back, told from an integer', () => {
    assert.equal(formatValue({ kind: 'float', value: Math.fround(0.1), type: 'f32' }), '0.1');
    assert.equal(formatValue({ kind: 'float', value: 3, type: 'f64' }), '3.0');
    assert.equal(formatValue({ kind: 'float', value: Number.NEGATIVE_INFINITY, type: 'bf16' }), '-inf');
  });

  it('leave words alone in every radix', () => {
    assert.equal(formatValue(text('not configured'), 'binary'), 'not configured');
  });
});
