/**
 * Shortcuts of floating-point arithmetic in the host's own numbers, for what is ordinary: round to nearest, no NaN, no
 * infinity, no denormal, no result near the ends of the range. Everything else takes the exact way of
 * `float-arithmetic.ts`, which also is what this one is held to. A shortcut must know whether its result is exact: the
 * error of a sum or of a product is itself a number, found as Knuth (sum) and Dekker (product) do.
 */
import { add, divide, type FloatBinary, type FloatUnary, multiply, squareRoot, subtract } from './arithmetic';
import { maximum, minimum } from './compare';
import { DOUBLE, type FloatFormat, SINGLE } from './format';

/** Whether a shortcut had to round since this was cleared. Scratch, not state. */
export const QUICK = { inexact: false };

/** Nearest integer, the even one of two. Magnitudes are below 2^51. */
function toNearest(x: number): number {
  return x + TO_INTEGER - TO_INTEGER;
}

/** Adding it leaves no room for a fraction. */
const TO_INTEGER = 1.5 * 2 ** 52;

/** Not a number: the exact way must be taken. */
const NO = Number.NaN;

const SMALLEST_SINGLE = 2 ** -126;
const LARGEST_SINGLE = (2 - 2 ** -23) * 2 ** 127;

/** Far enough from the ends of the doubles that no product of two, and no error of it, is lost. */
const SMALLEST_DOUBLE = 2 ** -400;
const LARGEST_DOUBLE = 2 ** 400;

function isOrdinary32(x: number): boolean {
  const magnitude = Math.abs(x);
  return x === 0 || (magnitude >= SMALLEST_SINGLE && magnitude <= LARGEST_SINGLE);
}

