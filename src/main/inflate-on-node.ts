/** Imported for its effect by every program on Node that reads programs: zlib is part of Node. */
import { unzipSync } from 'node:zlib';
import { provideInflate } from '../elf/compression';

/** What zlib or gzip data stands for. */
export function inflateOnNode(data: Uint8Array, size: number): Uint8Array {
  const { buffer, byteOffset, byteLength } = unzipSync(data, { maxOutputLength: Math.max(size, 1) });
  // A slice of a Buffer is no copy.
  return new Uint8Array(buffer, byteOffset, byteLength);
}

provideInflate(inflateOnNode);
