/** Copies, compares and clears the registers of a state component as plain words. */

import type { RegisterRun } from '../architecture/register-file';
import { copyPieces } from './copy-words';

/** Copies registers to `target` from word `at` on, one run after the other. */
export function gather(registers: Int32Array, runs: readonly RegisterRun[], target: Int32Array, at: number): void {
  let to = at;
  for (const { at: first, words, count, stride } of runs) {
    copyPieces(registers, first, stride, target, to, words, count, words);
    to += count * words;
  }
}

/** Copies words back to the registers: the inverse of `gather`. */
export function scatter(registers: Int32Array, runs: readonly RegisterRun[], source: Int32Array, at: number): void {
  let from = at;
  for (const { at: first, words, count, stride } of runs) {
    copyPieces(source, from, words, registers, first, stride, count, words);
    from += count * words;
  }
}

export function clear(registers: Int32Array, runs: readonly RegisterRun[]): void {
  for (const { at, words, count, stride } of runs) {
    if (count === 1) registers.fill(0, at, at + words);
    else {
      for (let piece = at; piece < at + count * stride; piece += stride) {
        for (let word = piece; word < piece + words; word++) registers[word] = 0;
      }
    }
  }
}

export function isZero(registers: Int32Array, runs: readonly RegisterRun[]): boolean {
  for (const { at, words, count, stride } of runs) {
    for (let piece = 0; piece < count; piece++) {
      const first = at + piece * stride;
      for (let word = first; word < first + words; word++) if (registers[word] !== 0) return false;
    }
  }
  return true;
}

/** Whether two register files agree in these registers. */
export function areEqual(some: Int32Array, others: Int32Array, runs: readonly RegisterRun[]): boolean {
  for (const { at, words, count, stride } of runs) {
    for (let piece = 0; piece < count; piece++) {
      if (!agree(some, others, at + piece * stride, words)) return false;
    }
  }
  return true;
}

/** Whether `count` words agree: eight at a time, for a look at each would be most of the work. */
function agree(some: Int32Array, others: Int32Array, at: number, count: number): boolean {
  const end = at + count;
  let word = at;
  for (; word + 8 <= end; word += 8) {
    const differences =
      (some[word]! ^ others[word]!) | // both register files have all these words, and so below
      (some[word + 1]! ^ others[word + 1]!) | // as above
      (some[word + 2]! ^ others[word + 2]!) |
      (some[word + 3]! ^ others[word + 3]!) | // as above
      (some[word + 4]! ^ others[word + 4]!) |
      (some[word + 5]! ^ others[word + 5]!) | // as above
      (some[word + 6]! ^ others[word + 6]!) |
      (some[word + 7]! ^ others[word + 7]!); // as above
    if (differences !== 0) return false;
  }
  for (; word < end; word++) if (some[word] !== others[word]) return false;
  return true;
}
