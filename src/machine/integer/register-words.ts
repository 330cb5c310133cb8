/** Operands in registers and immediates as words of an array, for functions that are made for an instruction. */
import type { Cpu } from '../cpu/cpu';
import type { Execute } from '../cpu/instruction';

/**
 * @param to the low word of the target in `gpr32`.
 * @param words where the source lies: an immediate's words, or null for the registers.
 * @param from its low word in it.
 */
export type MakeBinary = (to: number, words: Uint32Array | null, from: number) => Execute;
/** @param to the low word of the register in `gpr32`. */
export type MakeUnary = (to: number) => Execute;
/** @param count not 0, and below the operand's width. */
export type MakeShift = (to: number, count: number) => Execute;

/** A word of a register, or of an immediate's `words`. */
export function word({ gpr32 }: Cpu, words: Uint32Array | null, at: number): number {
  return (words ?? gpr32)[at]!; // who makes a function gives it words that there are
}
