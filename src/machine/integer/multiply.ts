/**
 * Products (Intel SDM vol. 2, IMUL and MUL). CF and OF tell whether the upper half matters; the other status flags, which
 * the manual leaves undefined: SF, ZF and PF describe the low half, AF is cleared.
 */
import { statusFlags } from './flags';
import { maskOf, type NarrowSize, RESULT } from './operation';

/** Four words, low first: of the last 64 by 64-bit product. Scratch, not state. */
export const PRODUCT = new Uint32Array(4);

/** Low half, high half of the last product of up to 32 by 32 bits. Scratch, not state. */
export const HALVES = new Uint32Array(2);

/** Multiplies numbers of `size` bytes into `HALVES`; returns RFLAGS. Operands are unsigned patterns in either case. */
export function multiplyNarrow(size: NarrowSize, signed: boolean, a: number, b: number, flags: number): number {
  const bits = size * 8;
  const mask = maskOf(size);
  const low = (Math.imul(a, b) & mask) >>> 0;
  let high = Math.floor((a * b - low) / (mask + 1));
  if (size === 4) high = highWord(a, b);
  if (signed) high -= (a >>> (bits - 1) ? b : 0) + (b >>> (bits - 1) ? a : 0);
  high = (high & mask) >>> 0;
  const negative = low >>> (bits - 1);
  const lost = high !== (signed && negative ? mask : 0) ? 1 : 0;
  HALVES[0] = low;
  HALVES[1] = high;
  return statusFlags(flags, low, low === 0, negative, lost, lost, 0);
}

/** Multiplies signed words, the low half of the product into `RESULT`; returns RFLAGS. */
export function multiplyWords(a: number, b: number, flags: number): number {
  const low = Math.imul(a, b);
  RESULT[0] = low;
  // A product that a double has to round is none that 32 bits hold.
  const lost = (a | 0) * (b | 0) !== low ? 1 : 0;
  return statusFlags(flags, low, low === 0, low >>> 31, lost, lost, 0);
}

/** Multiplies pairs of words into `PRODUCT`, its low half also into `RESULT`; returns RFLAGS. */
export function multiplyWide(
  signed: boolean,
  aLow: number,
  aHigh: number,
  bLow: number,
  bHigh: number,
  flags: number,
): number {
  const cross = Math.imul(aLow, bHigh) >>> 0;
  const otherCross = Math.imul(aHigh, bLow) >>> 0;
  const low = Math.imul(aLow, bLow) >>> 0;
  const second = highWord(aLow, bLow) + cross + otherCross;
  const third =
    Math.floor(second / 2 ** 32) + highWord(aLow, bHigh) + highWord(aHigh, bLow) + (Math.imul(aHigh, bHigh) >>> 0);
  const fourth = Math.floor(third / 2 ** 32) + highWord(aHigh, bHigh);
  PRODUCT[0] = low;
  PRODUCT[1] = second;
  PRODUCT[2] = third;
  PRODUCT[3] = fourth;
  if (signed && aHigh >>> 31) subtractFromHigh(bLow, bHigh);
  if (signed && bHigh >>> 31) subtractFromHigh(aLow, aHigh);
  const middle = second >>> 0;
  RESULT[0] = low;
  RESULT[1] = middle;
  const negative = middle >>> 31;
  const sign = signed && negative ? 0xffff_ffff : 0;
  const lost = PRODUCT[2] !== sign || PRODUCT[3] !== sign ? 1 : 0;
  return statusFlags(flags, low, (low | middle) === 0, negative, lost, lost, 0);
}

/** A negative factor counted 2^64 too much: takes the other one off the upper half. */
function subtractFromHigh(low: number, high: number): void {
  const difference = PRODUCT[2]! - low; // four words
  PRODUCT[2] = difference;
  PRODUCT[3] = PRODUCT[3]! - high - (difference < 0 ? 1 : 0); // the scratch has as many words
}

/** Bits 63:32 of the product of two unsigned words, by halves of 16 bits that doubles multiply exactly. */
function highWord(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const first = aHigh * bLow + ((aLow * bLow) >>> 16);
  const second = aLow * bHigh + (first & 0xffff);
  return aHigh * bHigh + Math.floor(first / 0x10000) + Math.floor(second / 0x10000);
}
