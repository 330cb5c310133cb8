/** The boot sequence as far as extended state is concerned (init/main.c). */
import { enableFsgsbase } from '../model/cpu-power';
import { createTasks } from '../model/tasks/tasks';
import { num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';

export const startKernel: Routine<'start_kernel'> = {
  name: 'start_kernel',
  context: 'irqs',
  signature: 'void start_kernel(void)',
  file: 'init/main.c',
  summary: 'Brings up the system, then every CPU, then the tasks of the trace.',
  steps: [
    {
      name: 'fsgsbase',
      code: 'cr4_set_bits(X86_CR4_FSGSBASE);',
      why: 'Every CPU: user code may then write the bases of FS and GS itself, with WRFSBASE and WRGSBASE.',
      run: (kernel) => {
        for (const cpu of kernel.cpus) enableFsgsbase(cpu);
        return undefined;
      },
    },
    {
      name: 'init_system',
      code: 'fpu__init_system_xstate();',
      why: 'Once, on the boot CPU: which components there are, how they are laid out, how large areas get.',
      run: (_kernel, locals) => {
        locals.cpu = 1;
        return { call: 'fpu__init_system_xstate' };
      },
    },
    {
      name: 'next_cpu',
      code: 'for (cpu = 1; cpu < nr_cpus; cpu++)',
      why: '',
      run: (kernel, locals) => (num(locals, 'cpu') < kernel.cpus.length ? undefined : { goto: 'run_init' }),
    },
    {
      name: 'init_cpu',
      code: '    fpu__init_cpu_xstate();',
      why: 'On that CPU: the control registers are its own.',
      run: (kernel, locals) => {
        const cpu = num(locals, 'cpu');
        locals.cpu = cpu + 1;
        return { call: 'fpu__init_cpu_xstate', cpu, retry: cpu + 1 < kernel.cpus.length };
      },
    },
    {
      name: 'run_init',
      code: 'run_init_process();',
      why: 'The tasks that the trace declares exist, with default buffers, and wait to be switched to. Others have run on every CPU by then: what it remembers of IA32_XFD is theirs.',
      run: (kernel) => {
        for (const percpu of kernel.state.cpus) percpu.xfdState = kernel.state.fpu.dynamic;
        createTasks(kernel, kernel.tasks, kernel.image);
        return undefined;
      },
    },
  ],
};
