/** A file that is too large to be read whole: whoever reads it asks for the parts that are needed. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** A copy of `length` bytes from `offset` on. Whoever asks keeps within the file. */
  read(offset: number, length: number): Uint8Array;
}

/** A file that is in memory already. */
export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) };
}
