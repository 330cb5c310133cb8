/** FSIN, FCOS, FSINCOS, FPTAN and FPATAN (Intel SDM vol. 1, 8.3.8 and 8.3.10): within one unit of the last place. */
import { bitLength } from '../vector/float/round';
import { invalid, isDenormalFault, nanResult, type Result } from './arithmetic';
import { extendedOf, numberOfInteger, type X87Number, zero } from './number';
import { roundExtended, type X87Context } from './round';
import { atan, cosine, FRACTION, ONE, PI, quotient, sine } from './series';

/** Pi as the processor has it inside, with 66 bits: angles are reduced by it, and so the documented results come out. */
const INTERNAL_PI = 0xc90f_daa2_2168_c234_cn << BigInt(FRACTION - 66);
const QUARTER = INTERNAL_PI >> 1n;
/** Angles from here on are left alone, and C2 says so. */
const GREATEST_ANGLE = 63;
/** Smaller numbers are their own sine and tangent, but for less than half a unit. */
export const TINY = -70;

/** One of the functions of an angle. `rest` is the angle less `quarters` right angles. */
type OfAngle = (context: X87Context, rest: bigint, quarters: bigint) => Result;

interface Angular {
  readonly ofAngle: OfAngle;
  readonly ofZero: (negative: boolean) => Result;
  readonly ofTiny: (context: X87Context, angle: X87Number) => Result;
}

/** Whether FSIN and its like reduce the angle at all; C2 is 1 where they do not. */
export function isInRange({ kind, significand, exponent }: X87Number): boolean {
  return kind !== 'finite' || exponent + bitLength(significand) <= GREATEST_ANGLE;
}

/** The magnitude's exponent: from 2^top to less than 2^(top + 1). */
export function topOf({ significand, exponent }: X87Number): number {
  return exponent + bitLength(significand) - 1;
}

/** A number from 2^-`FRACTION` on in fixed point. */
export function fixed({ negative, significand, exponent }: X87Number): bigint {
  const by = FRACTION + exponent;
  const magnitude = by >= 0 ? significand << BigInt(by) : significand >> BigInt(-by);
  return negative ? -magnitude : magnitude;
}

/** Rounds what is not exact. */
export function roundFixed(context: X87Context, value: bigint, exponent = -FRACTION): Result {
  return roundExtended(context, value < 0n, value < 0n ? -value : value, exponent, true);
}

/** A little less than the number, or with `more` a little more. */
function nearly(context: X87Context, { negative, significand, exponent }: X87Number, more: boolean): Result {
  const wide = significand << 70n;
  return roundExtended(context, negative, more ? wide : wide - 1n, exponent - 70, true);
}

function angular({ ofAngle, ofZero, ofTiny }: Angular): (context: X87Context, a: X87Number) => Result {
  return (context, a) => {
    const nan = nanResult(context, a);
    if (nan !== null) return nan;
    if (a.kind === 'infinity') return invalid(context);
    if (isDenormalFault(context, a)) return undefined;
    if (a.kind === 'zero') return ofZero(a.negative);
    if (topOf(a) < TINY) return ofTiny(context, a);
    const angle = fixed(a);
    const quarters = (2n * angle + (angle < 0n ? -QUARTER : QUARTER)) / (2n * QUARTER);
    return ofAngle(context, angle - quarters * QUARTER, quarters);
  };
}

function sineOf(rest: bigint, quarters: bigint): bigint {
  const value = quarters & 1n ? cosine(rest) : sine(rest);
  return quarters & 2n ? -value : value;
}

const one = extendedOf(numberOfInteger(1n));

export const FUNCTIONS = {
  sin: angular({
    ofAngle: (context, rest, quarters) => roundFixed(context, sineOf(rest, quarters)),
    ofZero: zero,
    ofTiny: (context, angle) => nearly(context, angle, false),
  }),
  cos: angular({
    ofAngle: (context, rest, quarters) => roundFixed(context, sineOf(rest, quarters + 1n)),
    ofZero: () => one,
    ofTiny: (context) => roundFixed(context, ONE - 1n),
  }),
  tan: angular({
    ofAngle: (context, rest, quarters) => {
      const [opposite, adjacent] = [sineOf(rest, quarters), sineOf(rest, quarters + 1n)];
      return roundFixed(context, quotient(opposite, adjacent));
    },
    ofZero: zero,
    ofTiny: (context, angle) => nearly(context, angle, true),
  }),
} as const;

/** FPATAN: the angle of the point (`x`, `y`). */
export function arcTangent(context: X87Context, y: X87Number, x: X87Number): Result {
  const nan = nanResult(context, y, x);
  if (nan !== null) return nan;
  if (isDenormalFault(context, y, x)) return undefined;
  const isFlat = y.kind === 'zero' || (x.kind === 'infinity' && y.kind !== 'infinity');
  if (isFlat) return x.negative ? roundFixed(context, y.negative ? -PI : PI) : zero(y.negative);
  const angle = angleOf(x, y);
  if (angle !== undefined) return roundFixed(context, y.negative ? -angle : angle);
  const dividend = y.significand << 140n;
  const ratio = { ...y, significand: dividend / x.significand, exponent: y.exponent - x.exponent - 140 };
  return nearly(context, ratio, false);
}

/** Of what does not lie on the x axis, without the sign of `y`; undefined for an angle that is as small as its tangent. */
function angleOf(x: X87Number, y: X87Number): bigint | undefined {
  if (y.kind === 'infinity') {
    if (x.kind !== 'infinity') return PI >> 1n;
    return x.negative ? (3n * PI) >> 2n : PI >> 2n;
  }
  if (x.kind === 'zero') return PI >> 1n;
  const gap = topOf(y) - topOf(x);
  if (gap < TINY && !x.negative) return undefined;
  const low = gap < -FRACTION ? 0n : gap > FRACTION ? PI >> 1n : firstQuadrant(x, y);
  return x.negative ? PI - low : low;
}

function firstQuadrant(x: X87Number, y: X87Number): bigint {
  const by = BigInt(FRACTION + y.exponent - x.exponent);
  const tangent = by >= 0n ? (y.significand << by) / x.significand : (y.significand >> -by) / x.significand;
  if (tangent <= ONE) return atan(tangent);
  return (PI >> 1n) - atan(quotient(ONE, tangent));
}
