/** Completion in the console: names that expressions can begin with, and members behind a dot. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { collectNames, type TraceNames } from '../../language/checks/trace-names';
import { expressionCompletions } from '../../language/editing/completion-expression';
import type { CompletionKind } from '../../language/editing/completion-item';
import { scanLine } from '../../language/syntax/scanner';
import type { Debuggee } from '../state/debuggee';

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

/** `column` is zero-based: completions are for what stands before it. */
export function completions(debuggee: Debuggee, input: string, column: number): DebugProtocol.CompletionItem[] {
  const before = input.slice(0, column);
  const prefix = /\w*$/.exec(before)?.[0].toLowerCase() ?? '';
  const start = before.length - prefix.length;
  const tokens = scanLine(before.slice(0, start)).filter(({ kind }) => kind !== 'end');
  return expressionCompletions({ tokens, names: namesOf(debuggee) })
    .filter(({ label }) => label.toLowerCase().startsWith(prefix))
    .map(({ label, kind, detail }) => ({
      label,
      type: ITEM_TYPES[kind] ?? 'text',
      ...(detail && { detail }),
      start,
      length: prefix.length,
    }));
}

/** Those of the trace, and the tasks that fork has made without a name of the trace's choosing. */
function namesOf({ program, engine }: Debuggee): TraceNames {
  const names = collectNames(program.trace);
  const range = { line: 0, start: 0, end: 0 };
  const byName = new Map(names.byName);
  for (const { name } of engine.world.kernel?.state.tasks ?? []) {
    if (!byName.has(name)) byName.set(name, { kind: 'task', name: { text: name, range }, statement: 0 });
  }
  return { ...names, byName };
}
