/** Semantic tokens in the protocol's encoding: five numbers a token, each place relative to the one before. */
import { type SemanticTokens, SemanticTokensBuilder } from 'vscode-languageserver';
import type { SemanticToken } from '../language/editing/semantic-tokens';
import { DECLARATION, TOKEN_MODIFIERS, TOKEN_STYLES, TOKEN_TYPES } from '../language/editing/token-style';

/** The names that the numbers of a token stand for. */
export const LEGEND = { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] };

export function encodeTokens(tokens: readonly SemanticToken[]): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { line, start, end, kind, declares } of tokens) {
    const { type, modifier } = TOKEN_STYLES[kind];
    const modifiers = (declares ? bitOf(DECLARATION) : 0) | (modifier === undefined ? 0 : bitOf(modifier));
    builder.push(line, start, end - start, TOKEN_TYPES.indexOf(type), modifiers);
  }
  return builder.build();
}

function bitOf(modifier: string): number {
  return 1 << TOKEN_MODIFIERS.indexOf(modifier);
}
