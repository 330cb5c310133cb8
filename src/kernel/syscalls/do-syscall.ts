/** The way in by the instruction SYSCALL (arch/x86/entry/common.c): the call by its number, or sleep until it has an answer. */

import { programOf } from '../exec/program-of';
import type { KernelContext } from '../routines/kernel-context';
import { big } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { nextTask } from '../sched/next-task';
import { ERRNO, IDLE, SYSCALL_LENGTH } from '../state/constants';
import type { Wait } from '../state/program-state';
import { expireTimers } from '../time/expire';
import type { Answer, RoutineCall } from './call';
import { systemCall } from './table';

export const doSyscall64: Routine<'do_syscall_64'> = {
  name: 'do_syscall_64',
  signature: 'void do_syscall_64(struct pt_regs *regs, int nr)',
  file: 'arch/x86/entry/common.c',
  summary: 'A program has executed SYSCALL: RAX has the number of the call, other registers the arguments.',
  steps: [
    {
      name: 'call',
      code: 'ret = x64_sys_call(regs, nr);',
      why: 'By the table. A number that it has not is -ENOSYS.',
      run: (kernel, locals) => {
        const answer = makeCall(kernel, big(locals, 'nr'));
        if (typeof answer !== 'object') {
          locals.ret = answer;
          return undefined;
        }
        if ('call' in answer) return { ...answer, into: 'ret' } as RoutineCall & { into: 'ret' };
        return sleep(kernel, answer.wait) ? { goto: 'schedule' } : { return: -ERRNO.EAGAIN };
      },
    },
    {
      name: 'return',
      code: 'if (ret != -ERESTARTSYS) { regs->ax = ret; return; }',
      why: 'Nearly all calls have an answer at once.',
      run: (_kernel, { ret = 0 }) => ({ return: ret }),
    },
    {
      name: 'schedule',
      code: 'schedule(); regs->ip -= 2; /* SYSCALL again */',
      why: 'The task sleeps until there may be an answer, and makes the same call then. Meanwhile others run.',
      run: (kernel) => {
        const [prev, next] = [kernel.current?.name ?? IDLE, nextTask(kernel)];
        return next === prev ? { abandon: true } : { call: 'context_switch', with: { prev, next } };
      },
    },
    {
      name: 'woken',
      code: '/* next: */ return;',
      why: 'The next task goes on where it was.',
      run: () => ({ abandon: true }),
    },
  ],
};

function makeCall(kernel: KernelContext, number: bigint): Answer {
  const { current: task, event } = kernel;
  const process = task && kernel.processOf(task);
  if (!task || !process || event?.kind !== 'syscall') return -ERRNO.ENOSYS;
  const row = systemCall(number);
  const given = event.arguments ?? [];
  // What a handler has interrupted goes on first: a timer may expire before its handler has returned, each time.
  if (row?.name !== 'rt_sigreturn') expireTimers(kernel);
  const resumed = task.wait;
  task.wait = null;
  if (!row) {
    kernel.emit({ kind: 'unknown-syscall', name: event.name, arguments: given });
    return -ERRNO.ENOSYS;
  }
  return row.make({ kernel, task, process, program: programOf(process), arguments: given, resumed });
}

/** False where nobody schedules: then the call does not wait. */
function sleep(kernel: KernelContext, wait: Wait): boolean {
  const { current: task, cpu } = kernel;
  const family = task && kernel.processOf(task)?.program?.family;
  if (!task || family == null) return false;
  task.wait = wait;
  cpu.rip -= SYSCALL_LENGTH;
  return true;
}
