/** IA32_XFD follows the buffer (arch/x86/kernel/fpu/xstate.h). */
import { MSR } from '../../machine/architecture/registers';
import { execute } from '../routines/exceptions';
import type { Routine } from '../routines/routine';

export const xfdUpdateState: Routine<'xfd_update_state'> = {
  name: 'xfd_update_state',
  context: 'fpregs',
  signature: 'static inline void xfd_update_state(struct fpstate *fpstate)',
  file: 'arch/x86/kernel/fpu/xstate.h',
  summary: 'Makes IA32_XFD what this area needs: armed for what it has no room for.',
  steps: [
    {
      name: 'check_dynamic',
      code: 'if (!fpu_state_size_dynamic()) return;',
      why: 'A static key: on a processor without XFD nothing of this exists.',
      run: ({ state }) => (state.fpu.dynamic === 0n ? { return: undefined } : undefined),
    },
    {
      name: 'check_cached',
      code: 'if (this_cpu_read(xfd_state) == fpstate->xfd) return;',
      why: 'Writing an MSR is slow. The CPU remembers what it wrote last.',
      run: (kernel, locals) => {
        locals['fpstate->xfd'] = kernel.fpstate(locals)?.xfd ?? 0n;
        return kernel.percpu.xfdState === locals['fpstate->xfd'] ? { return: undefined } : undefined;
      },
    },
    {
      name: 'write_msr',
      code: 'wrmsr(IA32_XFD, fpstate->xfd);',
      why: 'Between two tasks with tiles this is not reached; between one with and one without, once each way.',
      run: (kernel, locals) =>
        execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XFD, kernel.fpstate(locals)?.xfd ?? 0n)),
    },
    {
      name: 'write_cache',
      code: 'this_cpu_write(xfd_state, fpstate->xfd);',
      why: 'Per CPU, because the register is.',
      run: (kernel, locals) => {
        kernel.percpu.xfdState = kernel.fpstate(locals)?.xfd ?? 0n;
        return undefined;
      },
    },
  ],
};
