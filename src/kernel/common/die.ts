/** What happens when the kernel itself is at fault (arch/x86/kernel/dumpstack.c). */

import { endTask } from '../model/tasks/tasks';
import { text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { SIGNAL } from '../state/constants';

export const die: Routine<'die'> = {
  name: 'die',
  context: 'irqs',
  signature: 'void die(const char *str, struct pt_regs *regs, long err)',
  file: 'arch/x86/kernel/dumpstack.c',
  summary: 'The kernel cannot go on here: it reports an oops and ends the task in whose name it was running.',
  steps: [
    {
      name: 'oops',
      code: '__die(str, regs, err);',
      why: 'The oops in the log: what happened, the registers, the call trace.',
      run: (kernel, locals) => {
        const message = text(locals, 'str');
        kernel.state.oops ??= message;
        kernel.emit({ kind: 'oops', message });
        return undefined;
      },
    },
    {
      name: 'make_task_dead',
      code: 'make_task_dead(SIGSEGV);',
      why: 'The current task dies with no chance to handle it; if it dies of dying, it is left lying. In idle the system panics.',
      run: (kernel) => {
        const { current, state } = kernel;
        if (!current) return { abandon: true };
        if (!state.stack.some(({ routine }) => routine === 'do_exit')) {
          return { call: 'do_exit', with: { code: SIGNAL.SIGSEGV, oops: true } };
        }
        endTask(kernel, current, { signal: null, exitCode: SIGNAL.SIGSEGV });
        return { abandon: true };
      },
    },
  ],
};
