/**
 * What is computed from the bits of one source into a register (Intel SDM vol. 2): BSF, BSR, TZCNT, LZCNT, POPCNT, BLSI,
 * BLSMSK, BLSR. Flags that the manual leaves undefined stay, except AF and PF of the BLS family (here: 0 and by the result).
 */
import { FLAG } from '../architecture/bits';
import { STATUS_FLAGS, statusFlags } from './flags';
import { maskOf, RESULT, type UnaryOperation } from './operation';

const { CF, ZF } = FLAG;

function trailingZeros(word: number): number {
  return word === 0 ? 32 : 31 - Math.clz32(word & -word);
}

function onesIn(word: number): number {
  let rest = word - ((word >>> 1) & 0x5555_5555);
  rest = (rest & 0x3333_3333) + ((rest >>> 2) & 0x3333_3333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

function store(number: number): number {
  RESULT[0] = number;
  RESULT[1] = 0;
  return number;
}

/** BSF and BSR: ZF tells that there was no bit; the caller then keeps the target. */
function scanFlags(flags: number, empty: boolean): number {
  return empty ? flags | ZF : flags & ~ZF;
}

/** TZCNT and LZCNT: CF tells that there was no bit, ZF that the count is 0. */
function countFlags(flags: number, count: number, bits: number): number {
  return (flags & ~(CF | ZF)) | (count === bits ? CF : 0) | (count === 0 ? ZF : 0);
}

function leadingZeros(low: number, high: number): number {
  return high === 0 ? 32 + Math.clz32(low) : Math.clz32(high);
}

function trailing(low: number, high: number): number {
  return low === 0 ? 32 + trailingZeros(high) : trailingZeros(low);
}

export const BSF: UnaryOperation = {
  narrow: () => (a, flags) => {
    store(trailingZeros(a));
    return scanFlags(flags, a === 0);
  },
  wide: (low, high, flags) => {
    store(trailing(low, high));
    return scanFlags(flags, (low | high) === 0);
  },
};

export const BSR: UnaryOperation = {
  narrow: () => (a, flags) => {
    store(31 - Math.clz32(a));
    return scanFlags(flags, a === 0);
  },
  wide: (low, high, flags) => {
    store(63 - leadingZeros(low, high));
    return scanFlags(flags, (low | high) === 0);
  },
};

export const TZCNT: UnaryOperation = {
  narrow: (size) => (a, flags) => countFlags(flags, store(Math.min(trailingZeros(a), 8 * size)), 8 * size),
  wide: (low, high, flags) => countFlags(flags, store(trailing(low, high)), 64),
};

export const LZCNT: UnaryOperation = {
  narrow: (size) => (a, flags) => countFlags(flags, store(Math.clz32(a) - (32 - 8 * size)), 8 * size),
  wide: (low, high, flags) => countFlags(flags, store(leadingZeros(low, high)), 64),
};

export const POPCNT: UnaryOperation = {
  narrow: () => (a, flags) => (flags & ~STATUS_FLAGS) | (store(onesIn(a)) === 0 ? ZF : 0),
  wide: (low, high, flags) => (flags & ~STATUS_FLAGS) | (store(onesIn(low) + onesIn(high)) === 0 ? ZF : 0),
};

/** `combine` makes the result of the source and of the source minus 1 (or its negative); `carry` is CF. */
function lowestSet(
  combine: (word: number, other: number) => number,
  negate: boolean,
  carry: (empty: boolean) => number,
): UnaryOperation {
  return {
    narrow: (size) => {
      const mask = maskOf(size);
      const sign = 8 * size - 1;
      return (a, flags) => {
        const result = (combine(a, negate ? -a : a - 1) & mask) >>> 0;
        store(result);
        return statusFlags(flags, result, result === 0, result >>> sign, carry(a === 0), 0, 0);
      };
    },
    wide: (low, high, flags) => {
      const empty = (low | high) === 0;
      const otherLow = negate ? -low : low - 1;
      const otherHigh = negate ? ~high + (low === 0 ? 1 : 0) : high - (low === 0 ? 1 : 0);
      const [first, second] = [combine(low, otherLow) >>> 0, combine(high, otherHigh) >>> 0];
      RESULT[0] = first;
      RESULT[1] = second;
      return statusFlags(flags, first, (first | second) === 0, second >>> 31, carry(empty), 0, 0);
    },
  };
}

const whenEmpty = (empty: boolean): number => (empty ? 1 : 0);

export const BLSR = lowestSet((word, below) => word & below, false, whenEmpty);
export const BLSMSK = lowestSet((word, below) => word ^ below, false, whenEmpty);
export const BLSI = lowestSet(
  (word, negative) => word & negative,
  true,
  (empty) => (empty ? 0 : 1),
);
