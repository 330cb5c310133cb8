/** Structures and strings in user memory, as system calls take and give them. Undefined and false: -EFAULT. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { PAGE_SIZE } from '../../machine/cpu/page';
import { textOf } from '../model/byte-text';
import { copyFromUser, copyToUser } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';

/** PATH_MAX, with the end. */
const MOST_PATH = 4096;
const MOST_STRING = 128 * 1024;

export function readView(kernel: KernelContext, address: LinearAddress, length: number): DataView | undefined {
  const bytes = copyFromUser(kernel, address, length);
  return bytes && new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function writeWords(kernel: KernelContext, address: LinearAddress, words: readonly bigint[]): boolean {
  return copyToUser(kernel, address, new Uint8Array(BigUint64Array.from(words).buffer));
}

export function write32(kernel: KernelContext, address: LinearAddress, value: number): boolean {
  return copyToUser(kernel, address, new Uint8Array(Int32Array.of(value).buffer));
}

/** Up to a zero, a character for each byte. `too-long` beyond PATH_MAX. */
export function readPath(kernel: KernelContext, address: LinearAddress): string | 'too-long' | undefined {
  const text = readString(kernel, address);
  return text !== undefined && text.length >= MOST_PATH ? 'too-long' : text;
}

function readString(kernel: KernelContext, address: LinearAddress): string | undefined {
  let text = '';
  for (let at = address; text.length < MOST_STRING; ) {
    const bytes = copyFromUser(kernel, at, PAGE_SIZE - (at % PAGE_SIZE));
    if (!bytes) return undefined;
    const end = bytes.indexOf(0);
    text += textOf(end < 0 ? bytes : bytes.subarray(0, end));
    if (end >= 0) return text;
    at += bytes.length;
  }
  return text;
}

/** A list of pointers to strings, up to a null pointer; null itself is an empty list. */
export function readStrings(kernel: KernelContext, address: LinearAddress, most: number): string[] | undefined {
  const strings: string[] = [];
  if (address === 0) return strings;
  for (let at = address; strings.length <= most; at += 8) {
    const next = readView(kernel, at, 8)?.getBigUint64(0, true);
    if (next === undefined) return undefined;
    if (next === 0n) break;
    const text = readString(kernel, Number(next));
    if (text === undefined) return undefined;
    strings.push(text);
  }
  return strings;
}
