/** Elementary functions in fixed point: integers in units of 2^-`FRACTION`, right but for a few of these units. */
import { integerRoot } from './arithmetic';

/** Four times what a result has: a difference of near numbers still has enough. */
export const FRACTION = 256;
const BITS = BigInt(FRACTION);
export const ONE = 1n << BITS;

export function product(a: bigint, b: bigint): bigint {
  return (a * b) >> BITS;
}

export function quotient(a: bigint, b: bigint): bigint {
  return (a << BITS) / b;
}

/** The sum of `first` * `ratio`^n / divisor(n), until a term vanishes. */
function series(first: bigint, next: (term: bigint, n: bigint) => bigint, weigh: (term: bigint, n: bigint) => bigint) {
  let sum = 0n;
  let term = first;
  for (let n = 0n; term !== 0n && term !== -1n; n++) {
    sum += weigh(term, n);
    term = next(term, n);
  }
  return sum;
}

/** atanh(`z`) = z + z^3/3 + z^5/5 + ..., for |z| < 1. */
function atanh(z: bigint): bigint {
  const square = product(z, z);
  return series(
    z,
    (term) => product(term, square),
    (term, n) => term / (2n * n + 1n),
  );
}

/** The first terms of atan, for small `z`. */
function atanSeries(z: bigint): bigint {
  const square = product(z, z);
  return series(
    z,
    (term) => -product(term, square),
    (term, n) => term / (2n * n + 1n),
  );
}

const HALVINGS = 4n;

/** atan(`t`) for 0 <= t <= 1: half of an angle has the tangent t / (1 + sqrt(1 + t^2)). */
export function atan(t: bigint): bigint {
  let half = t;
  for (let left = HALVINGS; left > 0n; left--)
    half = quotient(half, ONE + integerRoot((ONE + product(half, half)) << BITS));
  return atanSeries(half) << HALVINGS;
}

/** Machin's formula. */
export const PI = 16n * atanSeries(ONE / 5n) - 4n * atanSeries(ONE / 239n);
export const LN2 = 2n * atanh(ONE / 3n);

/** ln(`a` / `b`), where the quotient lies between 1/2 and 2. */
export function logOfRatio(a: bigint, b: bigint): bigint {
  return 2n * atanh(quotient(a - b, a + b));
}

/** e^`y` - 1, for |y| < 1. */
export function expMinusOne(y: bigint): bigint {
  return series(
    y,
    (term, n) => product(term, y) / (n + 2n),
    (term) => term,
  );
}

/** Of an angle of at most pi/4. */
export function sine(r: bigint): bigint {
  const square = product(r, r);
  return series(
    r,
    (term, n) => -product(term, square) / ((2n * n + 2n) * (2n * n + 3n)),
    (term) => term,
  );
}

export function cosine(r: bigint): bigint {
  const square = product(r, r);
  return series(
    ONE,
    (term, n) => -product(term, square) / ((2n * n + 1n) * (2n * n + 2n)),
    (term) => term,
  );
}
