/** FRNDINT, FSCALE, FXTRACT, FPREM and FPREM1 (Intel SDM vol. 2): exact but for what FRNDINT and FSCALE round. */
import { bitLength, roundShift } from '../vector/float/round';
import { before, invalid, isDenormalFault, nanResult, type Result, type Unary } from './arithmetic';
import { extendedOf, infinity, numberOfInteger, pack, type X87Number, zero } from './number';
import { roundExtended, type X87Context } from './round';
import { FSW } from './status';

export const roundToInteger: Unary = (context, a) => {
  const nan = nanResult(context, a);
  if (nan !== null) return nan;
  if (isDenormalFault(context, a)) return undefined;
  if (a.kind !== 'finite' || a.exponent >= 0) return extendedOf(a);
  const { value, exact } = roundShift(a.significand, -a.exponent, a.negative, context.mode);
  if (!exact) context.flags |= FSW.PE;
  context.roundedUp = value > a.significand >> BigInt(-a.exponent);
  return value === 0n ? zero(a.negative) : pack(a.negative, value, 0);
};

/** Exponents beyond this make every number overflow, or vanish. */
const MOST_SCALE = 0x1_0000;

/** ST(0) * 2^ST(1), the power towards zero. */
export function scale(context: X87Context, a: X87Number, b: X87Number): Result {
  const nan = nanResult(context, a, b);
  if (nan !== null) return nan;
  const vanishes = b.kind === 'infinity' && b.negative;
  const grows = b.kind === 'infinity' && !b.negative;
  if ((grows && a.kind === 'zero') || (vanishes && a.kind === 'infinity')) return invalid(context);
  if (isDenormalFault(context, a, b)) return undefined;
  if (a.kind === 'infinity' || grows) return infinity(a.negative);
  if (a.kind === 'zero' || vanishes) return zero(a.negative);
  return roundExtended(context, a.negative, a.significand, a.exponent + power(b));
}

function power({ kind, negative, significand, exponent }: X87Number): number {
  if (kind === 'zero') return 0;
  const whole =
    exponent > 17
      ? BigInt(MOST_SCALE)
      : exponent >= 0
        ? significand << BigInt(exponent)
        : significand >> BigInt(-exponent);
  const bounded = whole > BigInt(MOST_SCALE) ? MOST_SCALE : Number(whole);
  return negative ? -bounded : bounded;
}

/** FXTRACT: the exponent, and the significand as a number from 1 to 2. */
export function extract(
  context: X87Context,
  a: X87Number,
): { readonly exponent: Result; readonly significand: Result } {
  const nan = nanResult(context, a);
  if (nan !== null) return { exponent: nan, significand: nan };
  if (a.kind === 'zero') return { exponent: before(context, FSW.ZE, infinity(true)), significand: zero(a.negative) };
  if (isDenormalFault(context, a)) return { exponent: undefined, significand: undefined };
  if (a.kind === 'infinity') return { exponent: infinity(false), significand: infinity(a.negative) };
  const length = bitLength(a.significand);
  return {
    exponent: extendedOf(numberOfInteger(BigInt(a.exponent + length - 1))),
    significand: pack(a.negative, a.significand, 1 - length),
  };
}

export interface Remainder {
  readonly value: Result;
  /** The quotient; undefined where nothing was divided. */
  readonly bits?: bigint;
  /** Less than a whole step is left to do: C2 is 0. */
  readonly isComplete: boolean;
}

/** Exponents that one step of FPREM brings together at most. */
const STEP = 64;

/** FPREM, which truncates the quotient, and FPREM1, which rounds it to nearest. */
export function remainder(context: X87Context, a: X87Number, b: X87Number, toNearest: boolean): Remainder {
  const whole = (value: Result): Remainder => ({ value, isComplete: true });
  const nan = nanResult(context, a, b);
  if (nan !== null) return whole(nan);
  if (a.kind === 'infinity' || b.kind === 'zero') return whole(invalid(context));
  if (isDenormalFault(context, a, b)) return whole(undefined);
  if (a.kind === 'zero' || b.kind === 'infinity') return { ...whole(extendedOf(a)), bits: 0n };
  const distance = a.exponent + bitLength(a.significand) - b.exponent - bitLength(b.significand);
  if (distance >= STEP) return partly(context, a, b, distance);
  const low = Math.min(a.exponent, b.exponent);
  // A number that is much smaller is its own remainder.
  if (distance < -1) return { ...whole(extendedOf(a)), bits: 0n };
  const [x, y] = [a.significand << BigInt(a.exponent - low), b.significand << BigInt(b.exponent - low)];
  let quotient = x / y;
  let rest = x - quotient * y;
  let negative = a.negative;
  if (toNearest && (2n * rest > y || (2n * rest === y && (quotient & 1n) === 1n))) {
    quotient++;
    rest = y - rest;
    negative = !negative;
  }
  const value = rest === 0n ? zero(a.negative) : roundExtended(context, negative, rest, low);
  return { value, bits: quotient, isComplete: true };
}

/** One step of several, by 32 to 63 exponents: as many as leave a multiple of 32. */
function partly(context: X87Context, a: X87Number, b: X87Number, distance: number): Remainder {
  const steps = (distance & 31) | 32;
  const by = distance - steps;
  const low = Math.min(a.exponent, b.exponent + by);
  const [x, y] = [a.significand << BigInt(a.exponent - low), b.significand << BigInt(b.exponent + by - low)];
  const rest = x % y;
  const value = rest === 0n ? zero(a.negative) : roundExtended(context, a.negative, rest, low);
  return { value, bits: 0n, isComplete: false };
}
