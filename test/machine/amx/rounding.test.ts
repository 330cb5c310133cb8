import assert from 'node:assert/strict';
import fc from 'fast-check';
import { add, daz, isNaN32, multiplyAdd, round } from '../../../src/machine/amx/binary32';
import { halfToSingle } from '../../../src/machine/amx/fp16';

/** All values here are integers in units of 2^-300, which is below every product of two binary32 values in use. */
const UNIT = 300;

function toUnits(value: number): bigint {
  const scaled = new DataView(new ArrayBuffer(8));
  scaled.setFloat64(0, value);
  const bits = scaled.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const significand = exponent === 0 ? fraction : fraction | (1n << 52n);
  const shift = Math.max(exponent, 1) - 1075 + UNIT;
  const magnitude = shift >= 0 ? significand << BigInt(shift) : significand >> BigInt(-shift);
  return value < 0 ? -magnitude : magnitude;
}

/** To 24 bits, ties to even, with an unbounded exponent; zero when that is below 2^-126. In units. */
function exactRound(value: bigint): bigint {
  const magnitude = value < 0n ? -value : value;
  const drop = magnitude.toString(2).length - 24;
  let rounded = magnitude;
  if (drop > 0) {
    const step = 1n << BigInt(drop);
    const rest = magnitude % step;
    rounded = magnitude - rest;
    if (rest * 2n > step || (rest * 2n === step && (rounded / step) % 2n === 1n)) rounded += step;
  }
  if (rounded < 1n << BigInt(UNIT - 126)) return 0n;
  return value < 0n ? -rounded : rounded;
}

/** Numbers with `bits` significant bits and an exponent around `low` to `high`, of both signs. */
function numbers(bits: number, low: number, high: number): fc.Arbitrary<number> {
  return fc
    .tuple(fc.integer({ min: 2 ** (bits - 1), max: 2 ** bits - 1 }), fc.integer({ min: low, max: high }), fc.boolean())
    .map(([significand, exponent, negative]) => (negative ? -1 : 1) * significand * 2 ** (exponent - bits + 1));
}

describe('Rounding of tile products', () => {
  for (const [name, bits, low, high] of [
    ['bfloat16 factors', 8, -70, 20],
    ['binary16 factors', 11, -24, 15],
    ['bfloat16 factors near the smallest result', 8, -65, -61],
  ] as const) {
    it(`of a multiply-add with ${name} is that of exact arithmetic`, () => {
      const factor = numbers(bits, low, high);
      const term = fc.oneof(numbers(24, -126, 40), numbers(24, -126, -122), fc.constant(0));
      fc.assert(
        fc.property(factor, factor, term, (a, b, c) => {
          const exact = exactRound((toUnits(a) * toUnits(b)) / (1n << BigInt(UNIT)) + toUnits(c));
          assert.equal(toUnits(round(a * b + c)), exact, `${a} * ${b} + ${c}`);
        }),
        { numRuns: 2000 },
      );
    });
  }

  it('flushes what would round up to the smallest normal number only for want of exponent', () => {
    const smallest = 2 ** -126;
    assert.equal(round(smallest - 2 ** -150), 0);
    assert(Object.is(round(-(smallest - 2 ** -150)), -0));
    assert.equal(Math.fround(smallest - 2 ** -150), smallest, 'which plain rounding does not');
    assert.equal(round(smallest - 2 ** -152), smallest);
    assert.equal(round(smallest), smallest);
  });

  it('agrees on patterns with numbers, wherever no NaN is involved', () => {
    const memory = new DataView(new ArrayBuffer(4));
    const toNumber = (bits: number) => {
      memory.setInt32(0, bits);
      return memory.getFloat32(0);
    };
    const pattern = fc
      .integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
      .map(daz)
      .filter((bits) => !isNaN32(bits));
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const sum = toNumber(a) + toNumber(b);
        if (Number.isNaN(sum)) assert.equal(add(a, b) >>> 0, 0xffc00000);
        else assert(Object.is(toNumber(add(a, b)), round(sum)));
        assert.equal(multiplyAdd(0x3f800000, a, b), add(a, b));
      }),
    );
  });
});

describe('Binary16 to binary32', () => {
  it('is exact for every pattern', () => {
    for (let half = 0; half < 0x10000; half++) {
      const sign = half & 0x8000 ? -1 : 1;
      const exponent = (half >> 10) & 31;
      const fraction = half & 0x3ff;
      const single = halfToSingle(half);
      if (exponent === 31) {
        assert.equal(single >>> 0, (((half & 0x8000) << 16) | 0x7f800000 | (fraction << 13)) >>> 0);
        continue;
      }
      const value = sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
      assert(Object.is(new Float32Array(new Int32Array([single]).buffer)[0], value), half.toString(16));
    }
  });
});
