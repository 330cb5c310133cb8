/** Bytes that are put together one run after the other, in one buffer. */
export class GrowingBytes {
  private room: Uint8Array;
  private used = 0;

  constructor(expected = 0) {
    this.room = new Uint8Array(expected);
  }

  /** The buffer. It is another one after an `append`. */
  get buffer(): Uint8Array {
    return this.room;
  }

  /** Copies `size` bytes of `from`, which begin at `at`. Returns where in the buffer they are. */
  append(from: Uint8Array, at: number, size: number): number {
    const start = this.used;
    this.used += size;
    if (this.used > this.room.length) this.grow();
    copyBytes(from, at, this.room, start, size);
    return start;
  }

  private grow(): void {
    const larger = new Uint8Array(Math.max(this.used, 2 * this.room.length, LEAST));
    larger.set(this.room);
    this.room = larger;
  }
}

/** Bytes of a buffer that is not empty. */
const LEAST = 64;

/** For so few bytes that a view of them would take longer to make. */
export function copyBytes(from: Uint8Array, at: number, to: Uint8Array, start: number, size: number): void {
  for (let byte = 0; byte < size; byte++) to[start + byte] = from[at + byte]!; // it has them
}
