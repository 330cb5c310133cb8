/** Events with texts in which values stand: `print` and `expect`. */

import { ExpressionError } from '../errors/expression-error';
import type { LineReader } from '../syntax/line-reader';
import { parseExpression } from '../syntax/parse-expression';
import { parseTemplate, type TemplateParts } from '../syntax/parse-template';
import type { Token } from '../syntax/token';
import type { PrintArgument } from '../tree/event';
import type { EventOf } from './event-row';

export function parsePrint(reader: LineReader): EventOf<'print'> {
  const values: PrintArgument[] = [];
  do values.push(parsePrintArgument(reader));
  while (reader.accept(','));
  return { kind: 'print', values };
}

/** A string that stands alone has values in it; in an expression it is a text to compare with. */
function parsePrintArgument(reader: LineReader): PrintArgument {
  const { token, following } = reader;
  const isAlone = following?.kind === 'end' || following?.text === '=>' || following?.text === ',';
  if (token.kind !== 'string' || !isAlone) return parseExpression(reader);
  reader.next();
  return { kind: 'template', parts: templateOf(reader, token) };
}

export function parseExpect(reader: LineReader): EventOf<'expect'> {
  const { start } = reader.token;
  const condition = parseExpression(reader);
  const text = reader.text.slice(start, reader.lastEnd);
  const range = reader.rangeFrom(start);
  if (!reader.accept(',')) return { kind: 'expect', condition, text, range };
  const { token } = reader;
  if (token.kind !== 'string') throw reader.unexpected('a message in quotes');
  reader.next();
  const parts = messageParts(reader, token);
  const message = String(token.value);
  return parts
    ? { kind: 'expect', condition, text, range, message, messageParts: parts }
    : { kind: 'expect', condition, text, range, message };
}

/** Undefined for a message without values: one that has braces for another reason is a message as it stands. */
function messageParts(reader: LineReader, token: Token): TemplateParts | undefined {
  try {
    const parts = templateOf(reader, token);
    return parts.some((part) => typeof part !== 'string') ? parts : undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

function templateOf(reader: LineReader, token: Token): TemplateParts {
  return parseTemplate(token.text.slice(1, -1), reader.line, reader.column + token.start + 1);
}
