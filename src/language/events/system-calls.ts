/** System calls that a trace writes down, and filters that answer them. */

import { checkValue } from '../checks/check-expression';
import type { Checker } from '../checks/checker';
import { didYouMean, knownNames } from '../errors/nearest';
import type { LineReader } from '../syntax/line-reader';
import { parseArguments, parseExpression } from '../syntax/parse-expression';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import { SYSCALLS, type SyscallRow, syscallRow, takesText } from '../vocabulary/syscalls';
import { requireTask } from './arguments';
import type { EventOf, EventRows } from './event-row';

/** Results of system calls from this one on are errors (include/linux/err.h). */
const MAX_ERRNO = 4095n;

export const SYSTEM_CALL_EVENTS: EventRows<'syscall' | 'seccomp'> = {
  syscall: {
    topic: 'kernel',
    syntax: ['syscall NAME(ARG, ...) [as NAME]'],
    documentation:
      "The current task makes a system call. fork and clone name the new task with `as`. Arguments may use the kernel's constant names.",
    example: 'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0',
    needsTasks: true,
    parse: parseSyscall,
    check: checkSyscall,
  },
  seccomp: {
    topic: 'kernel',
    syntax: ['seccomp TASK NAME => -ERRNO', 'seccomp TASK NAME => kill'],
    documentation:
      'A filter of seccomp(2) that answers the system call NAME of TASK in place of the kernel, with an error or with SIGSYS that no handler and no tracer gets; also for the children and threads that TASK makes from here on. Of several filters the newest counts, one that kills before all others.',
    example: 'seccomp A arch_prctl => -EPERM',
    needsTasks: true,
    withoutCpu: true,
    parse: (reader) => {
      const task = reader.name('the name of a task');
      const syscall = reader.name('the name of a system call');
      if (!reader.accept('=>')) throw reader.unexpected('`=>` and the answer, as in `=> -EPERM` or `=> kill`');
      if (reader.acceptKeyword('kill')) return { kind: 'seccomp', task, syscall, answer: 'kill' };
      return { kind: 'seccomp', task, syscall, answer: parseExpression(reader) };
    },
    check: (checker, { task, syscall, answer }, at) => {
      requireTask(checker, task);
      requireSyscall(checker, syscall);
      if (answer === 'kill' || !checkValue(checker, answer, at)) return;
      const value = checker.tryConstant(answer);
      if (value === undefined || (typeof value === 'bigint' && value <= 0n && value >= -MAX_ERRNO)) return;
      const message = 'A filter answers `kill`, or a result that is an error such as `-EPERM`, or 0.';
      checker.error(answer.range, 'not-an-answer', message);
    },
  },
};

function parseSyscall(reader: LineReader): EventOf<'syscall'> {
  const name = reader.name('the name of a system call');
  reader.expect('(', `and the arguments behind \`${name.text}\``);
  reader.beginExpression();
  const values = parseArguments(reader, name.text);
  if (!reader.acceptKeyword('as')) return { kind: 'syscall', name, arguments: values };
  return { kind: 'syscall', name, arguments: values, as: reader.name('the name of the new task') };
}

/** Reports a name that no system call has. */
function requireSyscall(checker: Checker, name: Name): SyscallRow | undefined {
  const row = syscallRow(name.text);
  if (row) return row;
  const names = SYSCALLS.map((syscall) => syscall.name);
  const hint = didYouMean(name.text, names) || knownNames(names);
  checker.error(name.range, 'unknown-syscall', `There is no system call \`${name.text}\` here.${hint}`);
  return undefined;
}

/** What to write in place of an argument that is a text: the name of a task is one. */
function remedyFor({ names }: Checker, argument: Expression): string {
  const task = argument.kind === 'name' && names.byName.get(argument.name)?.kind === 'task' ? argument.name : undefined;
  if (task !== undefined) return `That of the task ${task} is \`${task}.pid\`.`;
  return 'Declare the text as `data`, and give its name.';
}

function checkSyscall(checker: Checker, event: EventOf<'syscall'>, at: number): void {
  const shapes = event.arguments.map((argument) => checkValue(checker, argument, at));
  const { name, as } = event;
  const row = requireSyscall(checker, name);
  if (!row) return;
  for (const [index, argument] of event.arguments.entries()) {
    if (shapes[index]?.type !== 'string' || takesText(row, index)) continue;
    const remedy = remedyFor(checker, argument);
    checker.error(argument.range, 'not-a-number', `An argument of \`${row.name}\` is a number. ${remedy}`);
  }
  const least = row.parameters.length;
  const most = least + (row.optional?.length ?? 0);
  const given = event.arguments.length;
  if (given < least || given > most) {
    const shown = [...row.parameters, ...(row.optional ?? []).map((parameter) => `[${parameter}]`)].join(', ');
    checker.error(name.range, 'argument-count', `The arguments are \`${row.name}(${shown})\`, not ${given}.`);
  }
  if (as && !row.makesTask) {
    checker.error(as.range, 'no-new-task', `\`${row.name}\` makes no task: leave \`as ${as.text}\` out.`);
  }
}
