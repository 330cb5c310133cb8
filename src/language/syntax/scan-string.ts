/** Strings: double quotes with `\"`, `\\`, `\n` and `\t`. */
import { tableOf } from '../../machine/table';
import type { Token } from './token';

const ESCAPES = tableOf<string>({ '"': '"', '\\': '\\', n: '\n', t: '\t' });

/** The string whose opening quote is at `start`. */
export function scanString(line: string, start: number): Token {
  let at = start + 1;
  let problem: Token['problem'];
  while (at < line.length && line[at] !== '"') {
    if (line[at] === '\\') {
      if (at + 1 < line.length && ESCAPES[line[at + 1] ?? ''] === undefined) {
        const message = `\`\\${line[at + 1]}\` is not an escape: strings know \\", \\\\, \\n and \\t.`;
        problem ??= { code: 'bad-escape', message };
      }
      at++;
    }
    at++;
  }
  const end = Math.min(at + 1, line.length);
  if (at >= line.length) problem = { code: 'unterminated-string', message: 'The string has no closing quote `"`.' };
  const text = line.slice(start, end);
  if (problem) return { kind: 'bad', text, start, end, value: undefined, problem };
  return { kind: 'string', text, start, end, value: unescapeString(text.slice(1, -1)), problem: undefined };
}

/** The text that a string's source, without its quotes, stands for. */
export function unescapeString(source: string): string {
  return source.includes('\\') ? source.replace(/\\(.)/g, (_, character) => ESCAPES[character] ?? character) : source;
}
