/** Extended state at execve (arch/x86/kernel/process.c, arch/x86/kernel/fpu/core.c). */

import { writePkru } from '../../machine/control/pkru';
import { defaultPermission } from '../model/tasks/tasks';
import { embeddedFpstate, initialiseArea } from '../model/xstate/fpstate';
import type { Routine, RoutineStep } from '../routines/routine';
import { PKRU_DEFAULT } from '../state/constants';

/** Its `pkru` line is the same wherever PKRU is switched by itself. */
export const flushPkru: RoutineStep = {
  name: 'pkru',
  code: 'pkru_flush_thread();',
  why: 'PKRU goes back to the default at once: it is not part of what the return to user mode loads.',
  run: ({ cpu, processor }) => {
    if (processor.has('PKU')) writePkru(cpu, PKRU_DEFAULT);
    return undefined;
  },
};

export const flushThread: Routine<'flush_thread'> = {
  name: 'flush_thread',
  signature: 'void flush_thread(void)',
  file: 'arch/x86/kernel/process.c',
  summary: 'The current task starts a new program.',
  steps: [
    {
      name: 'fpu',
      code: 'fpu_flush_thread();',
      why: 'A new program has asked for nothing yet, and gets what a new task gets.',
      run: () => ({ call: 'fpu_flush_thread' }),
    },
    flushPkru,
  ],
};

export const fpuFlushThread: Routine<'fpu_flush_thread'> = {
  name: 'fpu_flush_thread',
  signature: 'void fpu_flush_thread(void)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'Back to the default buffer, to the default permissions, and to the initial state of everything.',
  steps: [
    {
      name: 'reset_fpstate',
      code: 'fpstate_reset(&current->fpu): fpu->fpstate = &fpu->__fpstate; fpstate->xfd = init_fpstate.xfd;',
      why: 'The embedded buffer, armed again. A larger one is not referred to any more: no vfree is to be seen on this path.',
      run: (kernel) => {
        const { current } = kernel;
        if (!current) return undefined;
        const embedded = embeddedFpstate(kernel, current.embedded);
        const [from, to] = [current.fpstate.size, embedded.size];
        if (from === to) {
          current.fpstate = embedded;
          return undefined;
        }
        current.fpstate = embedded;
        kernel.emit({ kind: 'grow', task: current.name, from, to });
        return undefined;
      },
    },
    {
      name: 'reset_perm',
      code: '    fpu->perm.__state_perm = kernel_cfg.default_features; fpu->guest_perm = fpu->perm;',
      why: 'The one way in which a permission ends. The program that comes may not know of tiles, or of their large frames.',
      run: (kernel) => {
        const process = kernel.current && kernel.processOf(kernel.current);
        if (process) Object.assign(process, defaultPermission(kernel));
        return undefined;
      },
    },
    {
      name: 'invalidate',
      code: 'fpregs_lock(); fpu->last_cpu = -1;',
      why: "What the registers hold is the old program's.",
      run: ({ current }) => {
        if (current) current.lastCpu = -1;
        return undefined;
      },
    },
    {
      name: 'init',
      code: 'memcpy(&fpu->fpstate->regs, &init_fpstate.regs, init_fpstate_copy_size());',
      why: 'The initial state of everything, in memory only.',
      run: (kernel) => {
        const { current } = kernel;
        if (!current) return undefined;
        const { address, size, xfeatures } = current.fpstate;
        initialiseArea(kernel, address, size, xfeatures);
        return undefined;
      },
    },
    {
      name: 'set_need_load',
      code: 'set_thread_flag(TIF_NEED_FPU_LOAD); fpregs_unlock();',
      why: 'The return to user mode loads it, and arms IA32_XFD on the way.',
      run: ({ current }) => {
        if (current) current.needFpuLoad = true;
        return undefined;
      },
    },
  ],
};
