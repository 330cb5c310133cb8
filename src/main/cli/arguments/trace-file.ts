/** Reads traces and their data files. Every way in which reading can fail has its own message. */
import { closeSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Decoded, decodeText } from '../../../adapter/launch/decode-trace';
import { TRACE_LIMIT } from '../../../adapter/launch/file-limit';
import { isUserError } from '../../../adapter/protocol/user-error';
import type { TraceFiles } from '../../../language/data/data-bytes';
import { tableOf } from '../../../machine/table';
import { filesIn } from '../../files-in';
import { readRegularFile, readToEnd } from '../../regular-file';
import { UsageError } from '../usage-error';

/** The name by which standard input is given. */
export const STANDARD_INPUT = '-';

export interface TraceFile extends Decoded {
  /** The name of the file in messages. */
  readonly name: string;
  /** The files beside the trace. */
  readonly files: TraceFiles;
}

/** @throws UsageError when the file does not exist, is no regular file, or is no text. */
export function readTraceFile(file: string, readInput: () => Uint8Array, what: What = 'trace'): TraceFile {
  const isInput = file === STANDARD_INPUT;
  const name = isInput ? '<stdin>' : file;
  const bytes = readBytes(name, isInput ? readInput : () => readNamed(file), what);
  const folder = isInput ? '.' : path.dirname(file);
  return { name, ...decode(name, bytes, what), files: filesIn(folder) };
}

/** What a shell puts in the place of `<(command)` is a pipe that somebody writes to; any other may never have an end. */
function readNamed(file: string): Uint8Array {
  const isShellPipe = file.startsWith('/dev/fd/') && statSync(file).isFIFO();
  if (!isShellPipe) return readRegularFile(file, TRACE_LIMIT);
  const pipe = openSync(file, 'r');
  try {
    return readToEnd(pipe, file, TRACE_LIMIT);
  } finally {
    closeSync(pipe);
  }
}

/** What a file is meant to be, for messages. */
type What = 'trace' | 'recording' | 'lesson';

/** The reason why a file cannot be read, for messages. */
export function reasonOf(error: unknown, what: What = 'trace'): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code]?.replace('a trace', `a ${what}`) ?? `cannot be read${code ? ` (${code})` : ''}`;
}

const REASONS = tableOf<string>({
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of its path is not a folder',
  EACCES: 'cannot be read: access is denied',
  EPERM: 'cannot be read: access is denied',
  EISDIR: 'is a folder, not a trace',
  ELOOP: 'cannot be read: its links go round in a circle',
  ENAMETOOLONG: 'does not exist: the name is too long',
});

function readBytes(name: string, read: () => Uint8Array, what: What): Uint8Array {
  try {
    return read();
  } catch (error) {
    throw new UsageError(isUserError(error) ? error.message : `${name} ${reasonOf(error, what)}.`);
  }
}

function decode(name: string, bytes: Uint8Array, what: What): Decoded {
  const decoded = decodeText(bytes);
  if ('text' in decoded) return decoded;
  throw new UsageError(`${name} is not a ${what}: ${decoded.why}.`);
}
