/** The buffer's end (arch/x86/kernel/process.c). */

import { releaseArea } from '../model/tasks/tasks';
import { text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';

export const archReleaseTaskStruct: Routine<'arch_release_task_struct'> = {
  name: 'arch_release_task_struct',
  context: 'irqs',
  signature: 'void arch_release_task_struct(struct task_struct *tsk)',
  file: 'arch/x86/kernel/process.c',
  summary: 'The last reference to a task structure is gone.',
  steps: [
    {
      name: 'free',
      code: 'if (fpu_state_size_dynamic() && !is_embedded(tsk->fpu.fpstate)) vfree(tsk->fpu.fpstate);',
      why: 'Only now, and not when the task stopped running: a debugger may have held on to it.',
      run: (kernel, locals) => {
        const task = kernel.task(text(locals, 'tsk'));
        if (task) releaseArea(kernel, task);
        return undefined;
      },
    },
  ],
};
