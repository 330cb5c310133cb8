/** Reads files as a debugger must: regular ones of bounded size, and without ever waiting for anybody. */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type FileLimit, notRegular, tooLarge } from '../../adapter/launch/file-limit';
import { demandInside } from '../../adapter/launch/inside-folder';
import { UserError } from '../../adapter/protocol/user-error';

/** A pipe would wait for a writer, and a terminal would become ours. Windows has neither. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/**
 * The bytes of a file. With `folder`, links included, it must lie in there.
 * Rejects with `UserError`: no such file, no regular file, larger than `limit`, outside.
 */
export async function readRegularFile(path: string, limit: FileLimit, folder?: string): Promise<Uint8Array> {
  const file = await openRegular(path);
  try {
    if (folder !== undefined) await demandSame(file, await demandInside(path, folder), path);
    const { size } = await file.stat();
    if (size > limit.bytes) throw tooLarge(path, size, limit);
    return await readAll(file, size);
  } catch (error) {
    throw forUser(path, error);
  } finally {
    await file.close();
  }
}

/** To open a device can have effects of its own, so the kind is looked at before as well as behind. */
async function openRegular(path: string): Promise<FileHandle> {
  try {
    demandRegular(path, await stat(path));
    const file = await open(path, FLAGS);
    try {
      demandRegular(path, await file.stat());
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    throw forUser(path, error);
  }
}

function demandRegular(path: string, kind: Stats): void {
  if (kind.isDirectory()) throw new UserError('cannot-read', `${path} is a folder, not a trace.`);
  if (!kind.isFile()) throw notRegular(path);
}

/** That nobody has put another file in the place of the one that was found to be inside. */
async function demandSame(file: FileHandle, real: string, path: string): Promise<void> {
  const [opened, found] = await Promise.all([file.stat(), stat(real)]);
  if (opened.ino === found.ino && opened.dev === found.dev) return;
  throw new UserError('cannot-read', `${path} changed while it was read. Start again.`);
}

/** What is behind `size` came later; what never comes makes it shorter. */
async function readAll(file: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await file.read(bytes, length, size - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

const REASONS: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file ${path}. Correct "program" in the launch configuration.`,
  ENOTDIR: (path) => `There is no file ${path}: a part of its path is not a folder.`,
  EISDIR: (path) => `${path} is a folder, not a trace.`,
  EACCES: (path) => `${path} cannot be read: access is denied.`,
  EPERM: (path) => `${path} cannot be read: access is denied.`,
  ELOOP: (path) => `${path} cannot be read: its links go round in a circle.`,
};

function forUser(path: string, error: unknown): Error {
  if (error instanceof UserError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new UserError('cannot-read', REASONS[code]?.(path) ?? `${path} cannot be read${code ? ` (${code})` : ''}.`);
}
