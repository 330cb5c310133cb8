/** `task`: its process and its entry exist. */

import { didYouMean } from '../errors/nearest';
import { isInsideFolder } from '../syntax/trace-path';
import type { CoreCall, Declaration, ProgramCall } from '../tree/declaration';
import type { Name } from '../tree/name';
import type { Checker } from './checker';
import { KIND_TEXT, type TraceNameKind } from './trace-names';

export function checkTask(
  checker: Checker,
  { name, process, entry, kthread, exec, core }: Declaration & { kind: 'task' },
): void {
  if (checker.setting.hasNoKernel) {
    const message = 'With `kernel none` there are no tasks: this declaration does nothing.';
    checker.warning(name.range, 'needs-kernel', message);
  }
  if (process) checkProcess(checker, name, process);
  if (entry) requireName(checker, entry, ['label', 'proc'], 'label or procedure');
  if (exec) checkProgram(checker, exec, process ?? entry ?? (kthread ? name : undefined));
  if (core) checkCore(checker, core, process ?? entry ?? exec?.path ?? (kthread ? name : undefined));
  if (kthread && entry) {
    checker.error(entry.range, 'kthread-entry', 'A kthread has no user code: leave `entry` out.');
  }
}

/** @param other what a task that runs a program cannot be: a thread of another process, or one with code of the trace. */
function checkProgram(checker: Checker, exec: ProgramCall, other: Name | undefined): void {
  if (other) {
    const message =
      'A program begins a process of its own, at its own entry point: leave `in`, `entry` and `kthread` out.';
    checker.error(other.range, 'program-task', message);
  }
  for (const { text, range } of [exec.path, ...(exec.input ? [exec.input] : [])]) {
    if (isInsideFolder(text)) continue;
    checker.error(range, 'path-outside', `"${text}" leads out of the trace's folder. Copy the file beside the trace.`);
  }
  for (const { text, range } of exec.environment) {
    if (!/^[^=]+=/.test(text)) {
      checker.error(range, 'bad-environment', `An environment has texts such as "LANG=C", not "${text}".`);
    }
  }
}

function checkCore(checker: Checker, { path }: CoreCall, other: Name | undefined): void {
  if (other) {
    const message = 'A core file says what a task is: leave `in`, `entry`, `exec` and `kthread` out.';
    checker.error(other.range, 'program-task', message);
  }
  if (!isInsideFolder(path.text)) {
    const message = `"${path.text}" leads out of the trace's folder. Copy the file beside the trace.`;
    checker.error(path.range, 'path-outside', message);
  }
}

/** A process has the name of its first task. */
function checkProcess(checker: Checker, task: Name, process: Name): void {
  const { processes } = checker;
  if (processes.has(process.text)) return;
  const hint = didYouMean(process.text, processes);
  const message =
    process.text === task.text
      ? `The first task of a process has its name: leave \`in ${process.text}\` out.`
      : `There is no process \`${process.text}\`: a process has the name of its first task.${hint}`;
  checker.error(process.range, 'unknown-process', message);
}

/** Reports a name that is not declared as one of `kinds`. */
export function requireName(
  checker: Checker,
  { text, range }: Name,
  kinds: readonly TraceNameKind[],
  what: string,
): void {
  const declared = checker.names.byName.get(text);
  if (declared && kinds.includes(declared.kind)) return;
  const near = checker.hintFor(kinds.join(), text, () => {
    const known = [...checker.names.byName.values()].filter(({ kind }) => kinds.includes(kind));
    return didYouMean(
      text,
      known.map(({ name }) => name.text),
    );
  });
  const hint = near || (declared ? ` That is ${KIND_TEXT[declared.kind]}.` : '');
  checker.error(range, `unknown-${kinds[0]}`, `There is no ${what} \`${text}\`.${hint}`);
}
