/** Registers to memory (arch/x86/kernel/fpu/core.c). */

import { saveRegisters } from '../model/fpregs';
import { execute } from '../routines/exceptions';
import type { Routine } from '../routines/routine';

export const saveFpregs: Routine<'save_fpregs_to_fpstate'> = {
  name: 'save_fpregs_to_fpstate',
  context: 'fpregs',
  signature: 'void save_fpregs_to_fpstate(struct fpu *fpu)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary:
    'Saves what the area has room for. Components in their initial state cost nothing: XSAVES writes only the others.',
  steps: [
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
