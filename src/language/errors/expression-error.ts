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

/** What `work` answers; an error of it that knows no place is about `range`. */
export function atRange<T>(range: Range, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ExpressionError) || error.range) throw error;
    throw new ExpressionError(error.code, error.message, range);
  }
}
