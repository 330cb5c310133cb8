/** A trace's bytes as text. What is no text is said to be none, instead of being read as nonsense. */
import { UserError } from '../protocol/user-error';

/** Throws `UserError`. */
export function decodeTrace(path: string, bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw notText(path, `byte ${zero} is zero, so this is no text file`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notText(path, 'it is not UTF-8 text');
  }
}

function notText(path: string, why: string): UserError {
  return new UserError('not-text', `${path} is not a trace: ${why}.`);
}
