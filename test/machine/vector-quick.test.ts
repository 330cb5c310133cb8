import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  add,
  divide,
  type FloatBinary,
  fusedMultiplyAdd,
  multiply,
  squareRoot,
  subtract,
} from '../../src/machine/vector/float-arithmetic';
import { maximum, minimum } from '../../src/machine/vector/float-compare';
import { DOUBLE, type FloatFormat, SINGLE } from '../../src/machine/vector/float-format';
import { fusedSingle, QUICK, quickBinary, quickUnary } from '../../src/machine/vector/float-quick';
import { contextOf } from '../../src/machine/vector/float-round';
import { STATUS } from '../../src/machine/vector/mxcsr-exceptions';

const MXCSR_DEFAULT = 0x1f80;
const bytes = new DataView(new ArrayBuffer(8));

function patternOf(value: number, format: FloatFormat): bigint {
  if (format === DOUBLE) bytes.setFloat64(0, value);
  else bytes.setFloat32(0, value);
  return format === DOUBLE ? bytes.getBigUint64(0) : BigInt(bytes.getUint32(0));
}

function assertSame(value: number, exact: bigint, status: number, format: FloatFormat, what: string): void {
  if (Number.isNaN(value)) return; // left to the exact way
  assert.equal(patternOf(value, format), exact, what);
  assert.equal(QUICK.inexact ? STATUS.PE : 0, status, `${what}: exact or not`);
}

/** Numbers with few and with many bits, of similar and of very different sizes. */
const value = fc
  .tuple(fc.integer({ min: -(2 ** 24), max: 2 ** 24 }), fc.integer({ min: -60, max: 60 }), fc.nat(5))
  .map(([significand, exponent, shape]) => {
    const short = shape === 0 ? Math.sign(significand) : shape === 1 ? significand & 0xff : significand;
    const scale = shape === 2 ? 1 : shape === 3 ? exponent * 2 : exponent;
    return shape === 4 ? significand / 3 : short * 2 ** scale;
  });

describe('shortcuts of floating-point arithmetic', () => {
  const operations: readonly [string, FloatBinary][] = [
    ['+', add],
    ['-', subtract],
    ['*', multiply],
    ['/', divide],
    ['min', minimum],
    ['max', maximum],
  ];
  for (const format of [SINGLE, DOUBLE]) {
    const toFormat = (x: number) => (format === SINGLE ? Math.fround(x) : x);
    const bits = 8 * format.bytes;

    for (const [sign, compute] of operations) {
      it(`give what exact arithmetic gives: ${sign} in ${bits} bits`, () => {
        const quick = quickBinary(compute, format);
        assert.ok(quick);
        fc.assert(
          fc.property(value, value, (x, y) => {
            const [a, b] = [toFormat(x), toFormat(y)];
            const context = contextOf(MXCSR_DEFAULT);
            const exact = compute(patternOf(a, format), patternOf(b, format), format, context);
            QUICK.inexact = false;
            assertSame(quick(a, b), exact, context.status, format, `${a} ${sign} ${b}`);
          }),
          { numRuns: 3000, seed: 1 },
        );
      });
    }

    it(`give what exact arithmetic gives: square roots in ${bits} bits`, () => {
      const quick = quickUnary(squareRoot, format);
      assert.ok(quick);
      fc.assert(
        fc.property(value, fc.boolean(), (x, square) => {
          const a = toFormat(square ? x * x : Math.abs(x));
          const context = contextOf(MXCSR_DEFAULT);
          const exact = squareRoot(patternOf(a, format), format, context);
          QUICK.inexact = false;
          assertSame(quick(a), exact, context.status, format, `root of ${a}`);
        }),
        { numRuns: 2000, seed: 1 },
      );
    });
  }

  it('give what exact arithmetic gives: fused multiply-add in 32 bits, halfway cases included', () => {
    const half = fc.tuple(value, value, fc.integer({ min: -70, max: 40 })).map(([a, b, exponent]) => {
      const [x, y] = [Math.fround(a), Math.fround(b)];
      return [x, y, Math.fround(x * y * 2 ** exponent)] as const;
    });
    const any = fc.tuple(value, value, value).map((three) => three.map(Math.fround) as [number, number, number]);
    fc.assert(
      fc.property(fc.oneof(half, any), ([a, b, c]) => {
        const context = contextOf(MXCSR_DEFAULT);
        const patterns = [patternOf(a, SINGLE), patternOf(b, SINGLE), patternOf(c, SINGLE)] as const;
        const exact = fusedMultiplyAdd(patterns, { negateProduct: false, negateAddend: false }, SINGLE, context);
        QUICK.inexact = false;
        assertSame(fusedSingle(a, b, c), exact, context.status, SINGLE, `${a} * ${b} + ${c}`);
      }),
      { numRuns: 6000, seed: 1 },
    );
  });
});
