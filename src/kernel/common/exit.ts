/** The end of tasks and processes (kernel/exit.c), as far as extended state depends on it. */

import { clearChildTid, leaveProgram } from '../exec/leave';
import { completeVfork, endTask, livingThreads, releaseTracees } from '../model/tasks/tasks';
import { since, until } from '../routines/of-version';
import { num, text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { nextTask } from '../sched/next-task';
import { IDLE } from '../state/constants';
import { switchOutElsewhere } from './context-switch';

const EXIT_CODE_MASK = 0xff;

export const doGroupExit: Routine<'do_group_exit'> = {
  name: 'do_group_exit',
  signature: 'void do_group_exit(int exit_code)',
  file: 'kernel/exit.c',
  summary: 'Ends every thread of the process, this one last.',
  steps: [
    {
      name: 'kick_threads',
      code: 'zap_other_threads(current): signal_wake_up(t, 1); /* for those on other CPUs */',
      why: 'SIGKILL interrupts them: each leaves its CPU by a last switch. Registers are saved as ever, in vain.',
      run: switchOutElsewhere,
    },
    {
      name: 'zap_threads',
      code: 'zap_other_threads(current);',
      why: 'Each of them would end at its next return to user mode. Here they end at once, and give back their buffers.',
      run: (kernel, locals) => {
        const how = { signal: text(locals, 'signal') || null, exitCode: num(locals, 'exit_code') };
        for (const thread of livingThreads(kernel)) if (thread !== kernel.current) endTask(kernel, thread, how);
        return undefined;
      },
    },
    {
      name: 'exit',
      code: 'do_exit(exit_code);',
      why: 'Does not return.',
      run: (_kernel, { exit_code = null, signal = null }) => ({ call: 'do_exit', with: { code: exit_code, signal } }),
    },
  ],
};

export const doExit: Routine<'do_exit'> = {
  name: 'do_exit',
  signature: 'void do_exit(long code)',
  file: 'kernel/exit.c',
  summary: 'The current task ends. Its buffer goes when the next task has taken over.',
  steps: [
    {
      name: 'exit_mm',
      code: 'exit_mm();',
      why: 'A parent that waits in vfork has its memory for itself again, and goes on.',
      run: (kernel) => {
        if (!kernel.current) return undefined;
        clearChildTid(kernel, kernel.current);
        completeVfork(kernel, kernel.current);
        return undefined;
      },
    },
    {
      name: 'exit_thread',
      code: 'exit_thread(current);',
      why: 'The registers belong to nobody from here on.',
      run: (kernel) => (kernel.current ? { call: 'fpu__drop', with: { tsk: kernel.current.name } } : { abandon: true }),
    },
    {
      name: 'exit_notify',
      code: 'exit_notify(current);',
      why: 'The task is a zombie: its parent can read how it ended.',
      run: (kernel, locals) => {
        const { current } = kernel;
        if (!current) return undefined;
        const signal = text(locals, 'signal');
        current.state = signal || locals.oops === true ? 'killed' : 'exited';
        current.signal = signal || null;
        current.exitCode = num(locals, 'code');
        releaseTracees(kernel, current);
        if (signal) kernel.emit({ kind: 'killed', task: current.name, signal });
        leaveProgram(kernel, current);
        return undefined;
      },
    },
    {
      name: 'schedule',
      code: '__schedule();',
      // preempt_disable() stands behind exit_notify() in kernel/exit.c: nobody would switch back to a dead task.
      context: 'preempt',
      why: 'To another task for good: of the same program, or to idle, until the trace switches. Its registers are saved as ever, in vain.',
      run: (kernel) => ({
        call: 'context_switch',
        with: { prev: kernel.current?.name ?? IDLE, next: nextTask(kernel) },
      }),
    },
    {
      name: 'bug',
      code: 'BUG();',
      why: 'Not reached: nobody switches back to a dead task.',
      run: () => ({ abandon: true }),
    },
  ],
};

const checkSaved: RoutineStep<'tsk'> = {
  name: 'check_saved',
  code: 'if (test_tsk_thread_flag(tsk, TIF_NEED_FPU_LOAD)) return;',
  why: 'The registers are those of another task, and stay its own.',
  run: (kernel, locals) => (kernel.task(text(locals, 'tsk'))?.needFpuLoad ? { return: undefined } : undefined),
};

function disowning(code: string, why: string): RoutineStep {
  return {
    name: 'disown',
    code,
    why,
    run: (kernel) => {
      kernel.percpu.fpregsOwner = null;
      return undefined;
    },
  };
}

const disownOwn = disowning(
  'if (tsk == current) { asm("fwait"); fpregs_deactivate(fpu); }',
  'FWAIT lets x87 exceptions that are pending pass unseen. The registers belong to nobody then: a later task at the same address could take them for its own.',
);

const disown = disowning(
  'if (fpu == &current->thread.fpu) { asm("fwait"); fpregs_deactivate(fpu); }',
  'Whoever the registers belong to by now: if another task’s are in them, that one loads them again, for nothing.',
);

export const fpuDrop: Routine<'fpu__drop'> = {
  name: 'fpu__drop',
  signature: 'void fpu__drop(struct fpu *fpu)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: "Forgets that this CPU's registers hold the task's state.",
  steps: [...since('dropsUnlessSaved', checkSaved, disownOwn), ...until('dropsUnlessSaved', disown)],
};

export const sysExit: Routine<'sys_exit'> = {
  name: 'sys_exit',
  signature: 'long sys_exit(int error_code)',
  file: 'kernel/exit.c',
  summary: 'exit(2): ends this thread.',
  steps: [
    {
      name: 'exit',
      code: 'do_exit((error_code & 0xff) << 8);',
      why: 'Does not return.',
      run: (kernel, locals) => {
        kernel.reportNoReturn();
        return { call: 'do_exit', with: { code: exitStatus(num(locals, 'error_code')) } };
      },
    },
  ],
};

export const sysExitGroup: Routine<'sys_exit_group'> = {
  name: 'sys_exit_group',
  signature: 'long sys_exit_group(int error_code)',
  file: 'kernel/exit.c',
  summary: 'exit_group(2), which is what the C library calls exit: ends all threads of the process.',
  steps: [
    {
      name: 'exit',
      code: 'do_group_exit((error_code & 0xff) << 8);',
      why: 'Does not return.',
      run: (kernel, locals) => {
        kernel.reportNoReturn();
        return { call: 'do_group_exit', with: { exit_code: exitStatus(num(locals, 'error_code')) } };
      },
    },
  ],
};

function exitStatus(code: number): number {
  return (code & EXIT_CODE_MASK) << 8;
}
