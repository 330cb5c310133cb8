/**
 * The shape of integer arithmetic here. An operation takes unsigned numbers and RFLAGS, returns the new RFLAGS and leaves
 * its result in `RESULT`, from where the caller takes it at once: nothing is allocated and no bigint made.
 * 64-bit operands are pairs of words, low first.
 */

/** The low and the high word of the last operation's result. Scratch, not state. */
export const RESULT = new Uint32Array(2);

export type NarrowBinary = (a: number, b: number, flags: number) => number;
export type WideBinary = (aLow: number, aHigh: number, bLow: number, bHigh: number, flags: number) => number;
export type NarrowUnary = (a: number, flags: number) => number;
export type WideUnary = (low: number, high: number, flags: number) => number;

/** Bytes of an operand that fits in one word. */
export type NarrowSize = 1 | 2 | 4;

export interface BinaryOperation {
  readonly narrow: (size: NarrowSize) => NarrowBinary;
  readonly wide: WideBinary;
  /** False for CMP and TEST, which only set flags. */
  readonly writes: boolean;
}

export interface UnaryOperation {
  readonly narrow: (size: NarrowSize) => NarrowUnary;
  readonly wide: WideUnary;
}

/** `count` is already masked, and not 0. */
export interface ShiftOperation {
  readonly narrow: (size: NarrowSize) => (a: number, count: number, flags: number) => number;
  readonly wide: (low: number, high: number, count: number, flags: number) => number;
}

/** All ones in `size` bytes. */
export function maskOf(size: NarrowSize): number {
  return size === 4 ? 0xffff_ffff : size === 2 ? 0xffff : 0xff;
}
