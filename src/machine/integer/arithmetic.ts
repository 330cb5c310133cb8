/** ADD, ADC, SUB, SBB, CMP, INC, DEC, NEG and the logical operations (Intel SDM vol. 2): results and exact flags. */
import { FLAG } from '../architecture/bits';
import { logicFlags, statusFlags } from './flags';
import {
  type BinaryOperation,
  maskOf,
  type NarrowBinary,
  type NarrowSize,
  type NarrowUnary,
  RESULT,
  type UnaryOperation,
  type WideBinary,
  type WideUnary,
} from './operation';

const WORD_MASK = 0xffff_ffff;

function narrowAdd(size: NarrowSize, carryIn: number): NarrowBinary {
  const mask = maskOf(size);
  const sign = size * 8 - 1;
  return (a, b, flags) => {
    const sum = a + b + (flags & carryIn);
    const result = (sum & mask) >>> 0;
    RESULT[0] = result;
    const overflow = (((a ^ result) & (b ^ result)) >>> sign) & 1;
    return statusFlags(flags, result, result === 0, result >>> sign, sum > mask ? 1 : 0, overflow, a ^ b ^ result);
  };
}

function wideAdd(carryIn: number): WideBinary {
  return (aLow, aHigh, bLow, bHigh, flags) => {
    const lowSum = aLow + bLow + (flags & carryIn);
    const highSum = aHigh + bHigh + (lowSum > WORD_MASK ? 1 : 0);
    const low = lowSum >>> 0;
    const high = highSum >>> 0;
    RESULT[0] = low;
    RESULT[1] = high;
    const overflow = ((aHigh ^ high) & (bHigh ^ high)) >>> 31;
    const carry = highSum > WORD_MASK ? 1 : 0;
    return statusFlags(flags, low, (low | high) === 0, high >>> 31, carry, overflow, aLow ^ bLow ^ low);
  };
}

function narrowSubtract(size: NarrowSize, borrowIn: number): NarrowBinary {
  const mask = maskOf(size);
  const sign = size * 8 - 1;
  return (a, b, flags) => {
    const difference = a - b - (flags & borrowIn);
    const result = (difference & mask) >>> 0;
    RESULT[0] = result;
    const overflow = (((a ^ b) & (a ^ result)) >>> sign) & 1;
    return statusFlags(flags, result, result === 0, result >>> sign, difference < 0 ? 1 : 0, overflow, a ^ b ^ result);
  };
}

function wideSubtract(borrowIn: number): WideBinary {
  return (aLow, aHigh, bLow, bHigh, flags) => {
    const lowDifference = aLow - bLow - (flags & borrowIn);
    const highDifference = aHigh - bHigh - (lowDifference < 0 ? 1 : 0);
    const low = lowDifference >>> 0;
    const high = highDifference >>> 0;
    RESULT[0] = low;
    RESULT[1] = high;
    const overflow = ((aHigh ^ bHigh) & (aHigh ^ high)) >>> 31;
    const carry = highDifference < 0 ? 1 : 0;
    return statusFlags(flags, low, (low | high) === 0, high >>> 31, carry, overflow, aLow ^ bLow ^ low);
  };
}

type Bitwise = (a: number, b: number) => number;

function logical(combine: Bitwise, writes: boolean): BinaryOperation {
  return {
    narrow: (size) => (a, b, flags) => {
      const result = combine(a, b) >>> 0;
      RESULT[0] = result;
      return logicFlags(flags, result, result === 0, result >>> (size * 8 - 1));
    },
    wide: (aLow, aHigh, bLow, bHigh, flags) => {
      const low = combine(aLow, bLow) >>> 0;
      const high = combine(aHigh, bHigh) >>> 0;
      RESULT[0] = low;
      RESULT[1] = high;
      return logicFlags(flags, low, (low | high) === 0, high >>> 31);
    },
    writes,
  };
}

const and: Bitwise = (a, b) => a & b;

export const ADD: BinaryOperation = { narrow: (size) => narrowAdd(size, 0), wide: wideAdd(0), writes: true };
export const ADC: BinaryOperation = {
  narrow: (size) => narrowAdd(size, FLAG.CF),
  wide: wideAdd(FLAG.CF),
  writes: true,
};
export const SUB: BinaryOperation = { narrow: (size) => narrowSubtract(size, 0), wide: wideSubtract(0), writes: true };
export const SBB: BinaryOperation = {
  narrow: (size) => narrowSubtract(size, FLAG.CF),
  wide: wideSubtract(FLAG.CF),
  writes: true,
};
export const CMP: BinaryOperation = { ...SUB, writes: false };
export const AND = logical(and, true);
export const OR = logical((a, b) => a | b, true);
export const XOR = logical((a, b) => a ^ b, true);
export const TEST = logical(and, false);

/** One more or one less; CF stays as it is. */
function narrowStep(size: NarrowSize, by: 1 | -1): NarrowUnary {
  const mask = maskOf(size);
  const sign = size * 8 - 1;
  return (a, flags) => {
    const result = ((a + by) & mask) >>> 0;
    RESULT[0] = result;
    const overflow = ((by > 0 ? ~a & result : a & ~result) >>> sign) & 1;
    return statusFlags(flags, result, result === 0, result >>> sign, flags & FLAG.CF, overflow, a ^ 1 ^ result);
  };
}

function keepCarry(wide: WideBinary): WideUnary {
  return (low, high, flags) => (wide(low, high, 1, 0, flags) & ~FLAG.CF) | (flags & FLAG.CF);
}

export const INC: UnaryOperation = { narrow: (size) => narrowStep(size, 1), wide: keepCarry(ADD.wide) };
export const DEC: UnaryOperation = { narrow: (size) => narrowStep(size, -1), wide: keepCarry(SUB.wide) };

export const NEG: UnaryOperation = {
  narrow: (size) => {
    const subtract = SUB.narrow(size);
    return (a, flags) => subtract(0, a, flags);
  },
  wide: (low, high, flags) => SUB.wide(0, 0, low, high, flags),
};

/** NOT sets no flags. */
export const NOT: UnaryOperation = {
  narrow: (size) => (a, flags) => {
    RESULT[0] = ~a & maskOf(size);
    return flags;
  },
  wide: (low, high, flags) => {
    RESULT[0] = ~low;
    RESULT[1] = ~high;
    return flags;
  },
};
