/** What can be written at a place of a trace, by what stands before it on its line. */
import { FEATURES } from '../../../machine/architecture/feature';
import { rowsNamed, spellings } from '../../../machine/instructions';
import type { CheckContext } from '../../checks/check-context';
import { checkSetting } from '../../checks/check-setting';
import { collectNames } from '../../checks/trace-names';
import type { Range } from '../../errors/diagnostic';
import { isNameCharacter } from '../../syntax/scanner';
import { STATEMENTS, statementRow } from '../../syntax/statements';
import type { Trace } from '../../tree/statement';
import { statementTokens } from '../statement-tokens';
import { decorationCompletions } from './decoration';
import { encodingCompletions, withoutEncodings } from './encoding';
import { atomCompletions, expressionCompletions, memberCompletions } from './expression';
import { fileCompletions, fileNameAt } from './file-name';
import type { Completion, CompletionPlace } from './item';
import { operandCompletions } from './operand';
import { outcomeCompletions, statementCompletions } from './statement';

export interface Completions {
  /** The word that a choice replaces; empty where none has been begun. */
  readonly range: Range;
  /** The likeliest first. */
  readonly items: readonly Completion[];
}

/** `line` and `column` are zero-based. */
export function complete(trace: Trace, line: number, column: number, context: CheckContext): Completions {
  const before = (trace.text.split('\n')[line] ?? '').slice(0, column);
  const path = fileNameAt(before);
  if (path !== undefined) {
    return {
      range: { line, start: before.length - path.length, end: before.length },
      items: fileCompletions(context.files),
    };
  }
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

function itemsAt(place: CompletionPlace): readonly Completion[] {
  const inBraces = encodingCompletions(place.tokens) ?? decorationCompletions(place.tokens);
  if (inBraces) return inBraces;
  const tokens = withoutEncodings(place.tokens);
  const first = tokens[0];
  if (!first) return [...(place.tokens.length === 0 ? keywordCompletions() : []), ...instructionCompletions(place)];
  if (tokens.some(({ text }) => text === '=>')) return outcomeCompletions(place);
  const row = statementRow(first.text);
  const ofStatement = row && statementCompletions(row.keyword, place);
  if (ofStatement) return ofStatement;
  if (tokens.at(-1)?.text === '.') return memberCompletions(place);
  return row ? expressionCompletions(place) : [...operandCompletions({ ...place, tokens }), ...atomCompletions(place)];
}

function keywordCompletions(): readonly Completion[] {
  return STATEMENTS.map(({ keyword, syntax, documentation }) => ({
    label: keyword,
    kind: 'keyword',
    detail: syntax[0] ?? keyword,
    documentation,
  }));
}

/** Mnemonics that the machine has, and then the others, which raise #UD. */
function instructionCompletions({ trace, context }: CompletionPlace): readonly Completion[] {
  const { processor } = checkSetting(trace, context).setting;
  const onMachine: Completion[] = [];
  const elsewhere: Completion[] = [];
  for (const label of spellings()) {
    const row = rowsNamed(label)[0];
    const missing = row?.features.find((feature) => !processor.has(feature));
    const told = row && {
      detail: missing ? `not on this machine: ${FEATURES[missing].flag}` : row.summary,
      documentation: row.operation,
    };
    const item: Completion = { label, kind: 'instruction', ...told };
    (missing ? elsewhere : onMachine).push(item);
  }
  return [...onMachine, ...elsewhere];
}
