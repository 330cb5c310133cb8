/** Context switch under the RFC: save, and arm or disarm XFD at once (arch/x86/include/asm/fpu/internal.h; 13/22). */

import { MSR } from '../../machine/architecture/registers';
import { switchTo } from '../common/context-switch';
import { BAD_STATE, BAD_STATE_SITE, exHandlerFprestore } from '../linux/restore-fpregs';
import { needFpuLoad, prepareStep, switchFpuPrepare } from '../linux/switch-fpu';
import { activate, checkValid, clearNeedLoad } from '../linux/switch-fpu-return';
import { warnOnce } from '../model/warn';
import { restoreRegisters, saveRegisters } from '../model/xstate/fpregs';
import { execute } from '../routines/exceptions';
import type { KernelContext } from '../routines/kernel-context';
import { big, text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { vary } from '../routines/variation';

export const SAVE = 'copy_fpregs_to_fpstate';

const xdisableSwitch: Routine<'xdisable_switch'> = {
  name: 'xdisable_switch',
  context: 'irqs',
  signature: 'static inline void xdisable_switch(struct fpu *prev, struct fpu *next)',
  file: 'arch/x86/include/asm/fpu/internal.h',
  summary: 'IA32_XFD follows the task at every switch, also to kernel threads and idle.',
  steps: [
    {
      name: 'check_feature',
      code: 'if (!cpu_has(XFD) || !xfeatures_mask_user_dynamic) return;',
      why: 'No XFD, nothing to switch.',
      run: ({ processor, state }) =>
        processor.has('XFD') && state.fpu.dynamic !== 0n ? undefined : { return: undefined },
    },
    {
      name: 'check_masks',
      code: 'if (prev->state_mask == next->state_mask) return;',
      why: 'The write is spared where both hold the same. It is the masks that are compared, not the register.',
      run: (kernel, locals) => {
        locals.prev_mask = maskOf(kernel, locals, 'prev');
        locals.next_mask = maskOf(kernel, locals, 'next');
        return locals.prev_mask === locals.next_mask ? { return: undefined } : undefined;
      },
    },
    {
      name: 'write_msr',
      code: 'xdisable_setbits(xfeatures_mask_user_dynamic ^ (next->state_mask & xfeatures_mask_user_dynamic));',
      why: 'Armed for what the next task has no room for. A trip to a kernel thread and back writes twice.',
      run: (kernel, locals) => {
        const xfd = kernel.state.fpu.dynamic & ~big(locals, 'next_mask');
        locals.xfd = xfd;
        kernel.percpu.xfdState = xfd;
        return execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XFD, xfd));
      },
    },
  ],
};

const switchFpuFinish: Routine<'switch_fpu_finish'> = {
  name: 'switch_fpu_finish',
  context: 'irqs',
  signature: 'static inline void switch_fpu_finish(struct fpu *old_fpu, struct fpu *new_fpu)',
  file: 'arch/x86/include/asm/fpu/internal.h',
  summary: 'The task that comes does not have its state in the registers, but needs its XFD from now on.',
  steps: [
    needFpuLoad,
    {
      name: 'xdisable_switch',
      code: 'xdisable_switch(old_fpu, new_fpu);',
      why: 'Before anything of the next task runs. Mainline waits for the return to user mode, with the registers.',
      run: (_kernel, locals) => ({
        call: 'xdisable_switch',
        with: { prev: locals.old ?? null, next: locals.new ?? null },
      }),
    },
  ],
};

const copyFpregsToFpstate: Routine<typeof SAVE> = {
  name: SAVE,
  context: 'fpregs',
  signature: 'int copy_fpregs_to_fpstate(struct fpu *fpu)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'Saves what the task has room for.',
  steps: [
    {
      name: 'xsave',
      code: 'copy_xregs_to_kernel(fpu);',
      why: 'XSAVES with the mask fpu->state_mask, to state_ptr where there is one, else to the embedded area. (RFC 5/22)',
      run: (kernel, locals) => {
        const fpstate = kernel.fpstate(locals);
        if (!fpstate) return undefined;
        locals.state_mask = fpstate.xfeatures;
        return execute(kernel, locals, () => saveRegisters(kernel, fpstate.address, fpstate.xfeatures));
      },
    },
    { name: 'return', code: 'return 1;', why: 'The registers are still valid.', run: () => ({ return: 1 }) },
  ],
};

