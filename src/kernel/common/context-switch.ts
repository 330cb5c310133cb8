/** The context switch around the extended state (kernel/sched/core.c, arch/x86/kernel/process_64.c). */

import { writePkru } from '../../machine/control/pkru';
import { dropSpaceIfUnused, livingThreads } from '../model/tasks/tasks';
import type { KernelContext } from '../routines/kernel-context';
import { text } from '../routines/read-locals';
import type { Next, Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { IDLE, PKRU_DEFAULT } from '../state/constants';
import type { LocalValue } from '../state/routine-frame';
import type { Task } from '../state/task';
import { isAlive } from '../state/task';

export const contextSwitch: Routine<'context_switch'> = {
  name: 'context_switch',
  context: 'irqs',
  signature: 'static void context_switch(struct rq *rq, struct task_struct *prev, struct task_struct *next)',
  file: 'kernel/sched/core.c',
  summary: 'The scheduler has chosen the next task: gives it the address space, the registers and the CPU.',
  steps: [
    {
      name: 'switch_mm',
      code: 'if (next->mm) switch_mm(prev->active_mm, next->mm);',
      why: 'CR3 for the next task. A kernel thread has no user half and goes on with the one that is there.',
      run: (kernel, locals) => {
        const next = kernel.task(text(locals, 'next'));
        if (!next || next.kthread) return undefined;
        const left = kernel.cpu.addressSpace;
        kernel.cpu.addressSpace = kernel.processOf(next)?.space ?? 0;
        dropSpaceIfUnused(kernel, left);
        return undefined;
      },
    },
    {
      name: 'switch_to',
      code: '__switch_to(prev, next);',
      why: 'Registers and stack. The extended state of prev is saved here; that of next is not loaded here.',
      run: (_kernel, { prev = null, next = null }) => ({ call: '__switch_to', with: { prev, next } }),
    },
    {
      name: 'finish',
      code: 'finish_task_switch(prev);',
      why: 'The next task cleans up behind the previous one.',
      run: (_kernel, { prev = null }) => ({ call: 'finish_task_switch', with: { prev } }),
    },
  ],
};

/**
 * A thread of the current process that runs on another CPU leaves that CPU, by a switch to idle as any other. The step
 * that returns this runs again, until all have left. `t` is the one that left last: where a switch changed nothing,
 * nobody waits for ever.
 */
export function switchOutElsewhere(kernel: KernelContext, locals: LocalsWith<'t'>): Next {
  const thread = livingThreads(kernel).find(({ cpu }) => cpu !== null && cpu !== kernel.cpu.index);
  if (!thread || thread.cpu === null || locals.t === thread.name) return undefined;
  locals.t = thread.name;
  kernel.interrupt(thread.cpu);
  return { call: 'context_switch', with: { prev: thread.name, next: IDLE }, cpu: thread.cpu, retry: true };
}

export const finishTaskSwitch: Routine<'finish_task_switch'> = {
  name: 'finish_task_switch',
  context: 'irqs',
  signature: 'static void finish_task_switch(struct task_struct *prev)',
  file: 'kernel/sched/core.c',
  summary: 'What could not be done while the previous task was still using its stack.',
  steps: [
    {
      name: 'release',
      code: 'if (prev->state == TASK_DEAD) arch_release_task_struct(prev);',
      why: 'A dead task gives back its task structure, and with it the buffer for its extended state.',
      run: (kernel, locals) => {
        const prev = kernel.task(text(locals, 'prev'));
        return prev && !isAlive(prev) ? { call: 'arch_release_task_struct', with: { tsk: prev.name } } : undefined;
      },
    },
  ],
};

/** `__switch_to`. Its lines about extended state differ between kernels: `before` and `after`. */
export function switchTo(
  before: readonly RoutineStep<'prev' | 'next'>[],
  after: readonly RoutineStep<'prev' | 'next'>[],
): Routine<'__switch_to'> {
  return {
    name: '__switch_to',
    context: 'irqs',
    signature: 'struct task_struct *__switch_to(struct task_struct *prev, struct task_struct *next)',
    file: 'arch/x86/kernel/process_64.c',
    summary: 'Makes next the current task of this CPU.',
    steps: [
      ...before,
      {
        name: 'pkru',
        code: 'prev->pkru = rdpkru(); if (prev->pkru != next->pkru) wrpkru(next->pkru);',
        why: 'PKRU is switched at once: copies to and from user memory obey it even before the return to user mode. Kernel threads and the idle task have the default.',
        run: (kernel, locals) => {
          const { prev, next } = parties(kernel, locals);
          if (!kernel.processor.has('PKU')) return undefined;
          if (prev && !prev.kthread) prev.pkru = kernel.cpu.pkru;
          const pkru = next && !next.kthread ? next.pkru : PKRU_DEFAULT;
          if (pkru !== kernel.cpu.pkru) writePkru(kernel.cpu, pkru);
          return undefined;
        },
      },
      {
        name: 'current',
        code: 'this_cpu_write(current_task, next);',
        why: 'From here on "current" is the next task. General registers come from its stack.',
        run: (kernel, locals) => {
          const { prev, next } = parties(kernel, locals);
          const names = { from: prev?.name ?? IDLE, to: next?.name ?? IDLE };
          if (prev) putAside(kernel, prev);
          if (next) takeUp(kernel, next);
          kernel.percpu.current = next?.id ?? null;
          kernel.emit({ kind: 'switch', ...names });
          return undefined;
        },
      },
      ...after,
    ],
  };
}

/** Idle has no task structure here: undefined. */
export function parties(kernel: KernelContext, { prev, next }: LocalsWith<'prev' | 'next'>) {
  const find = (name?: LocalValue): Task | undefined => (typeof name === 'string' ? kernel.task(name) : undefined);
  return { prev: find(prev), next: find(next) };
}

export function putAside({ cpu }: KernelContext, task: Task): void {
  task.saved.gpr.set(cpu.gpr.subarray(0, task.saved.gpr.length));
  task.saved.rip = cpu.rip;
  task.saved.rflags = cpu.rflags;
  task.saved.fsBase = cpu.fsBase;
  task.saved.gsBase = cpu.gsBase;
  task.saved.selectors = cpu.selectors;
  task.cpu = null;
  if (task.state === 'running') task.state = 'ready';
}

export function takeUp({ cpu }: KernelContext, task: Task): void {
  task.state = 'running';
  task.cpu = cpu.index;
  if (task.kthread) return;
  cpu.gpr.set(task.saved.gpr);
  cpu.rip = task.saved.rip;
  cpu.rflags = task.saved.rflags;
  cpu.fsBase = task.saved.fsBase;
  cpu.gsBase = task.saved.gsBase;
  cpu.selectors = task.saved.selectors;
}