function isOrdinary64(x: number): boolean {
  const magnitude = Math.abs(x);
  return x === 0 || (magnitude >= SMALLEST_DOUBLE && magnitude <= LARGEST_DOUBLE);
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** The low bits of a double that a single lacks; and their value for a double halfway between two singles. */
const BEYOND_SINGLE = 0x1fff_ffff;
const HALFWAY = 0x1000_0000;

/** `value` + `error`, where the error is below half a unit of the value, as a single. */
function toSingle(value: number, error: number): number {
  if (value === 0) return value;
  const rounded = Math.fround(value);
  if (!isOrdinary32(rounded) || Math.abs(value) < SMALLEST_SINGLE) return NO;
  if (error !== 0) {
    double[0] = value;
    // The error would decide which way to go.
    if ((words[0]! & BEYOND_SINGLE) === HALFWAY) return NO; // a double has two words
    QUICK.inexact = true;
  } else if (rounded !== value) QUICK.inexact = true;
  return rounded;
}

/** The rounding error of a + b: the exact sum minus the rounded one. */
function sumError(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

const SPLIT = 2 ** 27 + 1;

/** The rounding error of a * b: the exact product minus the rounded one. */
function productError(a: number, b: number, product: number): number {
  const [ah, bh] = [a * SPLIT - (a * SPLIT - a), b * SPLIT - (b * SPLIT - b)];
  const [al, bl] = [a - ah, b - bh];
  return ah * bh - product + ah * bl + al * bh + al * bl;
}

function addSingle(a: number, b: number): number {
  if (!isOrdinary32(a) || !isOrdinary32(b)) return NO;
  const sum = a + b;
  return toSingle(sum, sumError(a, b, sum));
}

/** (a * b) + c: the product of two singles is a double, exactly. */
export function fusedSingle(a: number, b: number, c: number): number {
  if (!isOrdinary32(a) || !isOrdinary32(b) || !isOrdinary32(c)) return NO;
  const product = a * b;
  const sum = product + c;
  return toSingle(sum, sumError(product, c, sum));
}

/**
 * (a * b) + c in double precision. The product and the sums are taken apart into numbers whose sum is exact: `high` +
 * `rest` + `tail`, each far below the one before it. Only where `rest` comes so near to half a unit of `high` that `tail`
 * could matter, or that it is a tie, the exact way is taken.
 */
export function fusedDouble(a: number, b: number, c: number): number {
  if (!isOrdinary64(a) || !isOrdinary64(b) || !isOrdinary64(c)) return NO;
  const product = a * b;
  const sum = product + c;
  const left = sumError(product, c, sum);
  const lost = product === 0 ? 0 : productError(a, b, product);
  const low = left + lost;
  const tail = sumError(left, lost, low);
  const high = sum + low;
  const rest = sumError(sum, low, high);
  if (high + rest * NEARLY_HALF !== high) return NO;
  if (high === 0) return sum;
  return ordinaryDouble(high, rest !== 0 ? rest : tail);
}

/** A little more than 1: what `rest` is stretched by before it must still be rounded away. */
const NEARLY_HALF = 1 + 2 ** -40;

function ordinaryDouble(value: number, error: number): number {
  if (!isOrdinary64(value)) return NO;
  if (error !== 0) QUICK.inexact = true;
  return value;
}

type Quick = (a: number, b: number) => number;

function extreme(choose: (a: number, b: number) => boolean, isOrdinary: (x: number) => boolean): Quick {
  return (a, b) => (isOrdinary(a) && isOrdinary(b) ? (choose(a, b) ? a : b) : NO);
}

const addDouble: Quick = (a, b) => {
  if (!isOrdinary64(a) || !isOrdinary64(b)) return NO;
  const sum = a + b;
  return ordinaryDouble(sum, sumError(a, b, sum));
};

const SINGLES = new Map<FloatBinary, Quick>([
  [add, addSingle],
  [subtract, (a, b) => addSingle(a, -b)],
  [multiply, (a, b) => (isOrdinary32(a) && isOrdinary32(b) ? toSingle(a * b, 0) : NO)],
  [
    divide,
    // A double has more than twice the bits of a single: rounding the quotient twice does no harm.
    (a, b) => {
      if (!isOrdinary32(a) || !isOrdinary32(b) || b === 0) return NO;
      const quotient = Math.fround(a / b);
      if (a !== 0 && (!isOrdinary32(quotient) || Math.abs(a / b) < SMALLEST_SINGLE)) return NO;
      if (quotient * b !== a) QUICK.inexact = true;
      return quotient;
    },
  ],
  [minimum, extreme((a, b) => a < b, isOrdinary32)],
  [maximum, extreme((a, b) => a > b, isOrdinary32)],
]);

const DOUBLES = new Map<FloatBinary, Quick>([
  [add, addDouble],
  [subtract, (a, b) => addDouble(a, -b)],
  [
    multiply,
    (a, b) => {
      if (!isOrdinary64(a) || !isOrdinary64(b)) return NO;
      const product = a * b;
      return product === 0 ? product : ordinaryDouble(product, productError(a, b, product));
    },
  ],
  [
    divide,
    (a, b) => {
      if (!isOrdinary64(a) || !isOrdinary64(b) || b === 0) return NO;
      const quotient = a / b;
      if (quotient === 0) return quotient;
      const product = quotient * b;
      return ordinaryDouble(quotient, product === a ? productError(quotient, b, product) : 1);
    },
  ],
  [minimum, extreme((a, b) => a < b, isOrdinary64)],
  [maximum, extreme((a, b) => a > b, isOrdinary64)],
]);

const QUICK_OF: ReadonlyMap<FloatFormat, ReadonlyMap<FloatBinary, Quick>> = new Map([
  [SINGLE, SINGLES],
  [DOUBLE, DOUBLES],
]);

/** The shortcut of an operation, if it has one: its result, or a NaN where the exact way must be taken. */
export function quickBinary(compute: FloatBinary, format: FloatFormat): Quick | undefined {
  return QUICK_OF.get(format)?.get(compute);
}

export function quickUnary(compute: FloatUnary, format: FloatFormat): ((a: number) => number) | undefined {
  if (compute !== squareRoot || !QUICK_OF.has(format)) return undefined;
  if (format === SINGLE) {
    return (a) => {
      if (!isOrdinary32(a) || a < 0) return NO;
      const root = Math.fround(Math.sqrt(a));
      if (root * root !== a) QUICK.inexact = true;
      return root;
    };
  }
  return (a) => {
    if (!isOrdinary64(a) || a < 0) return NO;
    const root = Math.sqrt(a);
    const square = root * root;
    return root === 0 ? root : ordinaryDouble(root, square === a ? productError(root, root, square) : 1);
  };
}

/** The shortcut of a conversion: the converted number, or a NaN where the exact way must be taken. */
export type QuickConvert = (x: number) => number;

export const quickInt32ToSingle: QuickConvert = (x) => {
  const single = Math.fround(x);
  if (single !== x) QUICK.inexact = true;
  return single;
};

const LARGEST_INT32 = 2 ** 31 - 1;

function toInt32(x: number, integer: number): number {
  if (integer !== x) QUICK.inexact = true;
  return integer + 0; // no negative zero
}

/** From single or double precision; only for numbers that are well within the range. */
export const quickToInt32: QuickConvert = (x) => {
  return isOrdinary64(x) && isOrdinary32(x) && Math.abs(x) < LARGEST_INT32 ? toInt32(x, toNearest(x)) : NO;
};

export const quickTruncateToInt32: QuickConvert = (x) => {
  return isOrdinary64(x) && isOrdinary32(x) && Math.abs(x) < LARGEST_INT32 ? toInt32(x, Math.trunc(x)) : NO;
};

export const quickSingleToDouble: QuickConvert = (x) => (isOrdinary32(x) ? x : NO);

export const quickDoubleToSingle: QuickConvert = (x) => (isOrdinary64(x) ? toSingle(x, 0) : NO);

/** Whether a comparison of two numbers has no side: neither NaNs nor denormals. */
export function isQuickPair(a: number, b: number, format: FloatFormat): boolean {
  if (format === SINGLE) return isOrdinary32(a) && isOrdinary32(b);
  return format === DOUBLE && isOrdinary64(a) && isOrdinary64(b);
}
