/** What evaluation throws: an error for the user, with a stable code and, where known, the part that it is about. */
import type { Range } from './diagnostic';

/** Thrown by evaluate, assign and the parsing of conditions; the message is for the user. */
export class ExpressionError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly range?: Range,
  ) {
    super(message);
  }
}
