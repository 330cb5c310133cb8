/** Imported for its effect by every program on Node that reads programs: zlib is part of Node. */
import { inflateSync } from 'node:zlib';
import { provideInflate } from '../elf/compression';

provideInflate((bytes, size) => inflateSync(bytes, { maxOutputLength: Math.max(size, 1) }));
