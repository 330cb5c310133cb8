/** Numbers: `10`, `0x1f`, `0b101`, `1_000`, `1.5`, `1e-3`. The sign is an operator. */
import type { Token } from './token';

const NUMBER = /(0[xX][0-9a-fA-F_]+|0[bB][01_]+)|(\d[\d_]*)(\.\d[\d_]*)?([eE][+-]?\d+)?/y;
const REST = /[A-Za-z0-9_]*/y;

/** Everything wider than this is a mistake: registers and addresses have 64 bits. */
const LARGEST = (1n << 64n) - 1n;
const SHORT_DIGITS = 9;
const UNDERSCORE = 0x5f;
const DOT = 0x2e;
/** No integer of 64 bits needs more characters, underscores included, that anybody would write. */
const LONGEST = 200;

/** The number at `start`, which is a digit. */
export function scanNumber(line: string, start: number): Token {
  return scanShort(line, start) ?? scanAny(line, start);
}

/** The common case: a few decimal digits and nothing else. */
function scanShort(line: string, start: number): Token | undefined {
  let value = 0;
  let end = start;
  for (; end < line.length && end - start < SHORT_DIGITS; end++) {
    const digit = line.charCodeAt(end) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (end === start || goesOn(line, end)) return undefined;
  return { kind: 'integer', text: line.slice(start, end), start, end, value: BigInt(value), problem: undefined };
}

/** Whether a character can go on with a number: one of a name, or a dot. */
function goesOn(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  const letter = (code | 0x20) - 0x61;
  return (letter >= 0 && letter < 26) || (code >= 0x30 && code <= 0x39) || code === UNDERSCORE || code === DOT;
}

function scanAny(line: string, start: number): Token {
  NUMBER.lastIndex = start;
  const match = NUMBER.exec(line);
  const afterNumber = start + (match?.[0].length ?? 1);
  REST.lastIndex = afterNumber;
  const end = afterNumber + (REST.exec(line)?.[0].length ?? 0);
  const text = line.slice(start, end);
  if (match === null || end > afterNumber) return badNumber(text, start, end);
  const isFloat = match[3] !== undefined || match[4] !== undefined;
  const digits = text.replaceAll('_', '');
  if (isFloat) return { kind: 'float', text, start, end, value: Number(digits), problem: undefined };
  if (digits.length === 2 && match[1] !== undefined) return badNumber(text, start, end);
  const value = text.length <= LONGEST ? BigInt(digits) : LARGEST + 1n;
  if (value <= LARGEST) return { kind: 'integer', text, start, end, value, problem: undefined };
  const message = 'The number does not fit 64 bits: the largest is 0xffffffffffffffff.';
  return { kind: 'bad', text, start, end, value: undefined, problem: { code: 'number-too-large', message } };
}

function badNumber(text: string, start: number, end: number): Token {
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  const hint = /^[0-9][0-9a-f]*h$/i.test(text)
    ? `Hexadecimal numbers are written \`0x${text.slice(0, -1).replace(/^0+(?=.)/, '')}\`.`
    : 'Numbers are written as in 10, 0x1f, 0b101, 1_000 or 1.5.';
  const message = `\`${shown}\` is not a number. ${hint}`;
  return { kind: 'bad', text, start, end, value: undefined, problem: { code: 'bad-number', message } };
}
