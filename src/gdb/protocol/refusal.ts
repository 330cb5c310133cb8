/** Why a packet cannot be done, for the person at the debugger. */
import { isForUser, messageOf, UserError } from '../../adapter/protocol/user-error';

/** @throws UserError always. */
export function refuse(message: string): never {
  throw new UserError('refused', message);
}

/** The answer to a packet that failed: with words where they are for people. @throws what is a mistake of our own. */
export function refusalOf(error: unknown): string {
  if (!isForUser(error)) throw error;
  return `E.${messageOf(error).replaceAll('\n', ' ')}`;
}
