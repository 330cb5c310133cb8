/** What a hover says about the word under the pointer. */
import { parseTrace } from '../../language/parser';
import { scanLine } from '../../language/scanner';
import type { Token } from '../../language/token';
import { collectNames, KIND_TEXT, type TraceName } from '../../language/trace-names';
import { describeShape } from '../../language/values';
import { namedByChain } from './chain';
import { expressionAt } from './expression-at';
import { type EntryKind, entryOf } from './glossary';

export interface Hover {
  readonly start: number;
  readonly end: number;
  /** Markdown. */
  readonly markdown: string;
}

const AT_START: readonly EntryKind[] = ['statement', 'instruction'];
const ELSEWHERE: readonly EntryKind[] = [
  'value',
  'function',
  'constant',
  'syscall',
  'exception',
  'machine',
  'policy',
  'instruction',
];

export function hoverAt(text: string, line: number, column: number): Hover | undefined {
  const source = text.split('\n')[line] ?? '';
  const tokens = scanLine(source);
  const index = tokens.findIndex(({ kind, start, end }) => WORDS.has(kind) && start <= column && column <= end);
  const token = tokens[index];
  if (!token) return undefined;
  const markdown = explain(text, source, tokens, index);
  return markdown === undefined ? undefined : { start: token.start, end: token.end, markdown };
}

const WORDS: ReadonlySet<Token['kind']> = new Set<Token['kind']>(['name', 'exception']);

function explain(text: string, source: string, tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index];
  if (!token) return undefined;
  const names = collectNames(parseTrace(text));
  if (tokens[index - 1]?.text === '.') {
    const span = expressionAt(source, token.start);
    const member = span && namedByChain(source.slice(span.start, token.end), names);
    return member && `\`\`\`xtrace\n${member.name}: ${describeShape(member.shape)}\n\`\`\`\n\n${member.documentation}`;
  }
  const before = tokens.slice(0, index).filter(({ kind }) => kind !== 'time');
  if (before.length === 0)
    return entryOf(token.text, AT_START)?.documentation ?? declared(text, names.byName.get(token.text));
  const model = modelName(source, token);
  return declared(text, names.byName.get(token.text)) ?? entryOf(model, ELSEWHERE)?.documentation;
}

/** Names of machines and policies have hyphens, which elsewhere are operators. */
function modelName(source: string, token: Token): string {
  if (!/^\s*(machine|kernel)\s/i.test(source)) return token.text;
  const start = source.slice(0, token.start).search(/[\w-]*$/);
  return /^[\w-]+/.exec(source.slice(start))?.[0] ?? token.text;
}

function declared(text: string, name: TraceName | undefined): string | undefined {
  if (!name) return undefined;
  const { line } = name.name.range;
  const source = (text.split('\n')[line] ?? '').trim();
  return `\`\`\`xtrace\n${source}\n\`\`\`\n\nLine ${line + 1}: ${KIND_TEXT[name.kind]}.`;
}
