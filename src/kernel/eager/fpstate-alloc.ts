/** The full buffer of a task, at its birth (the name is the model’s; it would be arch/x86/kernel/fpu/core.c). */

import { vzalloc } from '../model/memory/buffers';
import { initialiseArea } from '../model/xstate/fpstate';
import { flag, num, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { ERRNO } from '../state/constants';
import { FPSTATE_HEADER } from '../state/memory-map';

export const fpstateAlloc: Routine<'fpstate_alloc'> = {
  name: 'fpstate_alloc',
  signature: 'static int fpstate_alloc(struct task_struct *tsk, gfp_t flags)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'Room for all components, once, for as long as the task lives.',
  steps: [
    {
      name: 'alloc',
      code: 'newfps = vzalloc(kernel_cfg.max_size + sizeof(*newfps));',
      why: '10752 + 64 bytes on Sapphire Rapids, for each task of the system.',
      run: (kernel, locals) => {
        const base = vzalloc(kernel, kernel.state.fpu.kernelMaxSize, FPSTATE_HEADER, flag(locals, 'nofail'));
        locals.newfps = base === null ? null : base + FPSTATE_HEADER;
        return undefined;
      },
    },
    {
      name: 'check_alloc',
      code: 'if (!newfps) return -ENOMEM;',
      why: 'The one place where this policy can fail: nobody needs memory later.',
      run: (_kernel, locals) => (num(locals, 'newfps') === 0 ? { return: -ERRNO.ENOMEM } : undefined),
    },
    {
      name: 'init',
      code: 'fpstate_init_user(newfps);',
      why: 'The initial state of everything, in the format that XRSTORS takes.',
      run: (kernel, locals) => {
        const { kernelMax, kernelMaxSize } = kernel.state.fpu;
        if (num(locals, 'newfps') !== 0) initialiseArea(kernel, num(locals, 'newfps'), kernelMaxSize, kernelMax);
        return undefined;
      },
    },
    {
      name: 'install',
      code: 'tsk->fpu.fpstate = newfps;',
      why: 'Never to be replaced: there is nothing larger.',
      run: (kernel, locals) => {
        const task = kernel.task(text(locals, 'tsk'));
        if (!task || num(locals, 'newfps') === 0) return undefined;
        task.fpstate = { ...task.fpstate, address: num(locals, 'newfps'), isValloc: true };
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};
