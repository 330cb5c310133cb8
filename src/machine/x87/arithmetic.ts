/** x87 arithmetic (Intel SDM vol. 2, FADD and following; vol. 1, 4.8.3.5 and 8.5): exact, then rounded once. */
import { bitLength, ROUND } from '../vector/float/round';
import { type Extended, INDEFINITE, infinity, isNan, quietNan, type X87Number, zero } from './number';
import { roundExtended, type X87Context } from './round';
import { FSW } from './status';

/** Undefined where an exception that is not masked comes before the operation: nothing is written then. */
export type Result = Extended | undefined;

export type Binary = (context: X87Context, a: X87Number, b: X87Number) => Result;
export type Unary = (context: X87Context, a: X87Number) => Result;

/** Raises an exception that comes before the operation; its response where it is masked. */
export function before(context: X87Context, flag: number, response: Extended): Result {
  context.flags |= flag;
  return context.unmasked & flag ? undefined : response;
}

export function invalid(context: X87Context): Result {
  return before(context, FSW.IE, INDEFINITE);
}

/** What NaNs and encodings that are none lead to; null for all other operands. */
export function nanResult(context: X87Context, ...operands: readonly X87Number[]): Result | null {
  if (operands.some(({ kind }) => kind === 'unsupported')) return invalid(context);
  const nans = operands.filter(isNan);
  if (nans.length === 0) return null;
  const quiet = nans.filter(({ kind }) => kind === 'quiet');
  const result = quietNan(quiet.length === 1 && nans.length === 2 ? quiet[0]! : greater(nans)); // there is one
  return quiet.length < nans.length ? before(context, FSW.IE, result) : result;
}

/** Of two NaNs the one with the greater significand; of equal ones, the positive one. */
function greater(nans: readonly X87Number[]): X87Number {
  return nans.reduce((a, b) =>
    b.significand > a.significand || (b.significand === a.significand && a.negative) ? b : a,
  );
}

/** Notes denormal operands. Whether that ends the operation. */
export function isDenormalFault(context: X87Context, ...operands: readonly X87Number[]): boolean {
  if (!operands.some(({ denormal }) => denormal)) return false;
  context.flags |= FSW.DE;
  return (context.unmasked & FSW.DE) !== 0;
}

/** Beyond this distance, what is added only decides the rounding. */
const FAR = 160;

const add: Binary = (context, a, b) => {
  const nan = nanResult(context, a, b);
  if (nan !== null) return nan;
  if (a.kind === 'infinity' && b.kind === 'infinity' && a.negative !== b.negative) return invalid(context);
  if (isDenormalFault(context, a, b)) return undefined;
  if (a.kind === 'infinity' || b.kind === 'infinity') return infinity(a.kind === 'infinity' ? a.negative : b.negative);
  if (a.kind === 'zero' && b.kind === 'zero' && a.negative === b.negative) return zero(a.negative);
  const { value, exponent } = exactSum(a, b);
  if (value === 0n) return zero(context.mode === ROUND.DOWN);
  return roundExtended(context, value < 0n, value < 0n ? -value : value, exponent);
};

function exactSum(a: X87Number, b: X87Number): { readonly value: bigint; readonly exponent: number } {
  const [x, y] = [signed(a), signed(b)];
  if (x === 0n) return { value: y, exponent: b.exponent };
  if (y === 0n) return { value: x, exponent: a.exponent };
  const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a];
  const gap = high.exponent - low.exponent;
  if (gap <= FAR) return { value: (signed(high) << BigInt(gap)) + signed(low), exponent: low.exponent };
  const trace = low.negative ? -1n : 1n;
  return { value: (signed(high) << BigInt(FAR)) + trace, exponent: high.exponent - FAR };
}

function signed({ kind, negative, significand }: X87Number): bigint {
  if (kind === 'zero') return 0n;
  return negative ? -significand : significand;
}

const subtract: Binary = (context, a, b) =>
  add(context, a, isNan(b) || b.kind === 'unsupported' ? b : { ...b, negative: !b.negative });

const multiply: Binary = (context, a, b) => {
  const nan = nanResult(context, a, b);
  if (nan !== null) return nan;
  const kinds = [a.kind, b.kind];
  if (kinds.includes('infinity') && kinds.includes('zero')) return invalid(context);
  if (isDenormalFault(context, a, b)) return undefined;
  const negative = a.negative !== b.negative;
  if (kinds.includes('infinity')) return infinity(negative);
  if (kinds.includes('zero')) return zero(negative);
  return roundExtended(context, negative, a.significand * b.significand, a.exponent + b.exponent);
};

/** More bits than two quotients of significands that are not the same may begin with. */
const QUOTIENT_BITS = 130;

const divide: Binary = (context, a, b) => {
  const nan = nanResult(context, a, b);
  if (nan !== null) return nan;
  const negative = a.negative !== b.negative;
  if (a.kind === b.kind && a.kind !== 'finite') return invalid(context);
  if (b.kind === 'zero' && a.kind === 'finite') return before(context, FSW.ZE, infinity(negative));
  if (isDenormalFault(context, a, b)) return undefined;
  if (a.kind === 'infinity' || b.kind === 'zero') return infinity(negative);
  if (a.kind === 'zero' || b.kind === 'infinity') return zero(negative);
  const dividend = a.significand << BigInt(QUOTIENT_BITS);
  const quotient = dividend / b.significand;
  const exponent = a.exponent - b.exponent - QUOTIENT_BITS;
  return roundExtended(context, negative, quotient, exponent, quotient * b.significand !== dividend);
};

/** The operations by the start of their mnemonics. `subr` and `divr` have their operands the other way round. */
export const BINARY = {
  add,
  mul: multiply,
  sub: subtract,
  subr: (context, a, b) => subtract(context, b, a),
  div: divide,
  divr: (context, a, b) => divide(context, b, a),
} as const satisfies Record<string, Binary>;

/** FSQRT. */
export const squareRoot: Unary = (context, a) => {
  const nan = nanResult(context, a);
  if (nan !== null) return nan;
  if (a.kind === 'zero') return zero(a.negative);
  if (a.negative) return invalid(context);
  if (isDenormalFault(context, a)) return undefined;
  if (a.kind === 'infinity') return infinity(false);
  // As many bits as make the root's 66 or more, and an even exponent.
  let up = Math.max(0, 134 - bitLength(a.significand));
  if ((a.exponent - up) % 2 !== 0) up++;
  const radicand = a.significand << BigInt(up);
  const root = integerRoot(radicand);
  return roundExtended(context, false, root, (a.exponent - up) / 2, root * root !== radicand);
};

/** The greatest integer whose square is no more (Newton's method from above). */
export function integerRoot(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(bitLength(value) / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
