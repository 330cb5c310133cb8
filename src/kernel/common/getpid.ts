/** getpid(2) (kernel/sys.c). */
import type { Routine } from '../routines/routine';

export const sysGetpid: Routine<'sys_getpid'> = {
  name: 'sys_getpid',
  signature: 'long sys_getpid(void)',
  file: 'kernel/sys.c',
  summary: 'The number of the process: that of its first thread.',
  steps: [
    {
      name: 'return',
      code: 'return task_tgid_vnr(current);',
      why: 'All threads of a process have the same.',
      run: (kernel) => {
        const leader = kernel.current && kernel.processOf(kernel.current)?.threads[0];
        return { return: kernel.state.tasks[leader ?? -1]?.pid ?? 0 };
      },
    },
  ],
};
