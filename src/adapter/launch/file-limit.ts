/** How large a file may be that is read whole, and what is said of one that is not read. */
import { LARGEST_DATA } from '../../language/syntax/data-type';
import { UserError } from '../protocol/user-error';

export interface FileLimit {
  readonly bytes: number;
  /** What the file is to be: `a trace`. */
  readonly what: string;
}

const MIB = 1024 * 1024;

/** A million lines have about 25 MiB. */
export const TRACE_LIMIT: FileLimit = { bytes: 64 * MIB, what: 'a trace' };
export const DATA_LIMIT: FileLimit = { bytes: LARGEST_DATA, what: 'the data of a trace' };

export function tooLarge(path: string, size: number, { bytes, what }: FileLimit): UserError {
  const sizes = `it has ${Math.ceil(size / MIB)} MiB, and ${what} may have ${bytes / MIB}`;
  return new UserError('file-too-large', `${path} is not read: ${sizes}.`);
}

export function notRegular(path: string): UserError {
  return new UserError('not-a-file', `${path} is not read: it is a pipe, a socket or a device, and no file.`);
}
