/**
 * Splits one line into tokens (docs/language.md, "Lexical rules"), in time linear in its length. Nothing is an error
 * here: what is no word of the language becomes a `bad` token, which the parser reports if it ever gets there.
 */
import { tableOf } from '../../machine/table';
import { scanNumber } from './scan-number';
import { scanString } from './scan-string';
import type { Problem, Token, TokenKind } from './token';

const OPERATORS = '|^&<>+-*/%!~()[]{},:?=.';
/** By first character: what may follow it in an operator of two. */
const SECOND = tableOf<string>({ '=': '>=', '|': '|', '&': '&', '!': '=', '<': '=<', '>': '=>' });

type Class = number;
const Class = { other: 0, space: 1, letter: 2, digit: 3, operator: 4 } as const;

/** By UTF-16 unit below 128: the hot loop asks for it at every character. */
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[ \t\r\f\v]/.test(character)) return Class.space;
  if (/[A-Za-z_]/.test(character)) return Class.letter;
  if (/[0-9]/.test(character)) return Class.digit;
  return OPERATORS.includes(character) ? Class.operator : Class.other;
});

const SEMICOLON = 0x3b;
const SLASH = 0x2f;
const NUMBER_SIGN = 0x23;

/** The tokens of `line`, a comment left out, with an `end` token behind them. */
export function scanLine(line: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (;;) {
    const at = skipSpace(line, end);
    if (at >= line.length || isCommentAt(line, at)) break;
    const token = scanToken(line, at, end);
    tokens.push(token);
    end = token.end;
  }
  tokens.push(makeToken('end', '', end, end));
  return tokens;
}

/** The first place from `at` on that holds no white space. */
export function skipSpace(line: string, at: number): number {
  let end = at;
  while (end < line.length && classAt(line, end) === Class.space) end++;
  return end;
}

/** `text` without the white space at its end. (`trimEnd` also takes characters that are no white space here.) */
export function withoutSpaceAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && classAt(text, end - 1) === Class.space) end--;
  return text.slice(0, end);
}

/** What stands from column `start` on, without a comment and without white space around it. */
export function withoutComment(line: string, start: number): string {
  let end = start;
  for (; end < line.length && !isCommentAt(line, end); end++) {
    if (line[end] === '"') end = Math.max(end, line.indexOf('"', end + 1));
  }
  return withoutSpaceAtEnd(line.slice(skipSpace(line, start), end));
}

/**
 * Whether a comment begins at `at`: `;`, `//`, or `#` before white space, the end of the line, or the comma that
 * compilers write for an operand without a name. `line` may be a text of several lines.
 */
export function isCommentAt(line: string, at: number): boolean {
  const character = line.charCodeAt(at);
  if (character === SEMICOLON) return true;
  if (character === SLASH) return line.charCodeAt(at + 1) === SLASH;
  if (character !== NUMBER_SIGN) return false;
  const next = line[at + 1];
  return next === undefined || next === '\n' || next === ',' || classAt(line, at + 1) === Class.space;
}

export function makeToken(
  kind: TokenKind,
  text: string,
  start: number,
  end: number,
  value?: bigint | number | string,
  problem?: Problem,
): Token {
  return { kind, text, start, end, value, problem };
}

/** `before` is the end of the token before, or 0. */
function scanToken(line: string, start: number, before: number): Token {
  switch (classAt(line, start)) {
    case Class.letter: {
      const end = endOfName(line, start);
      return makeToken('name', line.slice(start, end), start, end);
    }
    case Class.digit:
      return scanNumber(line, start);
    case Class.operator:
      return isDottedName(line, start, before) ? scanDottedName(line, start) : scanOperator(line, start);
    default:
      return scanOther(line, start);
  }
}

function scanOperator(line: string, start: number): Token {
  const first = line.charAt(start);
  const second = SECOND[first];
  const isLong = second?.includes(line.charAt(start + 1)) && start + 1 < line.length;
  const end = start + (isLong ? 2 : 1);
  return makeToken('operator', isLong ? line.slice(start, end) : first, start, end);
}

function scanOther(line: string, start: number): Token {
  const character = line[start];
  if (character === '"') return scanString(line, start);
  if (character === '#') {
    const isName = classAt(line, start + 1) === Class.letter;
    const end = isName ? endOfName(line, start + 1) : start + 1;
    if (!isName) return bad(line, start, end, 'stray-number-sign', 'A comment begins with `# `, `;` or `//`.');
    return makeToken('exception', line.slice(start, end).toUpperCase(), start, end);
  }
  if (character === '@') return scanAt(line, start);
  const end = start + (line.codePointAt(start)! > 0xffff ? 2 : 1); // start is within the line
  return bad(
    line,
    start,
    end,
    'unexpected-character',
    `The character \`${line.slice(start, end)}\` means nothing here.`,
  );
}

function scanAt(line: string, start: number): Token {
  if (classAt(line, start + 1) !== Class.digit) {
    const end = endOfName(line, start + 1);
    if (end > start + 1) return makeToken('relocation', line.slice(start, end), start, end);
    return bad(line, start, end, 'bad-time', 'A time is `@` and seconds, as in `@12.5`.');
  }
  const number = scanNumber(line, start + 1);
  if (number.problem) return { ...number, start, text: line.slice(start, number.end) };
  return makeToken('time', line.slice(start, number.end), start, number.end, Number(number.value));
}

/** `.L3`, but not the dot of `A.state`, which stands right behind what it belongs to. */
function isDottedName(line: string, start: number, before: number): boolean {
  if (line[start] !== '.' || classAt(line, start + 1) !== Class.letter) return false;
  if (start === 0 || before !== start) return true;
  return !isNameCharacter(line, start - 1) && line[start - 1] !== ')' && line[start - 1] !== ']';
}

function scanDottedName(line: string, start: number): Token {
  let end = start + 1;
  for (;;) {
    end = endOfName(line, end);
    if (line[end] !== '.' && line[end] !== '$') break;
    end++;
  }
  return makeToken('name', line.slice(start, end), start, end);
}

function bad(line: string, start: number, end: number, code: string, message: string): Token {
  return makeToken('bad', line.slice(start, end), start, end, undefined, { code, message });
}

function endOfName(line: string, start: number): number {
  let end = start;
  while (end < line.length && isNameCharacter(line, end)) end++;
  return end;
}

export function isNameCharacter(line: string, at: number): boolean {
  return isNameUnit(line.charCodeAt(at));
}

/** The same of a UTF-16 unit; NaN, behind the end of a text, is none. */
export function isNameUnit(unit: number): boolean {
  const kind = CLASSES[unit];
  return kind === Class.letter || kind === Class.digit;
}

function classAt(line: string, at: number): Class {
  return CLASSES[line.charCodeAt(at)] ?? Class.other;
}
