/** The image of a kernel on disk: hundreds of megabytes, of which the parts are read that are asked for. */
import { fstatSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileLimit } from '../adapter/launch/file-limit';
import { UserError } from '../adapter/protocol/user-error';
import type { ByteSource } from '../elf/image/byte-source';
import { demandInside } from './inside-folder';
import { withFile } from './regular-file';

const IMAGE_LIMIT: FileLimit = { bytes: Number.MAX_SAFE_INTEGER, what: 'the image of a kernel' };

/**
 * Open for each piece only, so that nobody has to close it. With `folder`, links included, it must lie in there.
 * Throws `UserError`: no such file, no regular file, outside.
 */
export function openImageFile(path: string, folder?: string): ByteSource {
  const absolute = resolve(folder === undefined ? path : demandInside(path, folder));
  const { size, mtimeMs } = withFile(absolute, IMAGE_LIMIT, (file) => fstatSync(file));
  return {
    size,
    read: (offset, length) =>
      withFile(absolute, IMAGE_LIMIT, (file) => {
        const now = fstatSync(file);
        if (now.size === size && now.mtimeMs === mtimeMs) return readPiece(file, offset, length);
        throw new UserError('cannot-read', `${path} has changed while it was read. Start again.`);
      }),
  };
}

function readPiece(file: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const count = readSync(file, bytes, done, length - done, offset + done);
    if (count === 0) break;
    done += count;
  }
  return bytes;
}
