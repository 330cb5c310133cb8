/** Extended state at execve under the RFC (arch/x86/kernel/process.c, arch/x86/kernel/fpu/core.c). */

import { flushPkru, flushThread as mainline } from '../linux/flush-thread';
import { markRegistersActive, restoreRegisters } from '../model/xstate/fpregs';
import { execute } from '../routines/exceptions';
import type { Routine } from '../routines/routine';
import { vary } from '../routines/variation';

export const flushThread = vary(mainline, {
  fpu: [
    {
      name: 'fpu',
      code: 'fpu__clear_all(&current->thread.fpu);',
      why: 'The registers become initial.',
      run: () => ({ call: 'fpu__clear_all' }),
    },
  ],
  pkru: [],
});

export const fpuClearAll: Routine<'fpu__clear_all'> = {
  name: 'fpu__clear_all',
  signature: 'void fpu__clear_all(struct fpu *fpu)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'Initial state in the registers. The buffer, once grown, stays: the next program has it without first use.',
  steps: [
    {
      name: 'init',
      code: 'fpregs_lock(); copy_init_fpstate_to_fpregs(xfeatures_mask_all);',
      why: 'XRSTORS of init_fpstate. IA32_XFD is left as it is: it still matches the buffer.',
      run: (kernel, locals) =>
        execute(kernel, locals, () =>
          restoreRegisters(kernel, kernel.state.fpu.init.address, kernel.state.fpu.kernelMax),
        ),
    },
    { ...flushPkru, code: '    copy_init_pkru_to_fpregs();', why: 'All protection keys but key 0 denied.' },
    {
      name: 'activate',
      code: 'fpregs_mark_activate(); fpregs_unlock();',
      why: 'The registers are the state: nothing has to be loaded on the way to user mode.',
      run: (kernel) => {
        if (kernel.current) markRegistersActive(kernel, kernel.current);
        return undefined;
      },
    },
  ],
};
