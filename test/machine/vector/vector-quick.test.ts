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
} from '../../../src/machine/vector/float/arithmetic';
import { maximum, minimum } from '../../../src/machine/vector/float/compare';
import { floatToFloat, floatToInteger, integerToFloat } from '../../../src/machine/vector/float/convert';
import { DOUBLE, type FloatFormat, SINGLE } from '../../../src/machine/vector/float/format';
import { STATUS } from '../../../src/machine/vector/float/mxcsr-exceptions';
import {
  fusedDouble,
  fusedSingle,
  QUICK,
  type QuickConvert,
  quickBinary,
  quickDoubleToSingle,
  quickInt32ToSingle,
  quickSingleToDouble,
  quickToInt32,
  quickTruncateToInt32,
  quickUnary,
} from '../../../src/machine/vector/float/quick';
import { contextOf, type FloatContext, ROUND } from '../../../src/machine/vector/float/round';

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
          { numRuns: 3000 },
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
        { numRuns: 2000 },
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
      { numRuns: 6000 },
    );
  });

  it('give what exact arithmetic gives: fused multiply-add in 64 bits, halfway cases and cancellation included', () => {
    const whole = fc
      .tuple(fc.bigInt(-(1n << 53n), 1n << 53n), fc.integer({ min: -90, max: 40 }))
      .map(([significand, exponent]) => Number(significand) * 2 ** exponent);
    const number = fc.oneof(value, whole);
    const any = fc.tuple(number, number, number);
    // An addend of the product's size, or so far off that the product ends near half a unit of it.
    const near = fc
      .tuple(number, number, fc.integer({ min: -120, max: 120 }), fc.integer({ min: -3, max: 3 }))
      .map(([a, b, exponent, more]) => [a, b, -a * b * 2 ** exponent * (1 + more * 2 ** -52)] as const);
    // Short factors, whose product is a tie or one bit away from it.
    const tie = fc
      .tuple(fc.integer({ min: 1, max: 1023 }), fc.integer({ min: -2, max: 2 }), fc.bigInt(1n << 52n, (1n << 53n) - 1n))
      .map(([a, off, c]) => [(2 * a + 1) * 2 ** 20, 2 ** -21 * (1 + off * 2 ** -52), Number(c)] as const);
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(any, near, tie), ([a, b, c]) => {
        const context = contextOf(MXCSR_DEFAULT);
        const patterns = [patternOf(a, DOUBLE), patternOf(b, DOUBLE), patternOf(c, DOUBLE)] as const;
        const exact = fusedMultiplyAdd(patterns, { negateProduct: false, negateAddend: false }, DOUBLE, context);
        QUICK.inexact = false;
        const quick = fusedDouble(a, b, c);
        if (!Number.isNaN(quick)) taken++;
        assertSame(quick, exact, context.status, DOUBLE, `${a} * ${b} + ${c}`);
      }),
      { numRuns: 12_000 },
    );
    assert.ok(taken > 6000, `${taken} took the shortcut`);
  });

  it('convert as exact arithmetic does', () => {
    const type = { bits: 32, signed: true } as const;
    const check = (
      name: string,
      quick: QuickConvert,
      x: number,
      exact: (context: FloatContext) => bigint,
      to: FloatFormat,
    ) => {
      const context = contextOf(MXCSR_DEFAULT);
      const expected = exact(context);
      QUICK.inexact = false;
      assertSame(quick(x), expected, context.status, to, `${name} of ${x}`);
    };
    const toInteger = (quick: QuickConvert, x: number, format: FloatFormat, mode: number) => {
      const context = contextOf(MXCSR_DEFAULT);
      const expected = BigInt.asIntN(32, floatToInteger(patternOf(x, format), format, type, context, mode));
      QUICK.inexact = false;
      const integer = quick(x);
      if (Number.isNaN(integer)) return;
      assert.equal(BigInt(integer), expected, `${x} in mode ${mode}`);
      assert.equal(QUICK.inexact ? STATUS.PE : 0, context.status, `${x}: exact or not`);
    };
    const halves = fc.integer({ min: -(2 ** 32), max: 2 ** 32 }).map((twice) => twice / 2);
    fc.assert(
      fc.property(fc.oneof(value, halves), fc.integer(), (x, integer) => {
        const single = Math.fround(x);
        check(
          'single',
          quickDoubleToSingle,
          x,
          (context) => floatToFloat(patternOf(x, DOUBLE), DOUBLE, SINGLE, context),
          SINGLE,
        );
        check(
          'double',
          quickSingleToDouble,
          single,
          (context) => floatToFloat(patternOf(single, SINGLE), SINGLE, DOUBLE, context),
          DOUBLE,
        );
        check(
          'integer',
          quickInt32ToSingle,
          integer,
          (context) => integerToFloat(BigInt(integer), SINGLE, context),
          SINGLE,
        );
        for (const [format, number] of [
          [SINGLE, single],
          [DOUBLE, x],
        ] as const) {
          toInteger(quickToInt32, number, format, ROUND.NEAREST);
          toInteger(quickTruncateToInt32, number, format, ROUND.TRUNCATE);
        }
      }),
      { numRuns: 4000 },
    );
  });
});
