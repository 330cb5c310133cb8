/** The timer's interrupt (kernel/sched/core.c): a task that has had its turn makes room for the next one of the same program. */
import type { Routine } from '../routines/routine';

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
