/** Files that a command writes, and in words why one cannot be written. */
import { writeFileSync } from 'node:fs';
import { tableOf } from '../../machine/table';
import { UsageError } from './usage-error';

const REASONS = tableOf<string>({
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'it would be larger than a file may be here',
  EIO: 'the device has failed',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'the name is too long',
  EEXIST: 'a part of its path is not a folder',
});

/** `disk.xtrace cannot be written: the disk is full.` */
export function notWritten(what: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return `${what} cannot be written: ${REASONS[code] ?? code}.`;
}

/** @param option that names the file, for the message. @throws UsageError where the file cannot be written. */
export function writeOutput(option: string, path: string, text: string): void {
  writingOrRefuse(`${option}: ${path}`, () => writeFileSync(path, text));
}

/** What `work` answers. @param what is written, for the message. @throws UsageError where `work` throws. */
export function writingOrRefuse<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UsageError(notWritten(what, error));
  }
}

/**
 * Writes a file anew. The disk may be full when its old text is gone already: then that is put back, as the room that it had is
 * free. @throws UsageError where the file cannot be written.
 */
export function rewriteFile(path: string, before: string, text: string): void {
  writingOrRefuse(path, () => {
    try {
      writeFileSync(path, text);
    } catch (error) {
      writeFileSync(path, before);
      throw error;
    }
  });
}
