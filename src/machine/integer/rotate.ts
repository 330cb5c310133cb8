/**
 * ROL, ROR, RCL and RCR (Intel SDM vol. 2): only CF and OF change. OF, which the manual leaves undefined for counts other
 * than 1, is for any count what the last single-bit rotation would set.
 */
import { FLAG } from '../architecture/bits';
import { maskOf, RESULT, type ShiftOperation } from './operation';

const ROTATE_FLAGS = FLAG.CF | FLAG.OF;
const OF_BIT = 11;

/** RFLAGS with CF and OF, both 0 or 1. */
function rotateFlags(flags: number, carry: number, overflow: number): number {
  return (flags & ~ROTATE_FLAGS) | carry | (overflow << OF_BIT);
}

/** Rotates the word pair left by 0 to 63, into `RESULT`. */
function rotateWide(low: number, high: number, count: number): void {
  const [from, to] = count & 32 ? [high, low] : [low, high];
  const by = count & 31;
  RESULT[0] = by === 0 ? from : (from << by) | (to >>> (32 - by));
  RESULT[1] = by === 0 ? to : (to << by) | (from >>> (32 - by));
}

function rotateNarrow(a: number, count: number, bits: number, mask: number): number {
  const by = count % bits;
  return by === 0 ? a : (((a << by) | (a >>> (bits - by))) & mask) >>> 0;
}

export const ROL: ShiftOperation = {
  narrow: (size) => {
    const bits = 8 * size;
    const mask = maskOf(size);
    return (a, count, flags) => {
      const result = rotateNarrow(a, count, bits, mask);
      RESULT[0] = result;
      const carry = result & 1;
      return rotateFlags(flags, carry, carry ^ (result >>> (bits - 1)));
    };
  },
  wide: (low, high, count, flags) => {
    rotateWide(low, high, count);
    const carry = RESULT[0]! & 1; // two words
    return rotateFlags(flags, carry, carry ^ (RESULT[1]! >>> 31));
  },
};

export const ROR: ShiftOperation = {
  narrow: (size) => {
    const bits = 8 * size;
    const mask = maskOf(size);
    return (a, count, flags) => {
      const result = rotateNarrow(a, bits - (count % bits), bits, mask);
      RESULT[0] = result;
      const top = result >>> (bits - 1);
      return rotateFlags(flags, top, top ^ ((result >>> (bits - 2)) & 1));
    };
  },
  wide: (low, high, count, flags) => {
    rotateWide(low, high, 64 - count);
    const top = RESULT[1]! >>> 31; // two words
    return rotateFlags(flags, top, top ^ ((RESULT[1]! >>> 30) & 1));
  },
};

/** Through CF, one bit at a time: rare enough. */
export const RCL: ShiftOperation = {
  narrow: (size) => {
    const bits = 8 * size;
    const mask = maskOf(size);
    return (a, count, flags) => {
      let [value, carry] = [a, flags & FLAG.CF];
      for (let left = count % (bits + 1); left > 0; left--) {
        const out = value >>> (bits - 1);
        value = (((value << 1) | carry) & mask) >>> 0;
        carry = out;
      }
      RESULT[0] = value;
      return rotateFlags(flags, carry, carry ^ (value >>> (bits - 1)));
    };
  },
  wide: (low, high, count, flags) => {
    let carry = flags & FLAG.CF;
    for (let left = count; left > 0; left--) {
      const out = high >>> 31;
      high = ((high << 1) | (low >>> 31)) >>> 0;
      low = ((low << 1) | carry) >>> 0;
      carry = out;
    }
    RESULT[0] = low;
    RESULT[1] = high;
    return rotateFlags(flags, carry, carry ^ (high >>> 31));
  },
};

export const RCR: ShiftOperation = {
  narrow: (size) => {
    const bits = 8 * size;
    return (a, count, flags) => {
      let [value, carry] = [a, flags & FLAG.CF];
      for (let left = count % (bits + 1); left > 0; left--) {
        const out = value & 1;
        value = ((value >>> 1) | (carry << (bits - 1))) >>> 0;
        carry = out;
      }
      RESULT[0] = value;
      return rotateFlags(flags, carry, (value >>> (bits - 1)) ^ ((value >>> (bits - 2)) & 1));
    };
  },
  wide: (low, high, count, flags) => {
    let carry = flags & FLAG.CF;
    for (let left = count; left > 0; left--) {
      const out = low & 1;
      low = ((low >>> 1) | (high << 31)) >>> 0;
      high = ((high >>> 1) | (carry << 31)) >>> 0;
      carry = out;
    }
    RESULT[0] = low;
    RESULT[1] = high;
    return rotateFlags(flags, carry, (high >>> 31) ^ ((high >>> 30) & 1));
  },
};
