/** Fills `bytes` with copies of its first `size` bytes. */
export function repeatFirst(bytes: Uint8Array, size: number): void {
  for (let done = size; done < bytes.length; done *= 2) bytes.copyWithin(done, 0, Math.min(done, bytes.length - done));
}
