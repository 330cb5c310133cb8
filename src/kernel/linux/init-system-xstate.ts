/** What mainline finds out at boot about the state components (arch/x86/kernel/fpu/xstate.c). */
import { xfeatureMask } from '../../machine/architecture/component';
import { restoreRegisters } from '../model/xstate/fpregs';
import { embeddedFpstate, initialiseArea } from '../model/xstate/fpstate';
import {
  GUEST_SUPERVISOR,
  kernelSize,
  SUPERVISOR,
  supervisorSupported,
  USER_DYNAMIC,
  USER_SUPPORTED,
  userSize,
  withoutMissing,
} from '../model/xstate/xstate-features';
import { execute } from '../routines/exceptions';
import type { KernelContext } from '../routines/kernel-context';
import { big } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { INIT_FPSTATE } from '../state/memory-map';

const APX = xfeatureMask('APX');
/** No buffer is what PKRU is loaded from. */
const PKRU = xfeatureMask('PKRU');

/** Component numbers from this one on are unknown to the kernel (XFEATURE_MAX). */
function xfeatureMax(kernel: KernelContext): number {
  return kernel.has('knowsApx') ? 20 : 19;
}

/** User components that the kernel has code for. */
function userSupported(kernel: KernelContext): bigint {
  return kernel.has('knowsApx') ? USER_SUPPORTED | APX : USER_SUPPORTED;
}

/** The same in the RFC's kernel. */
export const initBootCpu: RoutineStep = {
  name: 'init_cpu',
  code: 'fpu__init_cpu_xstate();',
  why: 'CPUID answers sizes for what is enabled, so the boot CPU enables it now.',
  run: () => ({ call: 'fpu__init_cpu_xstate' }),
};

/** The same in the RFC's kernel. */
export const loadInitial: RoutineStep = {
  name: 'load_initial',
  code: '    if (cpu_has(XSAVE)) os_xrstor_booting(&init_fpstate);',
  why: 'The last thing that setup_init_fpu_buf() does: on the boot CPU everything is initial again, also by what the processor tracks.',
  run: (kernel, locals) => {
    const { init } = kernel.state.fpu;
    if (!init || !kernel.processor.has('XSAVE')) return undefined;
    return execute(kernel, locals, () => restoreRegisters(kernel, init.address, init.xfeatures & ~PKRU));
  },
};

export const initSystemXstate: Routine<'fpu__init_system_xstate'> = {
  name: 'fpu__init_system_xstate',
  context: 'irqs',
  signature: 'void fpu__init_system_xstate(void)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary: 'Once, on the boot CPU: the components to manage, the defaults of every task, the sizes of areas.',
  steps: [
    {
      name: 'enumerate',
      code: 'features = cpuid(0xd, 0).xcr0 | cpuid(0xd, 1).xss;',
      why: 'What the processor can save at all. Without XSAVE nothing: x87 and SSE have a mask of their own, `legacy_features`.',
      run: ({ processor }, locals) => {
        locals.features = processor.has('XSAVE') ? processor.xcr0Supported | processor.xssSupported : 0n;
        return undefined;
      },
    },
    {
      name: 'drop_missing',
      code: 'features &= ~xfeatures_without_cpuid_flag();',
      why: 'A component whose instructions do not exist is left out. AMX depends on XFD, and XFD on XSAVES.',
      run: ({ processor }, locals) => {
        locals.features = withoutMissing(processor, big(locals, 'features'));
        return undefined;
      },
    },
    {
      name: 'drop_unsupported',
      code: 'features &= XFEATURE_MASK_USER_SUPPORTED | XFEATURE_MASK_SUPERVISOR_SUPPORTED;',
      why: 'The kernel enables nothing that it has no code for: an unknown component would be lost at a switch.',
      run: (kernel, locals) => {
        locals.features = big(locals, 'features') & (userSupported(kernel) | supervisorSupported(kernel));
        return undefined;
      },
    },
    {
      name: 'drop_dynamic',
      code: 'if (!cpu_has(XFD)) features &= ~XFEATURE_MASK_USER_DYNAMIC;',
      why: 'Without XFD the first use of 8 KiB of tiles could not be noticed, and every task would have to pay.',
      run: ({ processor }, locals) => {
        if (!processor.has('XFD')) locals.features = big(locals, 'features') & ~USER_DYNAMIC;
        return undefined;
      },
    },
    {
      name: 'max_features',
      code: 'kernel_cfg.max = features; user_cfg.max = features & XFEATURE_MASK_USER_SUPPORTED;',
      why: 'XCR0 will hold the user part, tiles included, from boot on and for every task.',
      run: (kernel, locals) => {
        const { processor, state } = kernel;
        const all = big(locals, 'features');
        const supported = userSupported(kernel);
        state.fpu.kernelMax = processor.has('XSAVES') ? all : all & supported;
        state.fpu.userMax = all & supported;
        state.fpu.supervisor = state.fpu.kernelMax & SUPERVISOR;
        state.fpu.xfeatureMax = xfeatureMax(kernel);
        return undefined;
      },
    },
    {
      name: 'default_features',
      code: 'cfg.default = cfg.max & ~(XFEATURE_MASK_USER_DYNAMIC | XFEATURE_MASK_GUEST_SUPERVISOR);',
      why: 'What every task has room for from its start. TILECFG is only 64 bytes and stays in. CET_S is for guests.',
      run: ({ state: { fpu } }) => {
        fpu.kernelDefault = fpu.kernelMax & ~(USER_DYNAMIC | GUEST_SUPERVISOR);
        fpu.userDefault = fpu.userMax & ~USER_DYNAMIC;
        fpu.permitted = fpu.kernelDefault;
        return undefined;
      },
    },
    {
      name: 'init_xfd',
      code: 'init_fpstate.xfd = user_cfg.max & XFEATURE_MASK_USER_DYNAMIC;',
      why: 'Armed until used. If this is 0, all the XFD code below is patched out by a static key.',
      run: ({ state: { fpu } }) => {
        fpu.dynamic = fpu.userMax & USER_DYNAMIC;
        return undefined;
      },
    },
    initBootCpu,
    {
      name: 'sizes',
      code: 'init_xstate_size();',
      why: 'Compacted for the kernel, standard for user space; on Sapphire Rapids 2560 and 2816 bytes by default.',
      run: ({ state: { fpu }, processor }) => {
        fpu.kernelMaxSize = kernelSize(processor, fpu.kernelMax);
        fpu.kernelDefaultSize = kernelSize(processor, fpu.kernelDefault);
        fpu.userMaxSize = userSize(processor, fpu.userMax);
        fpu.userDefaultSize = userSize(processor, fpu.userDefault);
        return undefined;
      },
    },
    {
      name: 'init_fpstate',
      code: 'setup_init_fpu_buf();',
      why: 'An area with the initial state of everything: what new tasks start from, and what a bad area is replaced by.',
      run: (kernel) => {
        const { fpu } = kernel.state;
        fpu.init = embeddedFpstate(kernel, INIT_FPSTATE);
        initialiseArea(kernel, INIT_FPSTATE, fpu.init.size, fpu.init.xfeatures);
        return undefined;
      },
    },
    loadInitial,
  ],
};
