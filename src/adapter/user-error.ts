/** An error for the user: the message says what is wrong and what to do, the code is stable. */
export class UserError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
