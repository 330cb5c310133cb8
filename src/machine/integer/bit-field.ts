/**
 * What BMI1 and BMI2 compute from two sources into a third register (Intel SDM vol. 2). Undefined in the manual: AF and PF
 * of ANDN, BEXTR and BZHI, SF of BEXTR (here: AF 0, the others by the result).
 */
import { FLAG } from '../architecture/bits';
import { logicFlags } from './flags';
import { type BinaryOperation, maskOf, type NarrowSize, RESULT } from './operation';
import { ROR } from './rotate';
import { SAR, SHL, SHR } from './shift';

type Combine = (a: bigint, b: bigint, bits: bigint) => bigint;
type Flags = (flags: number, result: bigint, a: bigint, b: bigint, bits: bigint) => number;

function join(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

/** For instructions that are rare in loops: computed with bigints, once for both widths. */
function rare(combine: Combine, flagsOf: Flags): BinaryOperation {
  const operate = (a: bigint, b: bigint, bits: bigint, flags: number): number => {
    const result = combine(a, b, bits);
    RESULT[0] = Number(result & 0xffff_ffffn);
    RESULT[1] = Number(result >> 32n);
    return flagsOf(flags, result, a, b, bits);
  };
  return {
    narrow: (size) => (a, b, flags) => operate(BigInt(a), BigInt(b), BigInt(8 * size), flags),
    wide: (aLow, aHigh, bLow, bHigh, flags) => operate(join(aLow, aHigh), join(bLow, bHigh), 64n, flags),
    writes: true,
  };
}

const noFlags: Flags = (flags) => flags;

function byResult(flags: number, result: bigint, bits: bigint): number {
  return logicFlags(flags, Number(result & 0xffn), result === 0n, Number(result >> (bits - 1n)));
}

const ones = (count: bigint): bigint => (1n << count) - 1n;

/** start in bits 7:0 of the second source, length in 15:8. */
export const BEXTR = rare(
  (a, b) => (a >> (b & 0xffn)) & ones((b >> 8n) & 0xffn),
  (flags, result, _a, _b, bits) => byResult(flags, result, bits),
);

export const BZHI = rare(
  (a, b, bits) => ((b & 0xffn) < bits ? a & ones(b & 0xffn) : a),
  (flags, result, _a, b, bits) => byResult(flags, result, bits) | ((b & 0xffn) >= bits ? FLAG.CF : 0),
);

/** Bits of the first source, low ones first, to the places that the mask has. */
export const PDEP = rare((a, mask) => {
  let [result, rest] = [0n, a];
  for (let left = mask; left !== 0n; left &= left - 1n) {
    if (rest & 1n) result |= left & -left;
    rest >>= 1n;
  }
  return result;
}, noFlags);

/** Bits of the first source at the places that the mask has, side by side. */
export const PEXT = rare((a, mask) => {
  let [result, place] = [0n, 1n];
  for (let left = mask; left !== 0n; left &= left - 1n) {
    if (a & left & -left) result |= place;
    place <<= 1n;
  }
  return result;
}, noFlags);

export const ANDN: BinaryOperation = {
  narrow: (size: NarrowSize) => (a, b, flags) => {
    const result = (~a & b & maskOf(size)) >>> 0;
    RESULT[0] = result;
    return logicFlags(flags, result, result === 0, result >>> (8 * size - 1));
  },
  wide: (aLow, aHigh, bLow, bHigh, flags) => {
    const low = (~aLow & bLow) >>> 0;
    const high = (~aHigh & bHigh) >>> 0;
    RESULT[0] = low;
    RESULT[1] = high;
    return logicFlags(flags, low, (low | high) === 0, high >>> 31);
  },
  writes: true,
};

/** A shift that leaves the flags alone; the second source is the count, of which the operand's width is masked off. */
function flagless({ narrow, wide }: typeof SHL): BinaryOperation {
  return {
    narrow: (size) => {
      const operate = narrow(size);
      return (a, b, flags) => {
        const count = b & 31;
        if (count === 0) RESULT[0] = a;
        else operate(a, count, flags);
        return flags;
      };
    },
    wide: (aLow, aHigh, bLow, _bHigh, flags) => {
      const count = bLow & 63;
      if (count === 0) {
        RESULT[0] = aLow;
        RESULT[1] = aHigh;
      } else wide(aLow, aHigh, count, flags);
      return flags;
    },
    writes: true,
  };
}

export const SHLX = flagless(SHL);
export const SHRX = flagless(SHR);
export const SARX = flagless(SAR);
export const RORX = flagless(ROR);
