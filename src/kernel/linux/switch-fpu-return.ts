/** The lazy half of the switch: loading, on the way to user mode (arch/x86/kernel/fpu/core.c, context.h). */

import { setRegisterOwner } from '../model/xstate/fpregs';
import type { KernelContext } from '../routines/kernel-context';
import { text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { Task } from '../state/task';

export const switchFpuReturn: Routine<'switch_fpu_return'> = {
  name: 'switch_fpu_return',
  context: 'irqs',
  signature: 'void switch_fpu_return(void)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'User code is next, and TIF_NEED_FPU_LOAD is set.',
  steps: [
    {
      name: 'restore',
      code: 'fpregs_restore_userregs();',
      why: 'The same that a signal frame or a fork needs before it can save the registers.',
      run: (_kernel, { tsk = null }) => ({ call: 'fpregs_restore_userregs', with: { tsk } }),
    },
  ],
};

/** `fpregs_state_valid`: nothing has been loaded over the task's registers since it left this CPU. */
export function areRegistersValid({ percpu, cpu }: KernelContext, task: Task): boolean {
  return percpu.fpregsOwner === task.id && task.lastCpu === cpu.index;
}

/** Around the restore proper, in the RFC's kernel and in mainline: skip it if it is not needed; note that it is done. */
export const checkValid: RoutineStep<'tsk'> = {
  name: 'check_valid',
  code: 'if (fpregs_state_valid(fpu, cpu)) goto done;',
  why: 'A switch to a kernel thread and back costs no restore: this CPU still holds the registers, and knows whose they are.',
  run: (kernel, locals) => {
    const task = kernel.task(text(locals, 'tsk'));
    return task && areRegistersValid(kernel, task) ? { goto: 'done' } : undefined;
  },
};

export const activate: RoutineStep<'tsk'> = {
  name: 'activate',
  code: 'this_cpu_write(fpu_fpregs_owner_ctx, fpu); fpu->last_cpu = cpu;',
  why: 'The two marks by which both sides know the registers as theirs: the CPU the task, and the task the CPU.',
  run: (kernel, locals) => {
    const task = kernel.task(text(locals, 'tsk'));
    if (task) setRegisterOwner(kernel, task);
    return undefined;
  },
};

export const clearNeedLoad: RoutineStep<'tsk'> = {
  name: 'done',
  code: 'done: clear_thread_flag(TIF_NEED_FPU_LOAD);',
  why: 'The registers are the state from here on, and memory is old.',
  run: (kernel, locals) => {
    const task = kernel.task(text(locals, 'tsk'));
    if (task) task.needFpuLoad = false;
    return undefined;
  },
};

export const fpregsRestoreUserregs: Routine<'fpregs_restore_userregs'> = {
  name: 'fpregs_restore_userregs',
  context: 'fpregs',
  signature: 'static inline void fpregs_restore_userregs(void)',
  file: 'arch/x86/kernel/fpu/context.h',
  summary: "Makes this CPU's registers those of the current task, if they are not.",
  steps: [
    checkValid,
    {
      name: 'restore',
      code: 'restore_fpregs_from_fpstate(fpu->fpstate, XFEATURE_MASK_FPSTATE);',
      why: 'XFD first, then XRSTORS.',
      run: (_kernel, { tsk = null }) => ({ call: 'restore_fpregs_from_fpstate', with: { fpstate: tsk } }),
    },
    activate,
    clearNeedLoad,
  ],
};
