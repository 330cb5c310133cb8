/** The call or a file is unusable. The message says what is wrong and what to do; the exit status is 2. */
export class UsageError extends Error {}
