/** What each word of a trace means, for editors that colour by meaning. */
import { registerByName } from '../../machine/cpu/register-names';
import { rowsNamed } from '../../machine/instructions';
import { collectNames, declaredBy, type TraceNameKind, type TraceNames } from '../checks/trace-names';
import { functionRow } from '../expressions/functions';
import { isDataType } from '../syntax/data-type';
import { isCommentAt, scanLine, skipSpace } from '../syntax/scanner';
import { isInstructionToo, statementRow } from '../syntax/statements';
import type { Token } from '../syntax/token';
import type { Trace } from '../tree/statement';
import { builtInValue } from '../vocabulary/built-in-values';
import { namedConstant } from '../vocabulary/constants';
import { libraryProc } from '../vocabulary/library-procs';
import { syscallRow } from '../vocabulary/syscalls';

export type SemanticKind =
  | TraceNameKind
  | 'keyword'
  | 'instruction'
  | 'register'
  | 'member'
  | 'function'
  | 'named-constant'
  /** What the kernel or the processor counts and keeps: `kernel`, `cpu`. */
  | 'value'
  | 'type'
  | 'exception'
  | 'number'
  | 'string'
  | 'comment'
  /** What an assembler is told: `.byte`. */
  | 'directive'
  /** A word of a statement: `fill`, `until`, a CPU feature. */
  | 'word';

/** Zero-based, in UTF-16 units; `end` is exclusive. A token lies on one line, and no two overlap. */
export interface SemanticToken {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly kind: SemanticKind;
  /** Whether the trace declares the name at this place. */
  readonly declares: boolean;
}

/** All words, numbers, texts and comments of a trace, in the order of the text. */
export function semanticTokens(trace: Trace): readonly SemanticToken[] {
  const names = collectNames(trace);
  const declarations = placesOfDeclarations(trace);
  const found: SemanticToken[] = [];
  for (const [line, source] of trace.text.split('\n').entries()) {
    const tokens = scanLine(source);
    for (const [at, { start, end }] of tokens.entries()) {
      const kind = kindOf(tokens, at, names);
      if (kind) found.push({ line, start, end, kind, declares: declarations.has(placeKey(line, start)) });
    }
    const behind = skipSpace(source, tokens.at(-1)?.end ?? 0);
    const comment = source.replace(/\r$/, '');
    if (behind < comment.length && isCommentAt(source, behind)) {
      found.push({ line, start: behind, end: comment.length, kind: 'comment', declares: false });
    }
  }
  return found;
}

function placesOfDeclarations({ statements }: Trace): ReadonlySet<string> {
  const places = new Set<string>();
  for (const [index, statement] of statements.entries()) {
    const range = declaredBy(statement, index)?.name.range;
    if (range) places.add(placeKey(range.line, range.start));
  }
  return places;
}

function placeKey(line: number, start: number): string {
  return `${line}:${start}`;
}

const BY_TOKEN: Partial<Record<Token['kind'], SemanticKind>> = {
  integer: 'number',
  float: 'number',
  time: 'number',
  string: 'string',
  exception: 'exception',
};

function kindOf(tokens: readonly Token[], at: number, names: TraceNames): SemanticKind | undefined {
  const { kind, text } = tokens[at]!; // the caller is at it
  const first = statementStart(tokens);
  if (kind !== 'name') return isPartOfName(tokens, at, first) ? 'word' : BY_TOKEN[kind];
  if (tokens[at - 1]?.text === '.') return 'member';
  if (at < first) return 'label';
  if (at === first) return firstWord(text, tokens[at + 1]);
  if (tokens[at - 1]?.text.toLowerCase() === 'syscall' && syscallRow(text)) return 'function';
  if (isFilling(tokens, at, first)) return 'word';
  return names.byName.get(text)?.kind ?? builtIn(text, tokens[at + 1]);
}

/** `2020` of `kernel linux-rfc-2020`: names of models and policies have hyphens. */
function isPartOfName(tokens: readonly Token[], at: number, first: number): boolean {
  const keyword = tokens[first]?.text.toLowerCase();
  const hyphen = tokens[at - 1];
  return (keyword === 'machine' || keyword === 'kernel') && hyphen?.text === '-' && hyphen.end === tokens[at]?.start;
}

/** `ramp` of `data ramp = i8[64] ramp(8, 1)`: how data is filled, whatever else has the name. */
function isFilling(tokens: readonly Token[], at: number, first: number): boolean {
  return tokens[first]?.text.toLowerCase() === 'data' && at > first + 1 && tokens[at + 1]?.text === '(';
}

/** Index of the word behind the time and the labels. */
function statementStart(tokens: readonly Token[]): number {
  let at = tokens[0]?.kind === 'time' ? 1 : 0;
  while (tokens[at]?.kind === 'name' && tokens[at + 1]?.text === ':') at += 2;
  return at;
}

function firstWord(text: string, next: Token | undefined): SemanticKind {
  const row = statementRow(text);
  if (row && !isInstructionToo(row.keyword, next)) return 'keyword';
  if (text.startsWith('.')) return 'directive';
  return rowsNamed(text.toLowerCase()).length > 0 ? 'instruction' : 'word';
}

function builtIn(text: string, next: Token | undefined): SemanticKind {
  const lower = text.toLowerCase();
  const value = builtInValue(text);
  if (registerByName(lower) || value?.register) return 'register';
  if (isDataType(lower)) return 'type';
  if (value) return value.shape.type === 'mask' ? 'named-constant' : 'value';
  if (next?.text === '(' && functionRow(text)) return 'function';
  if (libraryProc(text)) return 'proc';
  if (namedConstant(text)) return 'named-constant';
  return rowsNamed(lower).length > 0 ? 'instruction' : 'word';
}
