/** Copies, compares and clears the registers of a state component as plain words. */

import type { RegisterRun } from '../architecture/register-file';
import { areSame, areZero, copyPieces, type WordBlock } from './word-block';

/** Copies registers to `target` from word `at` on, one run after the other. */
export function gather(registers: WordBlock, runs: readonly RegisterRun[], target: WordBlock, at: number): void {
  let to = at;
  for (const { at: first, words, count, stride } of runs) {
    copyPieces(registers, first, stride, target, to, words, count, words);
    to += count * words;
  }
}

/** Copies words back to the registers: the inverse of `gather`. */
export function scatter(registers: WordBlock, runs: readonly RegisterRun[], source: WordBlock, at: number): void {
  let from = at;
  for (const { at: first, words, count, stride } of runs) {
    copyPieces(source, from, words, registers, first, stride, count, words);
    from += count * words;
  }
}

export function clear({ words: registers }: WordBlock, runs: readonly RegisterRun[]): void {
  for (const { at, words, count, stride } of runs) {
    if (count === 1) registers.fill(0, at, at + words);
    else {
      for (let piece = at; piece < at + count * stride; piece += stride) {
        for (let word = piece; word < piece + words; word++) registers[word] = 0;
      }
    }
  }
}

export function isZero(registers: WordBlock, runs: readonly RegisterRun[]): boolean {
  for (const { at, words, count, stride } of runs) {
    for (let piece = 0; piece < count; piece++) if (!areZero(registers, at + piece * stride, words)) return false;
  }
  return true;
}

/** Whether two register files agree in these registers. */
export function areEqual(some: WordBlock, others: WordBlock, runs: readonly RegisterRun[]): boolean {
  for (const { at, words, count, stride } of runs) {
    for (let piece = 0; piece < count; piece++) {
      if (!areSame(some, others, at + piece * stride, words)) return false;
    }
  }
  return true;
}
