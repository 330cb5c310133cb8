/**
 * The timer's interrupt (kernel/time/hrtimer.c, kernel/sched/core.c): timers that are due expire, and a task that has had its
 * turn makes room for the next one of the same program.
 */
import type { KernelContext } from '../routines/kernel-context';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { IDLE } from '../state/constants';
import { expireTimers } from '../time/expire';
import { nextTask } from './next-task';

/** Who makes room for whom; undefined where nobody else is ready. */
export function nextTurn(kernel: KernelContext): LocalsWith<'next' | 'prev'> | undefined {
  const prev = kernel.current?.name;
  const next = nextTask(kernel);
  return prev !== undefined && next !== prev && next !== IDLE ? { prev, next } : undefined;
}

export const hrtimerInterrupt: Routine<'hrtimer_interrupt'> = {
  name: 'hrtimer_interrupt',
  context: 'irqs',
  signature: 'void hrtimer_interrupt(struct clock_event_device *dev)',
  file: 'kernel/time/hrtimer.c',
  summary: 'The timer has interrupted a program, and a timer of a process or of an open file is due.',
  steps: [
    {
      name: 'run_queues',
      code: '__hrtimer_run_queues(cpu_base, now, flags); /* timer->function(timer) */',
      why: 'Each sends its signal, or counts for its file. What the current task is sent, it finds on its way back to user mode.',
      run: (kernel) => {
        expireTimers(kernel);
        return undefined;
      },
    },
    {
      name: 'tick',
      code: 'tick_sched_handle(ts, regs); /* sched_tick(), unless nobody else is ready */',
      why: 'The same interrupt ends the turn of the task, which somebody whom a timer has woken may have next.',
      run: (kernel) => {
        const locals = nextTurn(kernel);
        return locals && { call: 'sched_tick', with: locals };
      },
    },
  ],
};

export const schedTick: Routine<'sched_tick'> = {
  name: 'sched_tick',
  context: 'irqs',
  signature: 'void sched_tick(void)',
  file: 'kernel/sched/core.c',
  summary: 'The quantum of the current task is over, and another task is ready.',
  steps: [
    {
      name: 'switch',
      code: '__schedule(); /* to next */',
      why: 'Round robin: whoever was made after this task, and then from the beginning.',
      run: (_kernel, { prev = null, next = null }) => ({ call: 'context_switch', with: { prev, next } }),
    },
  ],
};
