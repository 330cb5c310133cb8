/** Registers to memory (arch/x86/kernel/fpu/core.c). */

import { saveRegisters } from '../model/xstate/fpregs';
import { validateXfd } from '../model/xstate/xfd-validation';
import { execute } from '../routines/exceptions';
import { configured } from '../routines/of-version';
import type { Routine, RoutineStep } from '../routines/routine';

const validate: RoutineStep<'fpstate'> = {
  name: 'validate_xfd',
  code: 'xfd_validate_state(fpu->fpstate, fpu->fpstate->xfeatures, false);',
  why: 'WARN_ON_ONCE, if IA32_XFD is not what this area needs.',
  run: (kernel, locals) => {
    const fpstate = kernel.fpstate(locals);
    if (fpstate) validateXfd(kernel, 'save_fpregs_to_fpstate.validate_xfd', fpstate, fpstate.xfeatures, 'save');
    return undefined;
  },
};

export const saveFpregs: Routine<'save_fpregs_to_fpstate'> = {
  name: 'save_fpregs_to_fpstate',
  context: 'fpregs',
  signature: 'void save_fpregs_to_fpstate(struct fpu *fpu)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary:
    'Saves what the area has room for. Components in their initial state cost nothing: XSAVES writes only the others.',
  steps: [
    ...configured('distro', validate),
    {
      name: 'xsave',
      code: 'os_xsave(fpu->fpstate);',
      why: 'XSAVES with the mask fpstate->xfeatures. What is not in it is not saved: for an area without tiles, no tiles.',
      run: (kernel, locals) => {
        const fpstate = kernel.fpstate(locals);
        if (!fpstate) return undefined;
        locals.mask = fpstate.xfeatures;
        return execute(kernel, locals, () => saveRegisters(kernel, fpstate.address, fpstate.xfeatures));
      },
    },
  ],
};
