/** The words of a statement up to a place of its line. */
import { isCommentAt, makeToken, scanLine, skipSpace } from '../syntax/scanner';
import type { Token } from '../syntax/token';

/** Without time and labels; undefined in a comment or a string. */
export function statementTokens(before: string): readonly Token[] | undefined {
  const scanned = scanLine(before);
  const tokens = scanned.slice(0, -1);
  const end = scanned.at(-1)?.end ?? 0;
  const next = skipSpace(before, end);
  if (next < before.length && isCommentAt(before, next)) return undefined;
  const last = tokens.at(-1);
  if (last?.problem?.code === 'unterminated-string') return templateTokens(last);
  let from = tokens[0]?.kind === 'time' ? 1 : 0;
  while (tokens[from]?.kind === 'name' && tokens[from + 1]?.text === ':') from += 2;
  return tokens.slice(from);
}

/** Within the braces of a `print` text there is an expression. */
function templateTokens(string: Token): readonly Token[] | undefined {
  const brace = string.text.lastIndexOf('{');
  if (brace < 0 || string.text.includes('}', brace)) return undefined;
  return [makeToken('name', 'print', 0, 0), ...scanLine(string.text.slice(brace + 1)).slice(0, -1)];
}
