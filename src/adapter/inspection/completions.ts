/** Completion in the console: names that expressions can begin with, and members behind a dot. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { collectNames, type TraceNames } from '../../language/checks/trace-names';
import { expressionCompletions } from '../../language/editing/completion/expression';
import type { Completion, CompletionKind } from '../../language/editing/completion/item';
import { scanLine } from '../../language/syntax/scanner';
import { CONSOLE_COMMANDS } from '../console/commands';
import type { Debuggee } from '../state/debuggee';
import type { FrameContext } from '../variables/scopes';

const ITEM_TYPES: Readonly<Partial<Record<CompletionKind, DebugProtocol.CompletionItemType>>> = {
  register: 'variable',
  value: 'variable',
  member: 'field',
  function: 'function',
  constant: 'value',
  data: 'variable',
  task: 'class',
  label: 'reference',
  proc: 'function',
};

/** The typed text, and the cursor before which it is completed. Line and column are zero-based. */
export interface Typed {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** `start` of a completion is zero-based, in the whole text. Variables of the frame's routine come first. */
export function completions(
  debuggee: Debuggee,
  { text, line, column }: Typed,
  frame: FrameContext | undefined,
): DebugProtocol.CompletionItem[] {
  const lines = text.split('\n');
  const lineStart = lines.slice(0, line).reduce((length, { length: more }) => length + more + 1, 0);
  const before = (lines[line] ?? '').slice(0, column);
  const prefix = /\w*$/.exec(before)?.[0].toLowerCase() ?? '';
  const start = before.length - prefix.length;
  const tokens = scanLine(before.slice(0, start)).filter(({ kind }) => kind !== 'end');
  const isMember = tokens.at(-1)?.text === '.';
  const offered = [
    ...(isMember ? [] : localNames(debuggee, frame)),
    ...expressionCompletions({ tokens, names: namesOf(debuggee) }),
    ...(line === 0 && tokens.length === 0 ? commandWords() : []),
    ...(line === 0 ? wordsBehind(before.slice(0, start)) : []),
  ];
  return offered
    .filter(({ label }) => label.toLowerCase().startsWith(prefix))
    .map(({ label, kind, detail }) => ({
      label,
      type: ITEM_TYPES[kind] ?? 'text',
      ...(detail && { detail }),
      start: lineStart + start,
      length: prefix.length,
    }));
}

function commandWords(): readonly Completion[] {
  return CONSOLE_COMMANDS.filter(({ name }) => /^\w+$/.test(name)).map(({ name, grammar }) => ({
    label: name,
    kind: 'keyword',
    detail: grammar,
  }));
}

/** What can follow a command that stands by itself before the word that is typed. */
function wordsBehind(before: string): readonly Completion[] {
  const command = CONSOLE_COMMANDS.find(({ name }) => name === before.trim());
  return (command?.words ?? []).map((label) => ({ label, kind: 'keyword', detail: command?.grammar ?? '' }));
}

function localNames({ state }: Debuggee, frame: FrameContext | undefined): readonly Completion[] {
  const locals = frame?.routine && state.kernel?.stack[frame.routine.index]?.locals;
  return Object.keys(locals ?? {}).map((label) => ({
    label,
    kind: 'value',
    detail: `variable of ${frame?.routine?.name}`,
  }));
}

/** The names of the trace, and of tasks that fork has made without a name of the trace's choosing. */
function namesOf({ program, engine }: Debuggee): TraceNames {
  const names = collectNames(program.trace);
  const range = { line: 0, start: 0, end: 0 };
  const byName = new Map(names.byName);
  for (const { name } of engine.world.kernel?.state.tasks ?? []) {
    if (!byName.has(name)) byName.set(name, { kind: 'task', name: { text: name, range }, statement: 0 });
  }
  return { ...names, byName };
}
