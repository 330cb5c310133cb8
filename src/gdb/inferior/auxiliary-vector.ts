/** The auxiliary vector of a program that has not begun yet: it lies on the stack behind arguments and environment. */
import type { Memory } from '../../machine/cpu/memory';

const WORD = 8;
const AT_NULL = 0n;
/** More words than the strings of a call may have in pointers. */
const MOST_WORDS = 1 << 16;

/** Pairs of 64 bits up to AT_NULL; empty where no such thing lies there. @param stack RSP at the program's first instruction. */
export function auxiliaryVectorAt(memory: Memory, space: number, stack: number): Uint8Array {
  const word = (index: number): bigint | undefined => {
    const bytes = memory.peek(space, stack + WORD * index, WORD);
    return bytes?.length === WORD ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true) : undefined;
  };
  /** Index behind the next word that is 0. */
  const behindZero = (from: number, stride: number): number | undefined => {
    for (let at = from; at < MOST_WORDS; at += stride) {
      const value = word(at);
      if (value === undefined) return undefined;
      if (value === AT_NULL) return at + stride;
    }
    return undefined;
  };
  const environment = behindZero(1, 1);
  const start = environment === undefined ? undefined : behindZero(environment, 1);
  const end = start === undefined ? undefined : behindZero(start, 2);
  if (start === undefined || end === undefined) return new Uint8Array();
  return memory.peek(space, stack + WORD * start, WORD * (end - start)) ?? new Uint8Array();
}
