/** Enabling extended state on one CPU (arch/x86/kernel/fpu/xstate.c). */

import { CR4 } from '../../machine/architecture/bits';
import { MSR } from '../../machine/architecture/registers';
import { CONTROL, writeControl } from '../../machine/control/control';
import { writePkru } from '../../machine/control/pkru';
import { X87_WRITTEN } from '../../machine/instructions/x87/row';
import { initialiseX87Control } from '../../machine/xstate/x87-image';
import { xsetbv } from '../../machine/xstate/xcr';
import { noteTracked } from '../model/xstate/tracked';
import { independentFeatures } from '../model/xstate/xstate-features';
import { execute } from '../routines/exceptions';
import { since, until } from '../routines/of-version';
import type { Routine, RoutineStep } from '../routines/routine';
import { PKRU_DEFAULT } from '../state/constants';

/** Lines that the RFC's kernel and mainline have in common. */
export const osxsave: RoutineStep = {
  name: 'osxsave',
  code: 'cr4_set_bits(X86_CR4_OSXSAVE);',
  why: 'XGETBV, XSETBV and all of XSAVE are #UD without it.',
  run: ({ cpu }) => {
    writeControl(cpu, CONTROL.CR4, cpu.cr4 | CR4.OSXSAVE);
    return undefined;
  },
};

export const fninit: RoutineStep = {
  name: 'fninit',
  code: 'fninit();',
  why: 'What was pending in x87 is gone. A processor that tracks writes counts x87 as in use from here on, although it is as it was. (fpu__init_cpu_generic, arch/x86/kernel/fpu/init.c)',
  run: ({ cpu }) => {
    initialiseX87Control(cpu);
    noteTracked(cpu, X87_WRITTEN);
    return undefined;
  },
};

export const checkXsave: RoutineStep = {
  name: 'check_xsave',
  code: 'if (!cpu_has(XSAVE)) return;',
  why: 'FXSAVE needs no enabling.',
  run: ({ processor }) => (processor.has('XSAVE') ? undefined : { return: undefined }),
};

export const setXcr0: RoutineStep = {
  name: 'xcr0',
  code: 'xsetbv(XCR0, user_cfg.max);',
  why: 'Everything at once and for good: XCR0 is never switched, tiles are kept back by XFD alone.',
  run: (kernel, locals) => execute(kernel, locals, () => xsetbv(kernel.cpu, 0, kernel.state.fpu.userMax)),
};

export const setXss: RoutineStep = {
  name: 'xss',
  code: 'if (cpu_has(XSAVES)) wrmsr(IA32_XSS, supervisor | independent);',
  why: 'The supervisor components that XSAVES and XRSTORS handle.',
  run: (kernel, locals) => {
    const { processor, state } = kernel;
    if (!processor.has('XSAVES')) return undefined;
    const xss = state.fpu.supervisor | independentFeatures(processor);
    return execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XSS, xss));
  },
};

const writeXfd: RoutineStep = {
  name: 'xfd',
  code: 'if (cpu_has(XFD)) wrmsr(IA32_XFD, init_fpstate.xfd);',
  why: 'Before XSETBV, so that a stale value is gone. What the CPU remembers of the register (xfd_state) does not follow.',
  run: (kernel) => {
    if (kernel.processor.has('XFD')) kernel.writeMsr(MSR.IA32_XFD, kernel.state.fpu.dynamic);
    return undefined;
  },
};

const setXfdState: RoutineStep = {
  name: 'xfd',
  code: 'if (cpu_has(XFD)) xfd_set_state(init_fpstate.xfd);',
  why: 'Before XSETBV: a hypervisor that passes XFD through lazily relies on the order, and a stale value is gone.',
  run: (kernel) => {
    if (!kernel.processor.has('XFD')) return undefined;
    kernel.writeMsr(MSR.IA32_XFD, kernel.state.fpu.dynamic);
    kernel.percpu.xfdState = kernel.state.fpu.dynamic;
    return undefined;
  },
};

export const setupPku: RoutineStep = {
  name: 'pku',
  code: 'if (cpu_has(PKU)) { cr4_set_bits(X86_CR4_PKE); wrpkru(init_pkru_value); }',
  why: 'Protection keys: all but key 0 denied until the task says otherwise. (setup_pku, arch/x86/kernel/cpu/common.c)',
  run: ({ cpu, processor }) => {
    if (!processor.has('PKU')) return undefined;
    writeControl(cpu, CONTROL.CR4, cpu.cr4 | CR4.PKE);
    writePkru(cpu, PKRU_DEFAULT);
    return undefined;
  },
};

export const initCpuXstate: Routine<'fpu__init_cpu_xstate'> = {
  name: 'fpu__init_cpu_xstate',
  context: 'irqs',
  signature: 'void fpu__init_cpu_xstate(void)',
  file: 'arch/x86/kernel/fpu/xstate.c',
  summary: 'On every CPU: turns XSAVE on, arms XFD, and only then enables the components.',
  steps: [
    fninit,
    checkXsave,
    osxsave,
    ...until('keepsXfdInStep', writeXfd),
    ...since('keepsXfdInStep', setXfdState),
    setXcr0,
    setXss,
    setupPku,
  ],
};
