/** The spaces within a statement: one where there were any, one behind commas and around `=`, none before commas. */
import type { Token } from '../syntax/token';

export function formatTokens(tokens: readonly Token[]): string {
  let text = '';
  let previous: Token | undefined;
  for (const token of tokens) {
    if (previous && hasSpace(previous, token)) text += ' ';
    text += token.text;
    previous = token;
  }
  return text;
}

function hasSpace(left: Token, right: Token): boolean {
  if (right.text === ',' && right.kind === 'operator') return false;
  if (left.kind === 'operator' && (left.text === ',' || left.text === '=>')) return true;
  return left.end < right.start;
}
