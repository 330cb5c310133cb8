/** x87 comparisons and classification (Intel SDM vol. 2, FCOM, FUCOM, FCOMI, FTST and FXAM). */
import { isDenormalFault } from './arithmetic';
import { isNan, type X87Number } from './number';
import type { X87Context } from './round';
import { FSW } from './status';

export type Relation = 'greater' | 'less' | 'equal' | 'unordered';

/** C3, C2 and C0, which are ZF, PF and CF of FCOMI. */
export const CODES: Readonly<Record<Relation, number>> = {
  greater: 0,
  less: FSW.C0,
  equal: FSW.C3,
  unordered: FSW.C3 | FSW.C2 | FSW.C0,
};

/** @param quietly quiet NaNs raise nothing. */
export function compare(context: X87Context, a: X87Number, b: X87Number, quietly: boolean): Relation {
  const operands = [a, b];
  if (operands.some((operand) => operand.kind === 'unsupported' || isNan(operand))) {
    const isQuiet = quietly && !operands.some(({ kind }) => kind === 'unsupported' || kind === 'signaling');
    if (!isQuiet) context.flags |= FSW.IE;
    return 'unordered';
  }
  isDenormalFault(context, a, b);
  const order = signOfDifference(a, b);
  return order === 0 ? 'equal' : order > 0 ? 'greater' : 'less';
}

function signOfDifference(a: X87Number, b: X87Number): number {
  if (a.kind === 'zero' && b.kind === 'zero') return 0;
  const [left, right] = [rank(a), rank(b)];
  if (left !== right) return left - right;
  if (a.kind === 'infinity') return 0;
  const magnitude = compareMagnitudes(a, b);
  return a.negative ? -magnitude : magnitude;
}

/** By sign and kind: numbers of the same rank are finite with the same sign, or equal. */
function rank({ kind, negative }: X87Number): number {
  const size = kind === 'zero' ? 0 : kind === 'infinity' ? 2 : 1;
  return negative ? -size : size;
}

function compareMagnitudes(a: X87Number, b: X87Number): number {
  const gap = a.exponent - b.exponent;
  if (gap > 64) return 1;
  if (gap < -64) return -1;
  const [x, y] =
    gap >= 0 ? [a.significand << BigInt(gap), b.significand] : [a.significand, b.significand << BigInt(-gap)];
  return x === y ? 0 : x > y ? 1 : -1;
}

/** FXAM's C3, C2 and C0 of a register that is not empty. */
export function classOf(number: X87Number): number {
  if (number.denormal) return FSW.C3 | FSW.C2;
  return CLASSES[number.kind];
}

/** Of an empty register. */
export const CLASS_EMPTY = FSW.C3 | FSW.C0;

const CLASSES: Readonly<Record<X87Number['kind'], number>> = {
  unsupported: 0,
  quiet: FSW.C0,
  signaling: FSW.C0,
  finite: FSW.C2,
  infinity: FSW.C2 | FSW.C0,
  zero: FSW.C3,
};
