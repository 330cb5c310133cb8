/** The bytes of a layout's items before they have their places: one buffer, and columns that say where in it. */

/** Bytes of an item on the average. */
const USUAL_SIZE = 5;

export class Drafts {
  private bytes: Uint8Array;
  private used = 0;
  /** By item; an item that is only room has none. */
  private readonly starts: Float64Array;
  private readonly sizes: Float64Array;

  constructor(items: number) {
    this.bytes = new Uint8Array(Math.max(USUAL_SIZE * items, 64));
    this.starts = new Float64Array(items).fill(NOWHERE);
    this.sizes = new Float64Array(items);
  }

  /** Room for bytes that others write. */
  reserve(index: number, size: number): void {
    this.sizes[index] = size;
  }

  /** Replaces the bytes of the item by the first `size` of `bytes`. */
  put(index: number, bytes: Uint8Array, size: number): void {
    const isThere = this.starts[index] !== NOWHERE && this.sizes[index] === size;
    const start = isThere ? this.starts[index]! : this.room(size); // see above
    for (let at = 0; at < size; at++) this.bytes[start + at] = bytes[at]!; // it has them
    this.starts[index] = start;
    this.sizes[index] = size;
  }

  sizeOf(index: number): number {
    return this.sizes[index]!; // of an item
  }

  bytesOf(index: number): Uint8Array {
    const start = this.startOf(index);
    return this.bytes.slice(start, start + this.sizeOf(index));
  }

  /** The buffer, in which an item begins at `startOf`. It is another one after a `put`. */
  get buffer(): Uint8Array {
    return this.bytes;
  }

  startOf(index: number): number {
    return this.starts[index]!; // of an item
  }

  copy(index: number, to: Uint8Array, at: number): void {
    const start = this.startOf(index);
    if (start === NOWHERE) return;
    const size = this.sizeOf(index);
    for (let byte = 0; byte < size; byte++) to[at + byte] = this.bytes[start + byte]!; // it has them
  }

  private room(size: number): number {
    const start = this.used;
    this.used += size;
    if (this.used > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.used, 2 * this.bytes.length));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    return start;
  }
}

const NOWHERE = -1;
