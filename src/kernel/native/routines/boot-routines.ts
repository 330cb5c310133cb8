/** The boot of a real kernel as far as extended state is concerned: its own code finds out what the processor has. */

import { setupPku } from '../../linux/init-cpu-xstate';
import type { Routine, RoutineStep } from '../../routines/routine';
import { type NativeRow, nativeRoutine } from './native-routine';

/** Functions that the kernel runs later in its boot, by initcalls: what they do about extended state. */
const INITCALLS: readonly { readonly name: string; readonly why: string }[] = [
  { name: 'init_sigframe_size', why: 'The largest signal frame: alternate stacks are held against it.' },
  {
    name: 'xfd_update_static_branch',
    why: 'With components that wait for their first use, the static key of all code about IA32_XFD is turned on.',
  },
];

/** In one piece. A build without the function does not need it. */
function initcall({ name, why }: (typeof INITCALLS)[number]): RoutineStep {
  return {
    name,
    code: `${name}();`,
    why,
    run: ({ native }) => {
      if (native?.has(name)) native.run(name);
      return undefined;
    },
  };
}

const nativeInitSystem: Routine<'fpu__init_system_xstate'> = {
  name: 'fpu__init_system_xstate',
  context: 'irqs',
  signature: 'void arch_cpu_finalize_init(void)',
  file: 'arch/x86/kernel/cpu/common.c',
  summary: 'The image comes into memory; its own code finds out what the processor has, and enables extended state.',
  steps: [
    {
      name: 'load',
      code: 'setup_per_cpu_areas();',
      why: 'The sections of the image at their addresses, and an area for the variables of each CPU.',
      run: ({ native }) => {
        native?.load();
        return undefined;
      },
    },
    setupPku,
    {
      name: 'identify',
      code: 'early_cpu_init();',
      why: 'Thousands of instructions, in one piece: CPUID becomes `boot_cpu_data.x86_capability`, by which code is patched.',
      run: ({ native }) => {
        native?.run('early_cpu_init');
        return undefined;
      },
    },
    {
      name: 'init_cpu',
      code: 'fpu__init_cpu();',
      why: 'Control registers of the boot CPU.',
      run: () => ({ call: 'fpu__init_cpu_xstate' }),
    },
    {
      name: 'init_system',
      code: 'fpu__init_system();',
      why: 'Which components there are, how they are laid out, how large areas get.',
      run: () => ({ call: 'fpu__init_system' }),
    },
    {
      name: 'patch',
      code: 'alternative_instructions();',
      why: 'Alternatives, static calls, retpolines, returns and locks, by the tables of the image and for this processor.',
      run: ({ native }) => {
        native?.patch();
        return undefined;
      },
    },
    ...INITCALLS.map(initcall),
    {
      name: 'adopt',
      code: 'fpu_kernel_cfg, fpu_user_cfg, init_fpstate',
      why: 'What the kernel has found out is what tasks get here.',
      run: ({ native }) => {
        native?.adoptConfig();
        return undefined;
      },
    },
  ],
};

const initCpu = nativeRoutine({
  name: 'fpu__init_cpu_xstate',
  calls: 'fpu__init_cpu',
  context: 'irqs',
  signature: 'void fpu__init_cpu(void)',
  file: 'arch/x86/kernel/fpu/init.c',
  summary: 'On every CPU: turns XSAVE on, arms XFD, and only then enables the components.',
});

export const BOOT_ROUTINES: readonly NativeRow[] = [
  { routine: nativeInitSystem, needs: 'early_cpu_init' },
  nativeRoutine({
    name: 'fpu__init_system',
    context: 'irqs',
    signature: 'void fpu__init_system(void)',
    file: 'arch/x86/kernel/fpu/init.c',
    summary: 'Once, on the boot CPU: components, layouts, sizes.',
  }),
  { ...initCpu, routine: { ...initCpu.routine, steps: [setupPku, ...initCpu.routine.steps] } },
];
