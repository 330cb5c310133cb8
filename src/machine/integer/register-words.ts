/** Operands in registers and immediates as words of an array, for functions that are made for an instruction. */
import type { Cpu } from '../cpu/cpu';
import type { Execute } from '../cpu/instruction';

/**
 * @param to the low word of the target in `gpr32`.
 * @param first that of the first source: the target's own, but for APX's new destinations.
 * @param words where the source lies: an immediate's words, or null for the registers.
 * @param from its low word in it.
 */
export type MakeBinary = (to: number, first: number, words: Uint32Array | null, from: number) => Execute;
/** @param first see `MakeBinary`. */
export type MakeUnary = (to: number, first: number) => Execute;
/** @param count not 0, and below the operand's width. */
export type MakeShift = (to: number, first: number, count: number) => Execute;

/** A word of a register, or of an immediate's `words`. */
export function word({ gpr32 }: Cpu, words: Uint32Array | null, at: number): number {
  return (words ?? gpr32)[at]!; // who makes a function gives it words that there are
}
