/** Reads traces and the files that they take data from; every way in which that can fail has its own message. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { ExpressionError } from '../../language/errors/expression-error';
import { UsageError } from './usage-error';

/** The name by which standard input is given. */
export const STANDARD_INPUT = '-';

export interface TraceFile {
  /** As messages call it. */
  readonly name: string;
  readonly text: string;
  /** Reads a file beside the trace. Throws `ExpressionError`. */
  readonly readFile: (name: string) => Uint8Array;
}

/** @throws UsageError when there is no such file, or it is no text. */
export function readTraceFile(file: string, readInput: () => Uint8Array): TraceFile {
  const isInput = file === STANDARD_INPUT;
  const name = isInput ? '<stdin>' : file;
  const bytes = readBytes(name, isInput ? readInput : () => readFileSync(file));
  const folder = isInput ? '.' : path.dirname(file);
  return { name, text: decode(name, bytes), readFile: (data) => readBeside(folder, data) };
}

/** For messages about a file: why it cannot be read as what it should be. */
export function reasonOf(error: unknown, what: 'trace' | 'recording' = 'trace'): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code]?.replace('a trace', `a ${what}`) ?? `cannot be read${code ? ` (${code})` : ''}`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of its path is not a folder',
  EACCES: 'cannot be read: access is denied',
  EPERM: 'cannot be read: access is denied',
  EISDIR: 'is a folder, not a trace',
  ELOOP: 'cannot be read: its links go round in a circle',
  ENAMETOOLONG: 'does not exist: the name is too long',
  ERR_FS_FILE_TOO_LARGE: 'is too large to be a trace',
};

function readBytes(name: string, read: () => Uint8Array): Uint8Array {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${name} ${reasonOf(error)}.`);
  }
}

function decode(name: string, bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new UsageError(`${name} is not a trace: byte ${zero} is zero, so this is no text file.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name} is not a trace: it is not UTF-8 text.`);
  }
}

/** Links count by where they lead: nothing outside the trace's folder is read. */
function readBeside(folder: string, name: string): Uint8Array {
  const file = path.join(folder, ...name.split(/[\\/]/));
  try {
    const root = realpathSync(folder);
    const real = realpathSync(file);
    if (!real.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) {
      throw new ExpressionError('path-outside', `"${name}" leads out of the trace's folder. Copy the file beside it.`);
    }
    if (!statSync(real).isFile()) throw new ExpressionError('file-not-read', `"${name}" is not a file.`);
    return readFileSync(real);
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    throw new ExpressionError('file-not-read', `"${name}" ${reasonOf(error)}. It must lie beside the trace.`);
  }
}
