/** A task is taken off its CPU in the middle of the kernel (kernel/sched/core.c), where the trace says so. */

import { text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { IDLE } from '../state/constants';
import { isSwitchable } from '../state/task';

export const preemptSchedule: Routine<'preempt_schedule_irq'> = {
  name: 'preempt_schedule_irq',
  context: 'irqs',
  signature: 'void preempt_schedule_irq(void)',
  file: 'kernel/sched/core.c',
  summary:
    'A timer interrupt found that another task should run. It runs user code, and some time later this one goes on.',
  steps: [
    {
      name: 'check',
      code: 'next = pick_next_task(rq); if (next == prev) return;',
      why: 'The task that the trace names, if it can run here.',
      run: (kernel, locals) => {
        const next = kernel.task(text(locals, 'next'));
        locals.prev = kernel.current?.name ?? IDLE;
        return next && isSwitchable(next) ? undefined : { return: undefined };
      },
    },
    {
      name: 'switch',
      code: '__schedule(); /* to next */',
      why: 'Saves the registers if they are the task’s, and sets TIF_NEED_FPU_LOAD.',
      run: (_kernel, { prev = null, next = null }) => ({ call: 'context_switch', with: { prev, next } }),
    },
    {
      name: 'user_mode',
      code: '/* next: */ switch_fpu_return();',
      why: 'The other task gets to user mode: its registers are loaded, and IA32_XFD is what its buffer needs.',
      run: ({ current }) =>
        current?.needFpuLoad && !current.kthread
          ? { call: 'switch_fpu_return', with: { tsk: current.name } }
          : undefined,
    },
    {
      name: 'runs',
      code: '/* next: user code, to the end of its time */',
      why: 'Whatever it does with its registers, it finds there what it left in them.',
      run: ({ current, percpu }) => {
        percpu.userMode = current !== undefined && !current.kthread;
        return undefined;
      },
    },
    {
      name: 'switch_back',
      code: '/* next: */ __schedule(); /* back to prev */',
      why: 'Back in the kernel, where it was. Nothing is loaded yet: that waits for its return to user mode.',
      run: (kernel, { prev = null }) => {
        kernel.percpu.userMode = false;
        return { call: 'context_switch', with: { prev: kernel.current?.name ?? IDLE, next: prev } };
      },
    },
  ],
};
