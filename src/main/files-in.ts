/** The files of a folder, each read when somebody asks for it: beside a trace or a program, and what a program finds at `/`. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { notRead } from '../adapter/launch/data-files';
import { DATA_LIMIT } from '../adapter/launch/file-limit';
import { isUserError } from '../adapter/protocol/user-error';
import type { ByteSource } from '../elf/image/byte-source';
import type { TraceFiles } from '../language/data/data-bytes';
import { openImageFile } from './image-file';
import { demandInside } from './inside-folder';
import { readRegularFile, sizeOfRegularFile } from './regular-file';

/** What lies in a folder and below it, for a trace or a program. */
export function filesIn(folder: string): TraceFiles {
  const beside = <T>(name: string, use: (file: string) => T): T => {
    try {
      return use(path.join(folder, ...name.split(/[\\/]/)));
    } catch (error) {
      throw isUserError(error) ? notRead(error) : error;
    }
  };
  const images = new Map<string, ByteSource>();
  const openImage = (name: string): ByteSource => {
    const image = images.get(name) ?? beside(name, (file) => openImageFile(file, folder));
    images.set(name, image);
    return image;
  };
  return {
    sizeOf: (name) => beside(name, (file) => sizeOfRegularFile(file, DATA_LIMIT, folder)),
    read: (name) => beside(name, (file) => readRegularFile(file, DATA_LIMIT, folder)),
    openImage,
    list: (name) => namesIn(name, folder),
  };
}

/** Undefined for what is no folder, and for one that a link leads out to. */
function namesIn(name: string, folder: string): readonly string[] | undefined {
  try {
    const where = path.join(folder, name);
    return readdirSync(name === '' ? where : demandInside(where, folder));
  } catch {
    return undefined;
  }
}
