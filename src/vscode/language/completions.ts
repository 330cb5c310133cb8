/** What can stand where one types: decided by the words before it in the line. */
import { parseTrace } from '../../language/parser';
import { scanLine } from '../../language/scanner';
import { collectNames, KIND_TEXT, type TraceNameKind, type TraceNames } from '../../language/trace-names';
import { describeShape } from '../../language/values';
import { shapeOfChain } from './chain';
import { type EntryKind, GLOSSARY } from './glossary';

export interface Completion {
  readonly label: string;
  readonly kind: EntryKind | TraceNameKind | 'member' | 'outcome';
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
}

const OUTCOMES: readonly Completion[] = [
  { label: 'ok', kind: 'outcome', detail: 'no exception, no signal', documentation: 'Nothing of the kind happens.' },
  { label: 'killed', kind: 'outcome', detail: 'the task ends', documentation: 'The task is killed.' },
  { label: 'oops', kind: 'outcome', detail: 'the kernel dies', documentation: 'The kernel dies.' },
];

/** Statements whose first argument is a task. */
const OF_TASKS: ReadonlySet<string> = new Set(['switch', 'run', 'reclaim']);
const OF_EXPRESSIONS: ReadonlySet<string> = new Set([
  'expect',
  'print',
  'const',
  'syscall',
  'data',
  'inject',
  'repeat',
]);

/** `before` is the line up to the cursor. */
export function completionsAt(text: string, before: string): readonly Completion[] {
  if (insideComment(before)) return [];
  const names = collectNames(parseTrace(text));
  const typed = before.replace(/[\w#]*$/, '');
  const chain = /([A-Za-z_][\w.]*(?:\[[^\]]*\])*)\.$/.exec(typed)?.[1];
  if (chain !== undefined) return members(chain, names);
  const words = scanLine(typed).filter(({ kind }) => kind !== 'end' && kind !== 'time');
  const [first] = words;
  if (!first) return entries(['statement', 'instruction']);
  if (/=>\s*(?:[^=]*,\s*)?$/.test(typed)) return [...entries(['exception']), ...signals(), ...OUTCOMES];
  const keyword = first.text.toLowerCase();
  if (keyword === 'machine') return words.length === 1 ? entries(['machine']) : [];
  if (keyword === 'kernel') return words.length === 1 ? entries(['policy']) : [];
  if (keyword === 'syscall' && words.length === 1) return entries(['syscall']);
  if (OF_TASKS.has(keyword)) return declared(names, ['task']);
  if (OF_EXPRESSIONS.has(keyword)) {
    return [
      ...declared(names, ['const', 'data', 'task', 'label', 'counter']),
      ...entries(['value', 'function', 'constant']),
    ];
  }
  return [...declared(names, ['const', 'data', 'label', 'proc', 'counter']), ...entries(['value'])];
}

function insideComment(before: string): boolean {
  const { start = before.length } = scanLine(before).at(-1) ?? {};
  return before.slice(start).trim() !== '';
}

function members(chain: string, names: TraceNames): readonly Completion[] {
  const found = shapeOfChain(chain, names)?.members;
  return [...(found?.values() ?? [])].map(({ name, shape, documentation }) => ({
    label: name,
    kind: 'member',
    detail: describeShape(shape),
    documentation,
  }));
}

function entries(kinds: readonly EntryKind[]): readonly Completion[] {
  return GLOSSARY.filter(({ kind }) => kinds.includes(kind)).map(({ word, kind, detail, documentation }) => ({
    label: word,
    kind,
    detail,
    documentation,
  }));
}

function signals(): readonly Completion[] {
  return entries(['constant']).filter(({ label }) => label.startsWith('SIG'));
}

function declared(names: TraceNames, kinds: readonly TraceNameKind[]): readonly Completion[] {
  return [...names.byName.values()]
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ name, kind }) => ({
      label: name.text,
      kind,
      detail: KIND_TEXT[kind],
      documentation: `Declared in line ${name.range.line + 1}.`,
    }));
}
