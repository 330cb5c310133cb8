import { ExpressionError } from '../../language/errors/expression-error';

/** An error for the user: the message says what is wrong and what to do, the code is stable. */
export class UserError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** Runs once the refusal is sent, and before the next request: whatever sends events. */
    readonly after?: () => void,
  ) {
    super(message);
  }
}

export function isForUser(error: unknown): error is UserError | ExpressionError {
  return error instanceof UserError || error instanceof ExpressionError;
}

/** No stack reaches a user; an error that is not meant for one is ours, and says so. */
export function messageOf(error: unknown): string {
  if (isForUser(error)) return error.message;
  const what = error instanceof Error ? error.message : String(error);
  return `XTrace made a mistake: ${what.replace(/\.+$/, '')}. Please report this with the trace.`;
}
