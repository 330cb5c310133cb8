/** Tasks whose declarations could not be read: one error says so, and not one more for each line that names the task. */
import { TextLines } from '../syntax/text-lines';
import type { Statement, Trace } from '../tree/statement';

const TASK = /^\s*task\s+([A-Za-z_]\w*)/i;

/** The name that a line would declare if it were right; undefined for a line that does not begin as such a declaration. */
function taskNamedBy(line: string): string | undefined {
  return TASK.exec(line)?.[1];
}

/** The names of the tasks of a trace whose lines have an error. */
export function misreadTasks({ diagnostics, text }: Trace): ReadonlySet<string> {
  if (diagnostics.length === 0) return NONE;
  const lines = new TextLines(text);
  return new Set(diagnostics.flatMap(({ range }) => taskNamedBy(lines.at(range.line)) ?? []));
}

const NONE: ReadonlySet<string> = new Set();

/** Whether `line`, the text of line `number`, begins as a declaration of a task that none of the statements is. */
export function isMisreadTask(line: string, number: number, statements: readonly Statement[]): boolean {
  if (taskNamedBy(line) === undefined) return false;
  return !statements.some(
    (each) => each.line === number && each.kind === 'declaration' && each.declaration.kind === 'task',
  );
}
