/**
 * SHL, SHR and SAR (Intel SDM vol. 2). Where the manual leaves a flag undefined: AF is cleared; OF is, for any count,
 * what the last single-bit shift would set; CF of a shift past the operand's width is the last bit shifted out: 0, or the
 * sign for SAR.
 */
import { statusFlags } from './flags';
import { maskOf, RESULT, type ShiftOperation } from './operation';

/** Shifts of a word by any count; JavaScript's own take it modulo 32. */
const right = (a: number, count: number): number => (count > 31 ? 0 : a >>> count);
const left = (a: number, count: number): number => (count > 31 ? 0 : a << count);

export const SHL: ShiftOperation = {
  narrow: (size) => {
    const bits = size * 8;
    const mask = maskOf(size);
    return (a, count, flags) => {
      const result = (left(a, count) & mask) >>> 0;
      const carry = count > bits ? 0 : (a >>> (bits - count)) & 1;
      const negative = result >>> (bits - 1);
      RESULT[0] = result;
      return statusFlags(flags, result, result === 0, negative, carry, negative ^ carry, 0);
    };
  },
  wide: (low, high, count, flags) => {
    const carry = count > 32 ? (low >>> (64 - count)) & 1 : (high >>> (32 - count)) & 1;
    const newHigh = (count > 31 ? left(low, count - 32) : left(high, count) | right(low, 32 - count)) >>> 0;
    const newLow = left(low, count) >>> 0;
    RESULT[0] = newLow;
    RESULT[1] = newHigh;
    const negative = newHigh >>> 31;
    return statusFlags(flags, newLow, (newLow | newHigh) === 0, negative, carry, negative ^ carry, 0);
  },
};

export const SHR: ShiftOperation = {
  narrow: (size) => {
    const bits = size * 8;
    return (a, count, flags) => {
      const result = right(a, count);
      const carry = right(a, count - 1) & 1;
      const overflow = count === 1 ? a >>> (bits - 1) : 0;
      RESULT[0] = result;
      return statusFlags(flags, result, result === 0, result >>> (bits - 1), carry, overflow, 0);
    };
  },
  wide: (low, high, count, flags) => {
    const carry = (count > 32 ? high >>> (count - 33) : low >>> (count - 1)) & 1;
    const newLow = (count > 31 ? right(high, count - 32) : right(low, count) | left(high, 32 - count)) >>> 0;
    const newHigh = right(high, count);
    RESULT[0] = newLow;
    RESULT[1] = newHigh;
    const overflow = count === 1 ? high >>> 31 : 0;
    return statusFlags(flags, newLow, (newLow | newHigh) === 0, newHigh >>> 31, carry, overflow, 0);
  },
};

export const SAR: ShiftOperation = {
  narrow: (size) => {
    const bits = size * 8;
    const mask = maskOf(size);
    return (a, count, flags) => {
      const signed = (a << (32 - bits)) >> (32 - bits);
      const result = ((signed >> Math.min(count, 31)) & mask) >>> 0;
      const carry = (signed >> Math.min(count - 1, 31)) & 1;
      RESULT[0] = result;
      return statusFlags(flags, result, result === 0, result >>> (bits - 1), carry, 0, 0);
    };
  },
  wide: (low, high, count, flags) => {
    const carry = (count > 32 ? high >> (count - 33) : low >>> (count - 1)) & 1;
    const newLow = (count > 31 ? (high | 0) >> (count - 32) : right(low, count) | left(high, 32 - count)) >>> 0;
    const newHigh = ((high | 0) >> Math.min(count, 31)) >>> 0;
    RESULT[0] = newLow;
    RESULT[1] = newHigh;
    return statusFlags(flags, newLow, (newLow | newHigh) === 0, newHigh >>> 31, carry, 0, 0);
  },
};
