/** Memory to registers (arch/x86/kernel/fpu/core.c), and what happens to an area that cannot be loaded. */
import { XFEATURE } from '../../machine/architecture/component';
import { warnOnce } from '../model/warn';
import { restoreRegisters } from '../model/xstate/fpregs';
import { validateXfd } from '../model/xstate/xfd-validation';
import { execute } from '../routines/exceptions';
import { configured } from '../routines/of-version';
import { big, text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { INIT_FPSTATE_NAME } from '../state/constants';

const PKRU = 1n << BigInt(XFEATURE.PKRU);

const validate: RoutineStep<'fpstate' | 'mask'> = {
  name: 'validate_xfd',
  code: 'xfd_validate_state(fpstate, mask, true);',
  why: 'WARN_ON_ONCE, if IA32_XFD is not what this area needs.',
  run: (kernel, locals) => {
    const fpstate = kernel.fpstate(locals);
    const site = 'restore_fpregs_from_fpstate.validate_xfd';
    if (fpstate) validateXfd(kernel, site, fpstate, big(locals, 'mask'), 'restore');
    return undefined;
  },
};

export const restoreFpregs: Routine<'restore_fpregs_from_fpstate'> = {
  name: 'restore_fpregs_from_fpstate',
  context: 'fpregs',
  signature: 'void restore_fpregs_from_fpstate(struct fpstate *fpstate, u64 mask)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'Loads an area into the registers, with XFD set to what that area needs.',
  steps: [
    {
      name: 'update_xfd',
      code: 'xfd_update_state(fpstate);',
      why: 'Before XRSTORS: an area with live tiles under an armed XFD would raise #NM in the kernel.',
      run: (_kernel, { fpstate = null }) => ({ call: 'xfd_update_state', with: { fpstate } }),
    },
    {
      name: 'mask',
      code: 'mask &= kernel_cfg.max;',
      why: 'All components that exist, also those that the area has no room for: they become initial, so the tiles of the task before are wiped.',
      run: ({ state }, locals) => {
        locals.mask = state.fpu.kernelMax & ~PKRU;
        return undefined;
      },
    },
    ...configured('distro', validate),
    {
      name: 'xrstor',
      code: 'os_xrstor(fpstate, mask);',
      why: 'XRSTORS. PKRU is not in the mask: it was switched with the task.',
      run: (kernel, locals) => {
        const fpstate = kernel.fpstate(locals);
        if (!fpstate) return undefined;
        const mask = typeof locals.mask === 'bigint' ? locals.mask : ~0n;
        const isInit = text(locals, 'fpstate') === INIT_FPSTATE_NAME;
        return execute(
          kernel,
          locals,
          () => restoreRegisters(kernel, fpstate.address, mask),
          isInit ? undefined : { call: 'ex_handler_fprestore' },
        );
      },
    },
  ],
};

/** What WARN_ONCE says there, and its place. */
export const BAD_STATE = 'Bad FPU state detected, reinitializing FPU registers';
export const BAD_STATE_SITE = 'ex_handler_fprestore.reset';

export const exHandlerFprestore: Routine<'ex_handler_fprestore'> = {
  name: 'ex_handler_fprestore',
  context: 'fpregs',
  signature: 'static bool ex_handler_fprestore(const struct exception_table_entry *fixup, struct pt_regs *regs)',
  file: 'arch/x86/mm/extable.c',
  summary: 'XRSTORS refused an area: the task goes on with the initial state rather than with that of another task.',
  steps: [
    {
      name: 'reset',
      code: 'WARN_ONCE("Bad FPU state detected"); fpu_reset_from_exception_fixup();',
      why: 'Whatever the registers hold belongs to someone else.',
      run: (kernel) => {
        warnOnce(kernel, BAD_STATE_SITE, BAD_STATE);
        return { call: 'restore_fpregs_from_fpstate', with: { fpstate: INIT_FPSTATE_NAME } };
      },
    },
  ],
};
