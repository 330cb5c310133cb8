/** Events about where steps happen: CPUs, tasks, blocks, and the handlers of a trace without a kernel. */

import { checkValue } from '../checks/check-expression';
import { requireName } from '../checks/check-task';
import type { Checker } from '../checks/checker';
import type { LineReader } from '../syntax/line-reader';
import { parseExpression } from '../syntax/parse-expression';
import { parseExceptionName } from '../syntax/parse-outcomes';
import { UNMATCHED } from '../syntax/statement-row';
import type { Expression } from '../tree/expression';
import type { Name } from '../tree/name';
import { checkCount, checkCpu, requireTask } from './arguments';
import type { EventOf, EventRows } from './event-row';

export const FLOW_EVENTS: EventRows<'cpu' | 'switch' | 'run' | 'repeat' | 'ring0' | 'idt'> = {
  cpu: {
    topic: 'flow',
    syntax: ['cpu N'],
    documentation: 'The steps that follow happen on CPU N. A trace begins on CPU 0.',
    example: 'cpu 1',
    withoutCpu: true,
    parse: (reader) => ({ kind: 'cpu', index: parseExpression(reader) }),
    check: (checker, { index }, at) => checkCpu(checker, index, at),
  },
  switch: {
    topic: 'flow',
    syntax: ['switch TASK', 'switch idle'],
    documentation:
      "Context switch on this CPU to a task, or to the CPU's idle task, done as the kernel policy does it, through to the return to user mode with the lazy restore, where the policy has one.",
    example: 'switch A',
    needsTasks: true,
    parse: (reader) => ({ kind: 'switch', task: reader.name('the name of a task, or `idle`') }),
    check: (checker, { task }) => {
      if (task.text !== 'idle') requireTask(checker, task);
    },
  },
  run: {
    topic: 'flow',
    syntax: ['run TASK [for N] [until COND]'],
    documentation:
      'Switches to TASK if it is not current, then executes from its own position until it exits, yields, is killed, N instructions have run, or COND holds after an instruction.',
    example: 'run worker for 100 until rax == 0',
    needsTasks: true,
    parse: parseRun,
    check: (checker, { task, count, until }, at) => {
      requireTask(checker, task);
      warnOfNoCode(checker, task);
      if (count) checkCount(checker, count, at, 'A number of instructions');
      if (until) checkValue(checker, until, at);
    },
  },
  repeat: {
    topic: 'flow',
    syntax: ['repeat N [as NAME]'],
    documentation: 'Does the steps up to `end` N times; NAME counts from 0.',
    example: 'repeat 4 as round',
    withoutCpu: true,
    reachesOtherLines: true,
    parse: parseRepeat,
    check: (checker, { count }, at) => {
      checkCount(checker, count, at, 'A number of rounds');
    },
  },
  ring0: {
    topic: 'flow',
    syntax: ['ring0'],
    documentation:
      "The steps up to `end` execute at CPL 0, in the kernel's context on this CPU. The return to user mode, and the restore that it brings, happens before the next step that runs there or looks: `expect`, `print` and `observe` see the user's extended state. General registers are the task's all along.",
    example: 'ring0',
    reachesOtherLines: true,
    parse: () => ({ kind: 'ring0', end: UNMATCHED }),
  },
  idt: {
    topic: 'flow',
    syntax: ['idt #X = PROC'],
    documentation: 'With `kernel none`, and in a guest: PROC runs at CPL 0 on exception #X and ends in `iretq`.',
    more: 'Without a kernel',
    example: 'idt #NM = handler',
    parse: (reader) => {
      const exception = parseExceptionName(reader);
      reader.expect('=', 'and a procedure behind the exception');
      return { kind: 'idt', exception, proc: reader.label('the name of a procedure') };
    },
    check: (checker, { proc }) => {
      requireName(checker, proc, ['proc', 'label'], 'procedure');
      const policy = checker.setting.policy?.name;
      // With a guest the handlers are the guest's.
      if (policy === undefined || policy === 'none' || checker.hasGuest) return;
      const message = `\`idt\` is for \`kernel none\`: \`kernel ${policy}\` has handlers of its own.`;
      checker.error(proc.range, 'idt-with-kernel', message);
    },
  },
};

/** A handler of a signal that waits may still have something to run. */
function warnOfNoCode(checker: Checker, { text, range }: Name): void {
  if (!checker.codeless.has(text)) return;
  const message = `\`${text}\` has no code of its own to run: \`task ${text} entry=LABEL\` gives it some. Steps of the flow are its own behind \`switch ${text}\`.`;
  checker.warning(range, 'nothing-to-run', message);
}

function parseRun(reader: LineReader): EventOf<'run'> {
  const task = reader.name('the name of a task');
  const limits: { count?: Expression; until?: Expression } = {};
  for (;;) {
    if (!limits.count && reader.acceptKeyword('for')) limits.count = parseExpression(reader);
    else if (!limits.until && reader.acceptKeyword('until')) limits.until = parseExpression(reader);
    else return { kind: 'run', task, ...limits };
  }
}

function parseRepeat(reader: LineReader): EventOf<'repeat'> {
  const count = parseExpression(reader);
  if (!reader.acceptKeyword('as')) return { kind: 'repeat', count, end: UNMATCHED };
  return { kind: 'repeat', count, counter: reader.name('a name for the counter'), end: UNMATCHED };
}
