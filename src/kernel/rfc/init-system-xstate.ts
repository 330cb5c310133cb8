/** How the RFC's kernel determines features and sizes at boot (arch/x86/kernel/fpu/xstate.c; RFC 5/22, 6/22, 13/22). */
import { componentsIn } from '../../machine/architecture/component';
import { initBootCpu, loadInitial } from '../linux/init-system-xstate';
import { embeddedFpstate, initialiseArea, writePkru } from '../model/xstate/fpstate';
import { kernelSize, LEGACY_FEATURES, USER_SUPPORTED, userSize, withoutMissing } from '../model/xstate/xstate-features';
import { big } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { PKRU_DEFAULT } from '../state/constants';
import { INIT_FPSTATE } from '../state/memory-map';

export const initSystemXstate: Routine<'fpu__init_system_xstate'> = {
  name: 'fpu__init_system_xstate',
  context: 'irqs',
  signature: 'void fpu__init_system_xstate(void)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary: 'Once, on the boot CPU: the components to manage, and two sizes where there used to be one.',
  steps: [
    {
      name: 'enumerate',
      code: 'xfeatures_mask_all = cpuid(0xd, 0).xcr0;',
      why: 'What the processor can save; supervisor components came to be managed later.',
      run: ({ processor }, locals) => {
        locals.xfeatures = processor.has('XSAVE') ? processor.xcr0Supported : LEGACY_FEATURES;
        return undefined;
      },
    },
    {
      name: 'drop_missing',
      code: 'xfeatures_mask_all &= xfeatures_with_cpuid_flag() & XFEATURE_MASK_USER_SUPPORTED;',
      why: 'Nothing is enabled whose instructions do not exist, or that the kernel has no code for.',
      run: ({ processor, state }, locals) => {
        const all = withoutMissing(processor, big(locals, 'xfeatures')) & USER_SUPPORTED;
        locals.xfeatures = all;
        state.fpu.kernelMax = all;
        state.fpu.userMax = all;
        return undefined;
      },
    },
    {
      name: 'dynamic',
      code: 'xfeatures_mask_user_dynamic = xfd_capable(xfeatures_mask_all);',
      why: 'Every component that CPUID calls XFD-capable (0xd, i, ECX bit 2), whichever it may be. (RFC 6/22)',
      run: ({ processor, state: { fpu } }) => {
        fpu.dynamic = componentsIn(fpu.kernelMax)
          .filter(({ index }) => processor.isXfdCapable(index))
          .reduce((mask, { index }) => mask | (1n << BigInt(index)), 0n);
        return undefined;
      },
    },
    {
      name: 'state_mask',
      code: 'default_state_mask = xfeatures_mask_all & ~xfeatures_mask_user_dynamic;',
      why: 'What a task has room for until it uses more.',
      run: ({ state: { fpu } }) => {
        fpu.kernelDefault = fpu.kernelMax & ~fpu.dynamic;
        fpu.userDefault = fpu.kernelDefault;
        fpu.permitted = fpu.kernelMax;
        fpu.xfeatureMax = 0;
        return undefined;
      },
    },
    initBootCpu,
    {
      name: 'sizes',
      code: 'kernel_default_size = size(default_state_mask); kernel_max_size = size(xfeatures_mask_all);',
      why: 'The default is embedded in the task structure, the maximum is what a grown buffer takes: 2560 and 10752 bytes.',
      run: ({ processor, state: { fpu } }) => {
        fpu.kernelDefaultSize = kernelSize(processor, fpu.kernelDefault);
        fpu.kernelMaxSize = kernelSize(processor, fpu.kernelMax);
        return undefined;
      },
    },
    {
      name: 'user_size',
      code: 'user_xstate_size = standard_size(xfeatures_mask_all);',
      why: 'One size for all signal frames and for ptrace, grown or not: 11008 bytes. Later kernels have it per task.',
      run: ({ processor, state: { fpu } }) => {
        fpu.userMaxSize = userSize(processor, fpu.userMax);
        fpu.userDefaultSize = fpu.userMaxSize;
        return undefined;
      },
    },
    {
      name: 'init_fpstate',
      code: 'setup_init_fpu_buf(); init_fpstate.pkru = init_pkru_value;',
      why: 'An area with the initial state of everything but PKRU, which has its default there.',
      run: (kernel) => {
        const { fpu } = kernel.state;
        fpu.init = embeddedFpstate(kernel, INIT_FPSTATE);
        initialiseArea(kernel, INIT_FPSTATE, fpu.init.size, fpu.init.xfeatures);
        writePkru(kernel, fpu.init, PKRU_DEFAULT);
        return undefined;
      },
    },
    loadInitial,
  ],
};
