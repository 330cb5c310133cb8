/** Extended state on a CPU that wakes up (arch/x86/kernel/fpu/xstate.c). */
import { MSR } from '../../machine/architecture/registers';
import type { Routine } from '../routines/routine';
import { vary } from '../routines/variation';
import { checkXsave, setXcr0, setXss } from './init-cpu-xstate';

export const fpuResumeCpu: Routine<'fpu__resume_cpu'> = {
  name: 'fpu__resume_cpu',
  signature: 'void fpu__resume_cpu(void)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  context: 'irqs',
  summary: 'After a sleep: the registers that are no part of any task’s buffer.',
  steps: [
    checkXsave,
    setXcr0,
    setXss,
    {
      name: 'xfd',
      code: 'if (fpu_state_size_dynamic()) wrmsr(IA32_XFD, current->fpu.fpstate->xfd);',
      why: 'What the current task needs: that is what the CPU noted last, too, since the task’s registers were there.',
      run: (kernel) => {
        const { current, state } = kernel;
        if (state.fpu.dynamic === 0n) return undefined;
        kernel.writeMsr(MSR.IA32_XFD, current?.fpstate.xfd ?? state.fpu.dynamic);
        return undefined;
      },
    },
  ],
};

/** The RFC does not mention resume. A kernel of its time restores neither IA32_XSS nor IA32_XFD; the model adds IA32_XFD. */
export const rfcResumeCpu = vary(fpuResumeCpu, { xss: [] });
