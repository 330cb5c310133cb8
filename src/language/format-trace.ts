/**
 * The canonical layout of a trace: declarations, labels and what changes the context at the margin, all other steps
 * indented with their operands in one column; `=`, `=>` and comments aligned within a paragraph. The words, their
 * order and the comments stay as they are, and so do lines that cannot be read. Formatting twice changes nothing.
 */

import { AssemblyNames } from './assembly/assembly-names';
import { checkHeader } from './checks/check-header';
import { alignParagraph, type Row } from './formatting/format-paragraph';
import { formatEncodings, formatTokens } from './formatting/format-tokens';
import { parseTrace } from './parser';
import { isCommentAt, makeToken, skipSpace, withoutSpaceAtEnd } from './syntax/scanner';
import { isInstructionToo, statementRow } from './syntax/statements';
import type { Token } from './syntax/token';
import type { Statement } from './tree/statement';

/** The byte order mark, which may stand at the beginning of a file. */
const MARK = '\uFEFF';

const INDENT = '    ';
/** Statements at the margin, beside the declarations: they begin what follows them. */
const AT_MARGIN: ReadonlySet<string> = new Set(['cpu', 'switch', 'run', 'repeat', 'ring0', 'idt']);

/** Problems of a text as a whole: none of its lines is read. */
const UNREADABLE: ReadonlySet<string> = new Set(['not-text', 'cr-line-ends', 'too-many-problems']);

/** `text` in canonical layout, with its byte order mark. What cannot be read stays as it is, without white space at its end. */
export function formatTrace(text: string): string {
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  const trace = parseTrace(text);
  if (trace.diagnostics.some(({ code }) => UNREADABLE.has(code))) return text;
  const mark = text.startsWith(MARK) ? MARK : '';
  const unreadable = new Set(
    trace.diagnostics.filter(({ severity }) => severity === 'error').map(({ range }) => range.line),
  );
  // Labels alone do not make a line readable: what stands behind them may be anything.
  for (const statement of trace.statements) if (!isLabel(statement)) unreadable.delete(statement.line);
  const rows = text
    .slice(mark.length)
    .split(/\r?\n/)
    .map((line, index) => (unreadable.has(index) ? raw(line) : rowOf(line)));
  const lines = paragraphs(rows).map((paragraph) => alignParagraph(paragraph).join(newline));
  const formatted = lines.length === 0 ? '' : lines.join(newline + newline) + newline;
  // A mark in a line that comes to the top would be the mark of the file the next time.
  return mark + (formatted.startsWith(MARK) ? newline : '') + formatted;
}

function isLabel(statement: Statement): boolean {
  return statement.kind === 'declaration' && statement.declaration.kind === 'label';
}

/** Why `text` is not to be formatted, the rest of a sentence; undefined for a trace, and for what has nothing in it. */
export function whyNotFormatted(text: string): string | undefined {
  const trace = parseTrace(text);
  const { statements, diagnostics } = trace;
  const whole = diagnostics.find(({ code }) => UNREADABLE.has(code));
  if (whole) return `cannot be formatted: ${whole.message}`;
  if (statements.length + diagnostics.length === 0) return undefined;
  const header = statements[0]?.line ?? Number.POSITIVE_INFINITY;
  const isLate = diagnostics.some(({ severity, range }) => severity === 'error' && range.line < header);
  if (!isLate && checkHeader(trace)?.code !== 'missing-header') return undefined;
  return 'is not a trace: its first statement is not `xtrace 1`.';
}

/** Without the blank lines between them. */
function paragraphs(rows: readonly Row[]): readonly (readonly Row[])[] {
  const found: Row[][] = [[]];
  for (const row of rows) {
    if (row.kind === 'blank') found.push([]);
    else found.at(-1)?.push(row);
  }
  return found.filter((paragraph) => paragraph.length > 0);
}

const BLANK: Row = { kind: 'blank', code: '', outcome: '', comment: '' };

function raw(line: string): Row {
  return { kind: 'raw', code: withoutSpaceAtEnd(line), outcome: '', comment: '' };
}

