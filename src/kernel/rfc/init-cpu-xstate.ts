/** Enabling extended state on one CPU, as the RFC does it (RFC 13/22). */
import { MSR } from '../../machine/architecture/registers';
import { checkXsave, fninit, osxsave, setupPku, setXcr0 } from '../linux/init-cpu-xstate';
import type { Routine } from '../routines/routine';

export const initCpuXstate: Routine<'fpu__init_cpu_xstate'> = {
  name: 'fpu__init_cpu_xstate',
  context: 'irqs',
  signature: 'void fpu__init_cpu_xstate(void)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary: 'On every CPU: turns XSAVE on, enables the components, and arms XFD for those that are allocated on demand.',
  steps: [
    fninit,
    checkXsave,
    osxsave,
    setXcr0,
    {
      name: 'xfd',
      code: 'if (cpu_has(XFD)) wrmsr(IA32_XFD, xfeatures_mask_user_dynamic);',
      why: 'All tasks start armed. (Mainline came to do this before XSETBV.)',
      run: (kernel) => {
        if (!kernel.processor.has('XFD')) return undefined;
        kernel.writeMsr(MSR.IA32_XFD, kernel.state.fpu.dynamic);
        kernel.percpu.xfdState = kernel.state.fpu.dynamic;
        return undefined;
      },
    },
    setupPku,
  ],
};
