/** sched_yield(2) (kernel/sched/syscalls.c). */
import type { Routine } from '../routines/routine';

export const sysSchedYield: Routine<'sys_sched_yield'> = {
  name: 'sys_sched_yield',
  signature: 'long sys_sched_yield(void)',
  file: 'kernel/sched/syscalls.c',
  summary: 'Lets others run first. Which one does is for the trace to say.',
  steps: [{ name: 'return', code: 'return 0;', why: 'It cannot fail.', run: () => ({ return: 0 }) }],
};