function rowOf(line: string): Row {
  const start = skipSpace(line, 0);
  if (start === line.length) return BLANK;
  if (isCommentAt(line, start)) return raw((start === 0 ? '' : INDENT) + line.slice(start));
  if (isPassedOver(line, start)) return raw(INDENT + line.slice(start));
  const tokens = new AssemblyNames().ofLine(line, 0).map((token) => asWritten(token, line));
  if (tokens.some(({ kind, text }) => kind === 'bad' && text === '\\')) return raw(line);
  const end = tokens.at(-1)?.end ?? 0;
  const comment = withoutSpaceAtEnd(line.slice(skipSpace(line, end)));
  const arrow = tokens.findIndex(({ kind, text }) => kind === 'operator' && text === '=>');
  const code = arrow < 0 ? tokens.slice(0, -1) : tokens.slice(0, arrow);
  const outcome = arrow < 0 ? [] : tokens.slice(arrow, -1);
  return { kind: 'code', ...layOutCode(code), outcome: formatTokens(outcome), comment };
}

/** Symbols with their quotes, numbers and relocations, which the parser reads as plain names. */
function asWritten(token: Token, line: string): Token {
  return token.kind === 'name' ? { ...token, text: line.slice(token.start, token.end) } : token;
}

/** A directive, or a marker of compiler output. */
function isPassedOver(line: string, start: number): boolean {
  return line[start] === '#' || /^\.[\w.$]+(?!\s*:)(?![\w.$])/.test(line.slice(start));
}

function layOutCode(tokens: readonly Token[]): { readonly code: string; readonly equals?: number } {
  const time = tokens[0]?.kind === 'time' ? `${tokens[0].text} ` : '';
  const labelled = leadingLabels(tokens, time === '' ? 0 : 1);
  const labels = formatTokens(tokens.slice(time === '' ? 0 : 1, labelled));
  const encodings = leadingBraces(tokens, labelled);
  const statement = tokens.slice(encodings);
  const first = statement[0];
  if (!first) return { code: labels };
  const before = labels === '' ? '' : `${labels} `;
  const row = statementRow(first.text);
  const keyword = first.text.toLowerCase();
  const mnemonic = formatEncodings(tokens.slice(labelled, encodings)) + keyword;
  const isInstruction = !row || encodings > labelled || isInstructionToo(keyword, statement[1]);
  if (!isInstruction && (row.kind === 'declaration' || AT_MARGIN.has(keyword))) {
    return atMargin(before + time, keyword, statement.slice(1));
  }
  const indent = labels === '' ? INDENT : '';
  const head = indent + before + time + mnemonic.padEnd(OPERAND_COLUMN);
  return { code: withoutSpaceAtEnd(`${head} ${formatTokens(statement.slice(1))}`) };
}

/** Width of the longest common mnemonics: `tileloadd`. */
const OPERAND_COLUMN = 9;

function atMargin(before: string, keyword: string, tokens: readonly Token[]): { code: string; equals?: number } {
  // So that the two lines that open a trace stand in columns.
  const head = before + (keyword === 'kernel' ? 'kernel ' : keyword);
  const equals = keyword === 'data' || keyword === 'const' ? tokens.findIndex(({ text }) => text === '=') : -1;
  if (equals < 0) return { code: withoutSpaceAtEnd(`${head} ${formatTokens(tokens)}`) };
  const name = `${head} ${formatTokens(tokens.slice(0, equals))}`;
  return { code: withoutSpaceAtEnd(`${name} = ${formatTokens(tokens.slice(equals + 1))}`), equals: name.length + 1 };
}

/** The index behind the labels that a line begins with. */
function leadingLabels(tokens: readonly Token[], from: number): number {
  const end = makeToken('end', '', 0, 0);
  let at = from;
  while (tokens[at]?.kind === 'name' && (tokens[at + 1] ?? end).text === ':') at += 2;
  return at;
}

/** The index behind the encodings that an instruction begins with: `{evex}`, `{nf}`, `{dfv=zf}`. */
function leadingBraces(tokens: readonly Token[], from: number): number {
  let at = from;
  while (tokens[at]?.text === '{') {
    const end = tokens.findIndex(({ text }, index) => index > at && text === '}');
    if (end < 0) return from;
    at = end + 1;
  }
  return at < tokens.length ? at : from;
}
