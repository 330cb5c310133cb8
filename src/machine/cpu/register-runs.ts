/** What can be done to the registers of a state component as plain words: copy, compare, clear. */

import type { RegisterRun } from '../architecture/register-file';
import { copyWords } from './copy-words';

/** Copies registers to `target` from word `at` on, one run after the other. */
export function gather(registers: Int32Array, runs: readonly RegisterRun[], target: Int32Array, at: number): void {
  let to = at;
  for (const { at: first, words, count, stride } of runs) {
    for (let piece = 0; piece < count; piece++) {
      copyWords(registers, first + piece * stride, target, to, words);
      to += words;
    }
  }
}

/** The way back from `gather`. */
export function scatter(registers: Int32Array, runs: readonly RegisterRun[], source: Int32Array, at: number): void {
  let from = at;
  for (const { at: first, words, count, stride } of runs) {
    for (let piece = 0; piece < count; piece++) {
      copyWords(source, from, registers, first + piece * stride, words);
      from += words;
    }
  }
}

export function clear(registers: Int32Array, runs: readonly RegisterRun[]): void {
  for (const { at, words, count, stride } of runs) {
    for (let piece = 0; piece < count; piece++) {
      const first = at + piece * stride;
      registers.fill(0, first, first + words);
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
      const first = at + piece * stride;
      for (let word = first; word < first + words; word++) if (some[word] !== others[word]) return false;
    }
  }
  return true;
}
