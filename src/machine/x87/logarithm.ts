/** F2XM1, FYL2X and FYL2XP1 (Intel SDM vol. 1, 8.3.9 and 8.3.10): within one unit of the last place. */
import { bitLength } from '../vector/float/round';
import { BINARY, before, invalid, isDenormalFault, nanResult, type Result } from './arithmetic';
import { extendedOf, infinity, numberOfInteger, type X87Number, zero } from './number';
import { roundExtended, type X87Context } from './round';
import { expMinusOne, FRACTION, LN2, logOfRatio, ONE, product, quotient } from './series';
import { FSW } from './status';
import { fixed, roundFixed, TINY, topOf } from './trigonometry';

/** 2^`a` - 1. Beyond 1 nothing is defined, and the number stays. */
export function powerMinusOne(context: X87Context, a: X87Number): Result {
  const nan = nanResult(context, a);
  if (nan !== null) return nan;
  if (a.kind === 'infinity')
    return a.negative ? extendedOf({ ...numberOfInteger(1n), negative: true }) : infinity(false);
  if (isDenormalFault(context, a)) return undefined;
  if (a.kind === 'zero') return zero(a.negative);
  if (topOf(a) < TINY) return roundExtended(context, a.negative, a.significand * LN2, a.exponent - FRACTION, true);
  const value = fixed(a);
  if (value === ONE || value === -ONE)
    return extendedOf({ ...numberOfInteger(1n), negative: value < 0n, exponent: value < 0n ? -1 : 0 });
  if (topOf(a) >= 0) return extendedOf(a);
  return roundFixed(context, expMinusOne(product(value, LN2)));
}

/** `y` * log2(`x`). */
export function timesLog(context: X87Context, y: X87Number, x: X87Number): Result {
  const nan = nanResult(context, y, x);
  if (nan !== null) return nan;
  if (x.negative && x.kind !== 'zero') return invalid(context);
  if (x.kind === 'zero') return ofZero(context, y);
  const log = x.kind === 'infinity' ? undefined : logOf(x);
  return timesSigned(context, y, x, log ?? { value: ONE, isExact: false }, x.kind === 'infinity');
}

function ofZero(context: X87Context, y: X87Number): Result {
  if (y.kind === 'zero') return invalid(context);
  if (isDenormalFault(context, y)) return undefined;
  if (y.kind === 'infinity') return infinity(!y.negative);
  return before(context, FSW.ZE, infinity(!y.negative));
}

interface Logarithm {
  readonly value: bigint;
  readonly isExact: boolean;
}

/** `y` times a logarithm that is finite or, with `isInfinite`, grows beyond bounds. */
function timesSigned(
  context: X87Context,
  y: X87Number,
  x: X87Number,
  { value, isExact }: Logarithm,
  isInfinite: boolean,
): Result {
  if ((isInfinite && y.kind === 'zero') || (value === 0n && y.kind === 'infinity')) return invalid(context);
  if (isDenormalFault(context, y, x)) return undefined;
  const negative = y.negative !== value < 0n;
  if (isInfinite || y.kind === 'infinity') return infinity(negative);
  if (y.kind === 'zero' || value === 0n) return zero(negative);
  // Also where the result is exact.
  context.flags |= FSW.PE;
  const magnitude = y.significand * (value < 0n ? -value : value);
  return roundExtended(context, negative, magnitude, y.exponent - FRACTION, !isExact);
}

/** log2 of a positive number: exact for powers of two. */
function logOf({ significand, exponent }: X87Number): Logarithm {
  const length = bitLength(significand);
  // From 3/4 to 3/2 times a power of two, so that what is near 1 keeps all its bits.
  const isUpper = significand << 1n >= 3n << BigInt(length - 1);
  const power = exponent + length - 1 + (isUpper ? 1 : 0);
  const unit = 1n << BigInt(length - 1 + (isUpper ? 1 : 0));
  const whole = BigInt(power) << BigInt(FRACTION);
  if (significand === unit) return { value: whole, isExact: true };
  return {
    value: whole + quotient(logOfRatio(significand << BigInt(FRACTION), unit << BigInt(FRACTION)), LN2),
    isExact: false,
  };
}

/** `y` * log2(`x` + 1). */
export function timesLogOfMore(context: X87Context, y: X87Number, x: X87Number): Result {
  const nan = nanResult(context, y, x);
  if (nan !== null) return nan;
  if (x.kind === 'infinity') return x.negative ? invalid(context) : timesSigned(context, y, x, EXACT_ONE, true);
  if (x.kind === 'zero') return BINARY.mul(context, y, x);
  const top = topOf(x);
  if (x.negative && top >= 0) return invalid(context);
  if (top < TINY) return timesTiny(context, y, x);
  const more = ONE + fixed(x);
  return timesSigned(context, y, x, logOf({ ...x, negative: false, significand: more, exponent: -FRACTION }), false);
}

const EXACT_ONE: Logarithm = { value: ONE, isExact: true };

/** log2(1 + x) is x / ln 2 for small x. */
function timesTiny(context: X87Context, y: X87Number, x: X87Number): Result {
  if (y.kind !== 'finite') return BINARY.mul(context, y, x);
  if (isDenormalFault(context, y, x)) return undefined;
  const log = (x.significand << BigInt(2 * FRACTION)) / LN2;
  return roundExtended(
    context,
    y.negative !== x.negative,
    y.significand * log,
    y.exponent + x.exponent - FRACTION,
    true,
  );
}
