/** The register set NT_PRFPREG, which PTRACE_GETFPREGS and PTRACE_SETFPREGS have too (arch/x86/kernel/fpu/regset.c). */

import { LEGACY_SIZE } from '../../machine/architecture/xsave-format';
import { setXstateBv, xstateBv } from '../model/xstate/fpstate';
import { readRegset, regsetTarget, writeRegset } from '../model/xstate/regset';
import { fxImage, imageMxcsr } from '../model/xstate/uabi-image';
import { LEGACY_FEATURES } from '../model/xstate/xstate-features';
import { num } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { SaveRoutine } from '../routines/routine-locals';
import { ERRNO } from '../state/constants';
import { KERNEL_SPACE } from '../state/memory-map';
import { copyIn, forceRestore, syncTarget } from './xstateregs';

const needsFxsr: RoutineStep = {
  name: 'check_feature',
  code: 'if (!cpu_has(FXSR)) return -ENODEV;',
  why: 'The image is that of FXSAVE.',
  run: ({ processor }) => (processor.has('FXSR') ? undefined : { return: -ERRNO.ENODEV }),
};

/** @param save the routine that saves the current task's registers. */
export function xfpregsGet(save: SaveRoutine): Routine<'xfpregs_get'> {
  return {
    name: 'xfpregs_get',
    signature: 'int xfpregs_get(struct task_struct *target, const struct user_regset *regset, struct membuf to)',
    file: 'arch/x86/kernel/fpu/regset.c',
    summary: 'x87, XMM and MXCSR as FXSAVE writes them: what a debugger sees that knows of nothing newer.',
    steps: [
      needsFxsr,
      syncTarget(save),
      {
        name: 'copy',
        code: 'copy_xstate_to_uabi_buf(to, target->fpu.fpstate, XSTATE_COPY_FX);',
        why: 'The upper halves of YMM, and all that came later, are not in it.',
        run: (kernel, locals) => {
          const target = regsetTarget(kernel, locals);
          if (target) writeRegset(kernel, num(locals, 'to'), fxImage(kernel, target.fpstate));
          return undefined;
        },
      },
      { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
    ],
  };
}

export const xfpregsSet: Routine<'xfpregs_set'> = {
  name: 'xfpregs_set',
  signature: 'int xfpregs_set(struct task_struct *target, ..., unsigned int pos, unsigned int count, ubuf)',
  file: 'arch/x86/kernel/fpu/regset.c',
  summary: 'Gives a stopped task other x87 and XMM registers. All other components stay as they are.',
  steps: [
    needsFxsr,
    {
      name: 'check_size',
      code: 'if (pos != 0 || count != sizeof(newstate)) return -EINVAL;',
      why: 'All 512 bytes or nothing.',
      run: (_kernel, locals) => (num(locals, 'count') === LEGACY_SIZE ? undefined : { return: -ERRNO.EINVAL }),
    },
    copyIn,
    {
      name: 'check_mxcsr',
      code: 'if (newstate.mxcsr & ~mxcsr_feature_mask) return -EINVAL;',
      why: 'XRSTORS raises #GP for those bits.',
      run: (kernel) =>
        imageMxcsr(readRegset(kernel)) & ~kernel.processor.mxcsrMask ? { return: -ERRNO.EINVAL } : undefined,
    },
    forceRestore,
    {
      name: 'copy',
      code: 'memcpy(&fpu->fpstate->regs.fxsave, &newstate, sizeof(newstate));',
      why: 'The legacy region lies in every area at the same place.',
      run: (kernel, locals) => {
        const target = regsetTarget(kernel, locals);
        const image = readRegset(kernel).subarray(0, Math.min(num(locals, 'count'), LEGACY_SIZE));
        if (target) kernel.memory.poke(KERNEL_SPACE, target.fpstate.address, image);
        return undefined;
      },
    },
    {
      name: 'xstate_bv',
      code: 'if (use_xsave()) header.xfeatures |= XFEATURE_MASK_FPSSE;',
      why: 'Both are in use from here on: XRSTORS would take them as initial.',
      run: (kernel, locals) => {
        const fpstate = regsetTarget(kernel, locals)?.fpstate;
        if (!fpstate || !kernel.processor.has('XSAVE')) return undefined;
        setXstateBv(kernel, fpstate, xstateBv(kernel, fpstate) | LEGACY_FEATURES);
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

export const xfpregs: readonly Routine[] = [xfpregsGet('save_fpregs_to_fpstate'), xfpregsSet];
