/**
 * Shortcuts of floating-point arithmetic in the host's own numbers, for what is ordinary: round to nearest, no NaN, no
 * infinity, no denormal, no result near the ends of the range. Everything else takes the exact way of
 * `float-arithmetic.ts`, which also is what this one is held to. A shortcut must know whether its result is exact: the
 * error of a sum or of a product is itself a number, found as Knuth (sum) and Dekker (product) do.
 */
import { add, divide, type FloatBinary, type FloatUnary, multiply, squareRoot, subtract } from './float-arithmetic';
import { maximum, minimum } from './float-compare';
import { DOUBLE, type FloatFormat, SINGLE } from './float-format';

/** Whether a shortcut had to round since this was cleared. Scratch, not state. */
export const QUICK = { inexact: false };

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
/** The bits of a double that a single lacks, and those of one that lies halfway between two singles. */
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

/** What a + b lacks to the exact sum. */
function sumError(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

const SPLIT = 2 ** 27 + 1;

/** What a * b lacks to the exact product. */
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