const copyKernelToFpregs: Routine<'copy_kernel_to_fpregs'> = {
  name: 'copy_kernel_to_fpregs',
  context: 'fpregs',
  signature: 'static inline void copy_kernel_to_fpregs(struct fpu *fpu)',
  file: 'arch/x86/include/asm/fpu/internal.h',
  summary: 'Loads the area into the registers.',
  steps: [
    {
      name: 'xrstor',
      code: 'copy_kernel_to_xregs(fpu, -1);',
      why: 'XRSTORS of everything: what the area does not hold becomes initial, so the tiles of the task before are wiped.',
      run: (kernel, locals) => {
        const fpstate = kernel.fpstate(locals);
        if (!fpstate) return undefined;
        return execute(kernel, locals, () => restoreRegisters(kernel, fpstate.address, kernel.state.fpu.kernelMax), {
          call: 'ex_handler_fprestore',
        });
      },
    },
  ],
};

const switchFpuReturn: Routine<'switch_fpu_return'> = {
  name: 'switch_fpu_return',
  context: 'irqs',
  signature: 'void switch_fpu_return(void)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'User code is next, and TIF_NEED_FPU_LOAD is set.',
  steps: [
    {
      name: 'load',
      code: '__fpregs_load_activate();',
      why: 'The same that ptrace and signal frames call first.',
      run: (_kernel, { tsk = null }) => ({ call: '__fpregs_load_activate', with: { tsk } }),
    },
  ],
};

const fpregsLoadActivate: Routine<'__fpregs_load_activate'> = {
  name: '__fpregs_load_activate',
  context: 'fpregs',
  signature: 'static inline void __fpregs_load_activate(void)',
  file: 'arch/x86/include/asm/fpu/internal.h',
  summary: "Makes this CPU's registers those of the current task, if they are not.",
  steps: [
    checkValid,
    {
      name: 'load',
      code: 'copy_kernel_to_fpregs(fpu);',
      why: 'IA32_XFD is right already: the switch has seen to it.',
      run: (_kernel, { tsk = null }) => ({ call: 'copy_kernel_to_fpregs', with: { fpstate: tsk } }),
    },
    activate,
    clearNeedLoad,
  ],
};

export const rfcSwitch: readonly Routine[] = [
  switchTo(
    [prepareStep],
    [
      {
        name: 'finish_fpu',
        code: 'switch_fpu_finish(prev_fpu, next_fpu);',
        why: 'The RFC hands over both, to compare what they hold.',
        run: (_kernel, { prev = null, next = null }) => ({ call: 'switch_fpu_finish', with: { old: prev, new: next } }),
      },
    ],
  ),
  switchFpuPrepare(SAVE),
  switchFpuFinish,
  xdisableSwitch,
  copyFpregsToFpstate,
  switchFpuReturn,
  fpregsLoadActivate,
  copyKernelToFpregs,
  vary(exHandlerFprestore, {
    reset: [
      {
        name: 'reset',
        code: 'WARN_ONCE("Bad FPU state detected"); __copy_kernel_to_fpregs(&init_fpstate, -1);',
        why: 'Whatever the registers hold belongs to someone else.',
        run: (kernel, locals) => {
          warnOnce(kernel, BAD_STATE_SITE, BAD_STATE);
          return execute(kernel, locals, () =>
            restoreRegisters(kernel, kernel.state.fpu.init.address, kernel.state.fpu.kernelMax),
          );
        },
      },
    ],
  }),
];

/**
 * Kernel threads hold the default, like every task that has not grown, and so does idle. A CPU whose task ended without
 * a switch (a victim of the OOM killer) is idle with what that task held: IA32_XFD says what that was.
 */
function maskOf(kernel: KernelContext, locals: LocalsWith<'next' | 'prev'>, name: 'prev' | 'next'): bigint {
  const { kernelDefault, dynamic } = kernel.state.fpu;
  const task = kernel.task(text(locals, name));
  if (task) return task.fpstate.xfeatures;
  return name === 'next' ? kernelDefault : kernelDefault | (dynamic & ~kernel.percpu.xfdState);
}
