/** What can be written at a place of a trace, by what stands before it on its line. */
import { rowsNamed, spellings } from '../../machine/instructions';
import type { CheckContext } from '../checks/checker';
import { collectNames } from '../checks/trace-names';
import type { Range } from '../errors/diagnostic';
import { isCommentAt, isNameCharacter, makeToken, scanLine, skipSpace } from '../syntax/scanner';
import { STATEMENTS, statementRow } from '../syntax/statements';
import type { Trace } from '../syntax/syntax';
import type { Token } from '../syntax/token';
import { atomCompletions, expressionCompletions, memberCompletions } from './completion-expression';
import type { Completion, CompletionPlace } from './completion-item';
import { operandCompletions } from './completion-operand';
import { outcomeCompletions, statementCompletions } from './completion-statement';

export interface Completions {
  /** The word that a choice replaces; empty where none has been begun. */
  readonly range: Range;
  readonly items: readonly Completion[];
}

/** `line` and `column` are zero-based. */
export function complete(trace: Trace, line: number, column: number, context: CheckContext): Completions {
  const before = (trace.text.split('\n')[line] ?? '').slice(0, column);
  const start = wordStart(before);
  const range = { line, start, end: before.length };
  const tokens = statementTokens(before.slice(0, start));
  if (!tokens) return { range, items: [] };
  return { range, items: itemsAt({ tokens, trace, names: collectNames(trace), context }) };
}

/** Statements that name things with hyphens or dots in their names, and which of these. */
const NAME_SIGNS: ReadonlyMap<string, string> = new Map([
  ['machine', '-.'],
  ['kernel', '-.'],
  ['inject', '-'],
]);

/** Where the word at the end of `before` begins: with the number sign of an exception, or the dot of a label. */
function wordStart(before: string): number {
  const keyword = /^\s*(\w+)\s/.exec(before)?.[1]?.toLowerCase();
  const signs = NAME_SIGNS.get(keyword ?? '') ?? '';
  let start = before.length;
  while (start > 0 && (isNameCharacter(before, start - 1) || signs.includes(before.charAt(start - 1)))) start--;
  const sign = before[start - 1];
  if (sign === '#') return start - 1;
  const isLabel = sign === '.' && !isNameCharacter(before, start - 2) && !/[\])]/.test(before.charAt(start - 2));
  return isLabel ? start - 1 : start;
}

/** Without time and labels; undefined in a comment or a string. */
function statementTokens(before: string): readonly Token[] | undefined {
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

function itemsAt(place: CompletionPlace): readonly Completion[] {
  const { tokens } = place;
  const first = tokens[0];
  if (!first) return [...keywordCompletions(), ...instructionCompletions()];
  if (tokens.some(({ text }) => text === '=>')) return outcomeCompletions(place);
  const row = statementRow(first.text);
  const ofStatement = row && statementCompletions(row.keyword, place);
  if (ofStatement) return ofStatement;
  if (tokens.at(-1)?.text === '.') return memberCompletions(place);
  return row ? expressionCompletions(place) : [...operandCompletions(place), ...atomCompletions(place)];
}

function keywordCompletions(): readonly Completion[] {
  return STATEMENTS.map(({ keyword, syntax, documentation }) => ({
    label: keyword,
    kind: 'keyword',
    detail: syntax[0] ?? keyword,
    documentation,
  }));
}

function instructionCompletions(): readonly Completion[] {
  return [...spellings()].map((label): Completion => {
    const row = rowsNamed(label)[0];
    return { label, kind: 'instruction', ...(row && { detail: row.summary, documentation: row.operation }) };
  });
}
