/** Imported for its effect by every program on Node that reads programs: zlib is part of Node. */
import { unzipSync } from 'node:zlib';
import { provideInflate } from '../elf/compression';

provideInflate((data, size) => {
  const { buffer, byteOffset, byteLength } = unzipSync(data, { maxOutputLength: Math.max(size, 1) });
  // A slice of a Buffer is no copy.
  return new Uint8Array(buffer, byteOffset, byteLength);
});
