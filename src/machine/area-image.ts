/**
 * Bytes of an XSAVE area outside of memory, on their way between memory and registers: under three views, because
 * registers move by words and headers are read field by field.
 */
export class AreaImage {
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  readonly view: DataView;

  /** @param size in bytes, a multiple of 4. */
  constructor(size: number) {
    const buffer = new ArrayBuffer(size);
    this.words = new Int32Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
  }

  /** An image that holds a copy of `bytes`. */
  static of(bytes: Uint8Array): AreaImage {
    const image = new AreaImage((bytes.length + 3) & ~3);
    image.bytes.set(bytes);
    return image;
  }
}
