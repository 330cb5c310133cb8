/**
 * The spaces within a statement: one where there were any, one behind commas and around `=`, none before commas. Default
 * flags, `{dfv=zf,cf}`, have none inside and one behind them.
 */
import type { Token } from '../syntax/token';

export function formatTokens(tokens: readonly Token[]): string {
  let text = '';
  let previous: Token | undefined;
  let isFlags = false;
  for (const [index, token] of tokens.entries()) {
    const isBehindFlags: boolean = isFlags && previous?.text === '}';
    isFlags = (isFlags && !isBehindFlags) || beginsFlags(tokens, index);
    const isWithin = isFlags && !beginsFlags(tokens, index);
    if (previous && !isWithin && (isBehindFlags || hasSpace(previous, token))) text += ' ';
    text += token.text;
    previous = token;
  }
  return text;
}

/** The `{` of the default flags of a conditional compare: `{dfv=zf,cf}`. */
function beginsFlags(tokens: readonly Token[], index: number): boolean {
  return tokens[index]?.text === '{' && tokens[index + 1]?.text.toLowerCase() === 'dfv';
}

/** What an instruction begins with, such as `{evex}` and `{nf}`, with one space behind each brace. */
export function formatEncodings(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => (text === '}' ? '} ' : text.toLowerCase())).join('');
}

function hasSpace(left: Token, right: Token): boolean {
  if (right.text === ',' && right.kind === 'operator') return false;
  if (left.kind === 'operator' && (left.text === ',' || left.text === '=>')) return true;
  return left.end < right.start;
}
