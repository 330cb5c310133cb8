/** When a list of words opens by itself behind what was just typed. */

/** Behind the first word of a statement, and behind words and signs that something must follow. */
const EXPECTS = /^\s*(?:[\w.$]+:\s*)*[A-Za-z]\w*$|(?:=>|[,={]|\b(?:to|in|by|at|until|for|of))$/i;

/** `before` is the line up to the place, which ends in a space; every other sign that opens a list always does. */
export function popsUpBehindSpace(before: string): boolean {
  return EXPECTS.test(before.trimEnd());
}

/**
 * A letter starts completion by itself; so do these: members, exceptions, what stands behind `=>`, `=` and `:`, arguments,
 * parts of a tile configuration, features, addresses, and what follows a keyword.
 */
export const COMPLETION_TRIGGERS: readonly string[] = ['.', '#', '>', '=', ':', '(', '{', '+', '-', '[', ' '];
