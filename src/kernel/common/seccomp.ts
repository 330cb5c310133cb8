/** System calls that a filter answers in place of the kernel (kernel/seccomp.c). */
import { forceFatalSignal } from '../model/tasks/signals';
import { big, flag } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { SI_CODE } from '../state/constants';

export const seccompFilter: Routine<'__seccomp_filter'> = {
  name: '__seccomp_filter',
  signature: 'static int __seccomp_filter(int this_syscall, const bool recheck_after_trace)',
  file: 'kernel/seccomp.c',
  summary:
    'A filter of the task, or of one that it descends from, has an answer to the system call: the kernel does not do it.',
  steps: [
    {
      name: 'kill',
      code: 'case SECCOMP_RET_KILL_PROCESS: force_sig_seccomp(this_syscall, data, true); return -1;',
      why: 'SIGSYS with SYS_SECCOMP, for which no handler is asked: the process ends, and leaves a core file.',
      run: (kernel, locals) => {
        if (!flag(locals, 'kill')) return undefined;
        forceFatalSignal(kernel, kernel.current, 'SIGSYS', SI_CODE.SYS_SECCOMP, kernel.cpu.rip);
        return { abandon: true };
      },
    },
    {
      name: 'errno',
      code: 'case SECCOMP_RET_ERRNO: syscall_set_return_value(current, regs, -data, 0); return -1;',
      why: 'The caller cannot tell it from an answer of the kernel: -EPERM and -ENOSYS are what sandboxes say.',
      run: (_kernel, locals) => ({ return: big(locals, 'answer') }),
    },
  ],
};
