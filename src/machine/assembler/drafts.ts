/** The bytes of a layout's items before they have their places: one buffer, and columns that say where in it. */

import { copyBytes, GrowingBytes } from '../growing-bytes';

/** Bytes of an item on the average. */
const USUAL_SIZE = 5;

export class Drafts {
  private readonly bytes: GrowingBytes;
  /** By item; an item that is only room has none. */
  private readonly starts: Float64Array;
  private readonly sizes: Float64Array;

  constructor(items: number) {
    this.bytes = new GrowingBytes(USUAL_SIZE * items);
    this.starts = new Float64Array(items).fill(NOWHERE);
    this.sizes = new Float64Array(items);
  }

  /** Room for bytes that others write. */
  reserve(index: number, size: number): void {
    this.sizes[index] = size;
  }

  /** Replaces the bytes of the item by `size` of `bytes`, from `at` on. */
  put(index: number, bytes: Uint8Array, at: number, size: number): void {
    const start = this.startOf(index);
    if (start !== NOWHERE && this.sizes[index] === size) return copyBytes(bytes, at, this.buffer, start, size);
    this.starts[index] = this.bytes.append(bytes, at, size);
    this.sizes[index] = size;
  }

  sizeOf(index: number): number {
    return this.sizes[index]!; // of an item
  }

  bytesOf(index: number): Uint8Array {
    const start = this.startOf(index);
    return this.buffer.slice(start, start + this.sizeOf(index));
  }

  /** The buffer, in which an item begins at `startOf`. It is another one after a `put`. */
  get buffer(): Uint8Array {
    return this.bytes.buffer;
  }

  startOf(index: number): number {
    return this.starts[index]!; // of an item
  }

  /** Copies items from `index` on, before `end`, as far as their bytes lie one behind the other. The item behind them. */
  copyRun(index: number, end: number, to: Uint8Array, at: number): number {
    const start = this.startOf(index);
    if (start === NOWHERE) return index + 1;
    let size = this.sizeOf(index);
    let behind = index + 1;
    for (; behind < end && this.startOf(behind) === start + size; behind++) size += this.sizeOf(behind);
    if (size < LONG) copyBytes(this.buffer, start, to, at, size);
    else to.set(this.buffer.subarray(start, start + size), at);
    return behind;
  }
}

const NOWHERE = -1;

/** Bytes from which on a view of them is worth making. */
const LONG = 64;
