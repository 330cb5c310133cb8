import { ExpressionError } from '../../language/errors/expression-error';

const BRAND = Symbol.for('xtrace.UserError');

/** An error for the user: the message says what is wrong and what to do, the code is stable. */
export class UserError extends Error {
  readonly [BRAND] = true;

  constructor(
    readonly code: string,
    message: string,
    /** Runs once the refusal is sent, and before the next request: whatever sends events. */
    readonly after?: () => void,
  ) {
    super(message);
  }
}

/**
 * Also of an error that another bundle has made, which has a class of its own: the extension reads files for the core. `instanceof`
 * would not know such an error.
 */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && BRAND in error;
}

export function isForUser(error: unknown): error is UserError | ExpressionError {
  return isUserError(error) || error instanceof ExpressionError;
}

/** No stack reaches a user; an error that is not meant for one is ours, and says so. */
export function messageOf(error: unknown): string {
  if (isForUser(error)) return error.message;
  const what = error instanceof Error ? error.message : String(error);
  return `XTrace made a mistake: ${what.replace(/\.+$/, '')}. Please report this with the trace.`;
}
