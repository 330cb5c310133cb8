/** When a list of words opens by itself behind what was just typed. */

import { fileNameAt } from './file-name';

/** Behind the first word of a statement, and behind words and signs that something must follow. */
const EXPECTS = /^\s*(?:[\w.$]+:\s*)*[A-Za-z]\w*$|(?:=>|[,={]|\b(?:to|in|by|at|until|for|of))$/i;

/** Whether a list opens behind `sign`, with which `before`, the line up to the place, ends. */
export function popsUpBehind(sign: string, before: string): boolean {
  if (sign === ' ') return EXPECTS.test(before.trimEnd());
  return sign !== '"' || fileNameAt(before) !== undefined;
}

/**
 * A letter starts completion by itself; so do these: members, exceptions, what stands behind `=>`, `=` and `:`, arguments,
 * parts of a tile configuration, features, addresses, names of files, and what follows a keyword.
 */
export const COMPLETION_TRIGGERS: readonly string[] = ['.', '#', '>', '=', ':', '(', '{', '+', '-', '[', '"', ' '];
