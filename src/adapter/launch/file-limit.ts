/** How large a file may be that is read whole, and what is said of one that is not read. */
import { bytesText, LIMITS } from '../../language/errors/limits';
import { isUserError, UserError } from '../protocol/user-error';

export interface FileLimit {
  readonly bytes: number;
  /** What the file is to be: `a trace`. */
  readonly what: string;
}

const MIB = 1024 * 1024;

export const TRACE_LIMIT: FileLimit = { bytes: LIMITS.trace.most, what: 'a trace' };
export const DATA_LIMIT: FileLimit = { bytes: LIMITS.data.most, what: 'the data of a trace' };

/** The code of a file that is too large. */
export const TOO_LARGE = 'file-too-large';

export function tooLarge(path: string, size: number, { bytes, what }: FileLimit): UserError {
  const sizes = `it has ${Math.ceil(size / MIB)} MiB, and ${what} may have ${bytesText(bytes)}`;
  return new UserError(TOO_LARGE, `${path} is not read: ${sizes}.`);
}

export function notRegular(path: string): UserError {
  return new UserError('not-a-file', `${path} is not read: it is a pipe, a socket or a device, and no file.`);
}

/** The code of a file that is not there. */
const NO_FILE = 'no-file';

export function notThere(path: string): UserError {
  return new UserError(NO_FILE, `${path} does not exist.`);
}

export function isNotThere(error: unknown): error is UserError {
  return isUserError(error) && error.code === NO_FILE;
}

/** With what to do where the file is the trace of a launch. */
export function asProgram(error: unknown): unknown {
  if (!isNotThere(error)) return error;
  return new UserError(NO_FILE, `${error.message} Correct "program" in the launch configuration.`);
}
