/** The expression that the pointer is on, for hovers while debugging: a name with the members and indices around it. */
import { scanLine } from '../../language/syntax/scanner';
import type { Token } from '../../language/syntax/token';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * In `A.fpstate.size` the pointer on `fpstate` gives `A.fpstate`; in `tmm0.i32[r][c]` it gives all of it on `i32`, since
 * a lane without its indices has no value, and `r` alone on `r`. Nothing on what a statement begins with.
 */
export function expressionAt(line: string, column: number): Span | undefined {
  const tokens = scanLine(line);
  const at = tokens.findIndex(({ kind, start, end }) => kind === 'name' && start <= column && column <= end);
  const token = tokens[at];
  if (!token || at === statementStart(tokens)) return undefined;
  return { start: tokens[chainStart(tokens, at)]?.start ?? token.start, end: indicesEnd(tokens, at) };
}

/** Index of the line's mnemonic or keyword, behind the labels. A mnemonic looks like a name and is no expression. */
function statementStart(tokens: readonly Token[]): number {
  let start = 0;
  while (tokens[start]?.kind === 'name' && tokens[start + 1]?.text === ':') start += 2;
  return tokens[start + 1]?.text === '.' || tokens[start + 1]?.text === '[' ? -1 : start;
}

/** Index of the first token of the chain of members that leads to the name at `at`. */
function chainStart(tokens: readonly Token[], at: number): number {
  let start = at;
  while (tokens[start - 1]?.text === '.') {
    const object = beforeIndices(tokens, start - 2);
    if (tokens[object]?.kind !== 'name') break;
    start = object;
  }
  return start;
}

/** Index of the token in front of the `[...]` groups that end at `last`; `last` itself when there are none. */
function beforeIndices(tokens: readonly Token[], last: number): number {
  let at = last;
  while (tokens[at]?.text === ']') {
    let depth = 0;
    do {
      const text = tokens[at]?.text;
      if (text === ']') depth++;
      if (text === '[') depth--;
      at--;
    } while (depth > 0 && at >= 0);
  }
  return at;
}

/** Column behind the `[...]` groups that follow the name at `at` without a gap. */
function indicesEnd(tokens: readonly Token[], at: number): number {
  let last = at;
  while (tokens[last + 1]?.text === '[' && tokens[last + 1]?.start === tokens[last]?.end) {
    let next = last + 1;
    let depth = 0;
    do {
      const text = tokens[next]?.text;
      if (text === '[') depth++;
      if (text === ']') depth--;
      next++;
    } while (depth > 0 && next < tokens.length);
    if (depth > 0) break;
    last = next - 1;
  }
  return tokens[last]?.end ?? 0;
}

/** In the pseudo-C of a kernel: a variable. What is called, words of C and comments are none. */
export function kernelExpressionAt(line: string, column: number): Span | undefined {
  const comment = line.indexOf('//');
  for (const { 0: word, index: start } of line.matchAll(/\b[A-Za-z_]\w*/g)) {
    const end = start + word.length;
    if (column < start || column > end) continue;
    const isCalled = /^\s*\(/.test(line.slice(end));
    const isComment = comment >= 0 && start > comment;
    return isCalled || isComment || C_WORDS.has(word) ? undefined : { start, end };
  }
  return undefined;
}

const C_WORDS: ReadonlySet<string> = new Set(
  'if else for while do return goto break continue switch case default sizeof struct static const void bool int unsigned long u64 u32 true false NULL'.split(
    ' ',
  ),
);
