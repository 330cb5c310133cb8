/** Reads files as a debugger must: regular ones of bounded size, and without ever waiting for anybody. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { type FileLimit, notRegular, notThere, tooLarge } from '../adapter/launch/file-limit';
import { isUserError, UserError } from '../adapter/protocol/user-error';
import { demandInside } from './inside-folder';

/** A pipe would wait for a writer, and a terminal would become ours. Windows has neither. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/**
 * The bytes of a file. With `folder`, links included, it must lie in there.
 * Throws `UserError`: no such file, no regular file, larger than `limit`, outside.
 */
export function readRegularFile(path: string, limit: FileLimit, folder?: string): Uint8Array {
  return withFile(path, limit, (file) => readAll(file, demandFitting(path, file, limit, folder)));
}

/** The size of a file in bytes. Throws `UserError` for every file that `readRegularFile` refuses. */
export function sizeOfRegularFile(path: string, limit: FileLimit, folder?: string): number {
  return withFile(path, limit, (file) => demandFitting(path, file, limit, folder));
}

/** To open a device can have effects of its own, so the kind is looked at before as well as behind. */
export function withFile<T>(path: string, limit: FileLimit, use: (file: number) => T): T {
  try {
    demandRegular(path, statSync(path), limit);
    const file = openSync(path, FLAGS);
    try {
      return use(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw forUser(path, error);
  }
}

/** The size of a file that may be read. */
function demandFitting(path: string, file: number, limit: FileLimit, folder: string | undefined): number {
  const opened = fstatSync(file);
  demandRegular(path, opened, limit);
  if (folder !== undefined) demandSame(opened, demandInside(path, folder), path);
  if (opened.size > limit.bytes) throw tooLarge(path, opened.size, limit);
  return opened.size;
}

function demandRegular(path: string, kind: Stats, { what }: FileLimit): void {
  if (kind.isDirectory()) throw new UserError('cannot-read', `${path} is a folder, not ${what}.`);
  if (!kind.isFile()) throw notRegular(path);
}

/** Checks that the opened file is the file that was found inside the folder, and no replacement. */
function demandSame(opened: Stats, real: string, path: string): void {
  const found = statSync(real);
  if (opened.ino === found.ino && opened.dev === found.dev) return;
  throw new UserError('cannot-read', `${path} changed while it was read. Start again.`);
}

/** What can be read from `file`, a pipe perhaps, to its end. Throws `UserError` when that is more than `limit`. */
export function readToEnd(file: number, path: string, limit: FileLimit): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const piece = new Uint8Array(PIECE);
    const read = readSync(file, piece, 0, PIECE, null);
    if (read === 0) return Buffer.concat(pieces, length);
    pieces.push(piece.subarray(0, read));
    length += read;
    if (length > limit.bytes) throw tooLarge(path, length, limit);
  }
}

/** Waits until there is something to read; nothing at the end. */
export function readSome(file: number): Uint8Array {
  const piece = new Uint8Array(PIECE);
  for (;;) {
    try {
      return piece.subarray(0, readSync(file, piece, 0, PIECE, null));
    } catch (error) {
      if (!isNotYetThere(error)) throw error;
      Atomics.wait(NOBODY_WAKES, 0, 0, MILLISECONDS_BETWEEN_READS);
    }
  }
}

/** Somebody else has made the file one that does not wait. */
function isNotYetThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

const NOBODY_WAKES = new Int32Array(new SharedArrayBuffer(4));
const MILLISECONDS_BETWEEN_READS = 5;

const PIECE = 0x1_0000;

/** Reads at most `size` bytes: bytes beyond were added later, and a file that has shrunk gives fewer. */
function readAll(file: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const read = readSync(file, bytes, length, size - length, length);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

const REASONS: ReadonlyMap<string, (path: string) => string> = new Map([
  ['ENOTDIR', (path) => `${path} does not exist: a part of its path is not a folder.`],
  ['ENAMETOOLONG', (path) => `${path} does not exist: the name is too long.`],
  ['EACCES', (path) => `${path} cannot be read: access is denied.`],
  ['EPERM', (path) => `${path} cannot be read: access is denied.`],
  ['ELOOP', (path) => `${path} cannot be read: its links go round in a circle.`],
]);

function forUser(path: string, error: unknown): Error {
  if (isUserError(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return notThere(path);
  const why = REASONS.get(code)?.(path) ?? `${path} cannot be read${code ? ` (${code})` : ''}.`;
  return new UserError('cannot-read', why);
}
