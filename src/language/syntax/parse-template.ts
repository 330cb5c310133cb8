/**
 * `text {EXPR} text`: what `print` writes, what logpoints log, and messages of `expect`. `{EXPR,x}` chooses how the value is
 * written, as a watch does; `{{` and `}}` stand for braces.
 */
import { ExpressionError } from '../errors/expression-error';
import { splitFormat } from '../expressions/format-suffix';
import type { TemplatePart } from '../tree/event';
import { parseExpressionText } from './parse-expression';
import { unescapeString } from './scan-string';

export type TemplateParts = readonly TemplatePart[];

/** The parts of `text`, for logpoints: backslashes mean nothing. Throws `ExpressionError`. */
export function parseTemplateText(text: string): TemplateParts {
  return readParts(text, 0, 0, (literal) => literal);
}

/** The parts of a string whose source, without the quotes, begins at `column`. Throws `ExpressionError`. */
export function parseTemplate(source: string, line: number, column: number): TemplateParts {
  return readParts(source, line, column, unescapeString);
}

function readParts(source: string, line: number, column: number, fromSource: (text: string) => string): TemplateParts {
  const parts: TemplatePart[] = [];
  let literal = '';
  let at = 0;
  while (at < source.length) {
    const brace = nextBrace(source, at);
    literal += source.slice(at, brace);
    if (brace === source.length) break;
    if (source[brace + 1] === source[brace]) {
      literal += source[brace];
      at = brace + 2;
      continue;
    }
    const close = source[brace] === '{' ? source.indexOf('}', brace) : -1;
    if (close < 0) {
      const range = { line, start: column + brace, end: column + brace + 1 };
      const message = 'A brace in a text begins or ends an expression: `{rax}`. Write `{{` or `}}` for a brace.';
      throw new ExpressionError('unmatched-brace', message, range);
    }
    if (literal !== '') parts.push(fromSource(literal));
    literal = '';
    const { text, format } = splitFormat(fromSource(source.slice(brace + 1, close)));
    const expression = parseExpressionText(text, line, column + brace + 1);
    parts.push(format ? { expression, format } : { expression });
    at = close + 1;
  }
  if (literal !== '') parts.push(fromSource(literal));
  return parts;
}

function nextBrace(source: string, from: number): number {
  let at = from;
  while (at < source.length && source[at] !== '{' && source[at] !== '}') at++;
  return at;
}
