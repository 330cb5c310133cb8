/** What the kernel does, or what happens to it, beside system calls. */

import { didYouMean } from '../errors/nearest';
import { parseExpression } from '../syntax/parse-expression';
import { SIGNALS } from '../vocabulary/constants';
import { checkCpu, requireTask } from './arguments';
import type { EventOf, EventRow, EventRows } from './event-row';

type InKernel = 'kernel_fpu_begin' | 'kernel_fpu_end' | 'kernel_amx_begin' | 'kernel_amx_end';

export const KERNEL_EVENTS: EventRows<'signal' | 'hotplug' | 'suspend' | 'reclaim' | InKernel> = {
  signal: {
    topic: 'kernel',
    syntax: ['signal NAME [to TASK]'],
    documentation:
      'A signal is sent to the current task, or to TASK, and is delivered as the policy does it: the frame is written, the handler entered.',
    more: 'Signals',
    example: 'signal SIGUSR1 to A',
    needsTasks: true,
    parse: (reader) => {
      const name = reader.name('the name of a signal');
      if (!reader.acceptKeyword('to')) return { kind: 'signal', name };
      return { kind: 'signal', name, task: reader.name('the name of a task') };
    },
    check: (checker, { name, task }) => {
      if (task) requireTask(checker, task);
      const names = SIGNALS.map((row) => row.name);
      if (names.includes(name.text)) return;
      const hint = didYouMean(name.text, names);
      checker.error(name.range, 'unknown-signal', `There is no signal \`${name.text}\`.${hint}`);
    },
  },
  hotplug: {
    topic: 'kernel',
    syntax: ['hotplug N off', 'hotplug N on'],
    documentation:
      'CPU N goes down: its task may run on another one. Or it comes up again, as the kernel sets up a CPU that starts. The CPU that the trace is on stays up.',
    more: 'CPUs that go and come',
    example: 'hotplug 1 off',
    needsTasks: true,
    parse: (reader) => {
      const index = parseExpression(reader);
      const online = reader.acceptKeyword('on');
      if (!online && !reader.acceptKeyword('off')) {
        throw reader.unexpected('`on` or `off` behind the number of the CPU');
      }
      return { kind: 'hotplug', index, online };
    },
    check: (checker, { index }, at) => checkCpu(checker, index, at),
  },
  suspend: {
    topic: 'kernel',
    syntax: ['suspend'],
    documentation:
      'The machine sleeps and wakes up again: all other CPUs go and come as by `hotplug`, the boot CPU loses its registers. For a trace on CPU 0.',
    example: 'suspend',
    needsTasks: true,
    parse: () => ({ kind: 'suspend' }),
  },
  reclaim: {
    topic: 'kernel',
    syntax: ['reclaim [TASK]'],
    documentation: 'Asks the kernel to give back buffers that are no longer in use, where the policy can.',
    example: 'reclaim A',
    needsTasks: true,
    parse: (reader) => {
      if (reader.isAtEnd || reader.isOperator('=>')) return { kind: 'reclaim' };
      return { kind: 'reclaim', task: reader.name('the name of a task') };
    },
    check: (checker, { task }) => {
      if (task) requireTask(checker, task);
    },
  },
  kernel_fpu_begin: inKernel(
    'kernel_fpu_begin',
    'The kernel begins to use extended state itself, as its function of that name does.',
  ),
  kernel_fpu_end: inKernel(
    'kernel_fpu_end',
    'The kernel is done with extended state; the return to user mode restores the task.',
  ),
  kernel_amx_begin: {
    ...inKernel(
      'kernel_amx_begin',
      'With `kernel explicit`: the kernel asks for tiles; `= 0`, or `= -ENOMEM` to be handled.',
    ),
    routine: 'kernel_amx_begin',
  },
  kernel_amx_end: {
    ...inKernel('kernel_amx_end', 'With `kernel explicit`: the kernel is done with tiles.'),
    routine: 'kernel_amx_end',
  },
};

/** A function of the kernel that takes nothing. */
function inKernel<K extends InKernel>(kind: K, documentation: string): EventRow<K> {
  const parse = () => ({ kind }) as EventOf<K>; // such an event has nothing but its kind
  return { topic: 'kernel', syntax: [kind], documentation, example: kind, needsTasks: true, parse };
}
