/** tgkill(2) (kernel/signal.c): how a thread is signalled, and what raise(3) and pthread_kill(3) do. */
import type { KernelContext } from '../routines/kernel-context';
import { big, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { stepOf } from '../routines/variation';
import { ERRNO, SI_TKILL } from '../state/constants';
import type { Task } from '../state/task';
import { sysKill } from './send';

export const sysTgkill: Routine<'sys_tgkill'> = {
  name: 'sys_tgkill',
  signature: 'long sys_tgkill(pid_t tgid, pid_t pid, int sig)',
  file: 'kernel/signal.c',
  summary: 'tgkill(2): a signal to one thread, which no other thread of its process takes.',
  steps: [
    {
      name: 'check_pids',
      code: 'if (pid <= 0 || tgid <= 0) return -EINVAL;',
      why: 'One thread: there are no groups here.',
      run: (_kernel, locals) =>
        idOf(locals, 'pid') <= 0n || idOf(locals, 'tgid') <= 0n ? { return: -ERRNO.EINVAL } : undefined,
    },
    {
      name: 'find',
      code: 'p = find_task_by_vpid(pid); if (!p || task_tgid_vnr(p) != tgid) return -ESRCH;',
      why: 'The number may be that of a thread elsewhere by now: it counts only in the process that the caller means.',
      run: (kernel, locals) => {
        const task = findThread(kernel, idOf(locals, 'pid'));
        const leader = task && kernel.state.tasks[kernel.processOf(task)?.threads[0] ?? -1];
        if (!task || BigInt(leader?.pid ?? 0) !== idOf(locals, 'tgid')) return { return: -ERRNO.ESRCH };
        locals.p = task.name;
        return undefined;
      },
    },
    stepOf(sysKill, 'check_signal'),
    stepOf(sysKill, 'check_null'),
    {
      name: 'send',
      code: 'ret = send_signal_locked(sig, &info, p, PIDTYPE_PID);',
      why: 'To the thread, with SI_TKILL and the number of the sender.',
      run: (kernel, locals) => ({
        call: 'send_signal_locked',
        with: {
          sig: num(locals, 'sig'),
          t: text(locals, 'p'),
          group: false,
          code: SI_TKILL,
          sender: kernel.current?.pid ?? 0,
        },
        into: 'ret',
      }),
    },
    { name: 'return', code: 'return ret;', why: '', run: (_kernel, locals) => ({ return: num(locals, 'ret') }) },
  ],
};

function idOf(locals: LocalsWith<'pid' | 'tgid'>, name: 'pid' | 'tgid'): bigint {
  return BigInt.asIntN(32, big(locals, name));
}

function findThread({ state }: KernelContext, pid: bigint): Task | undefined {
  return state.tasks.findLast((candidate) => BigInt(candidate.pid) === pid && !candidate.kthread);
}
