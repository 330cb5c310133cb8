/** Suspend to memory and back (kernel/power/suspend.c, arch/x86/power/cpu.c). */
import { losePower } from '../model/cpu-power';
import { big, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';

export const suspendEnter: Routine<'suspend_enter'> = {
  name: 'suspend_enter',
  signature: 'static int suspend_enter(suspend_state_t state, bool *wakeup)',
  file: 'kernel/power/suspend.c',
  summary: 'The whole machine sleeps, and wakes up again: the boot CPU by itself, all others as by hotplug.',
  steps: [
    {
      name: 'next_secondary',
      code: 'for_each_online_cpu(cpu) { if (cpu == 0) continue;',
      why: 'Those that are down anyway stay so.',
      run: ({ state }, locals) => {
        const cpu = state.cpus.findIndex(({ online }, index) => index > num(locals, 'cpu') && online);
        if (cpu < 0) return { goto: 'save' };
        locals.cpu = cpu;
        locals.frozen = big(locals, 'frozen') | (1n << BigInt(cpu));
        return undefined;
      },
    },
    {
      name: 'freeze',
      code: '    cpu_down(cpu, CPUHP_OFFLINE); cpumask_set_cpu(cpu, frozen_cpus);',
      why: 'suspend_disable_secondary_cpus: tasks leave them, registers are in memory.',
      run: (_kernel, locals) => ({ call: 'cpu_down', with: { cpu: num(locals, 'cpu') } }),
    },
    {
      name: 'end_secondary',
      code: '}',
      why: '',
      // The step that counts on may be left out: then there is one round.
      run: (_kernel, locals) => (num(locals, 'cpu') === 0 ? undefined : { goto: 'next_secondary' }),
    },
    {
      name: 'save',
      code: 'save_processor_state(): kernel_fpu_begin(); ...',
      why: 'The extended state goes to the buffer of the current task; control registers and the like to a structure of their own.',
      run: () => ({ call: 'kernel_fpu_begin' }),
    },
    {
      name: 'sleep',
      code: 'x86_acpi_enter_sleep_state(ACPI_STATE_S3);',
      context: 'irqs',
      why: 'The processor is off. What it had in registers and MSRs is gone, IA32_XFD too.',
      run: ({ cpu }) => {
        losePower(cpu);
        return undefined;
      },
    },
    {
      name: 'resume_fpu',
      code: 'restore_processor_state(): ... fpu__resume_cpu();',
      why: 'Control registers come back from the structure; what enables extended state is set anew.',
      run: () => ({ call: 'fpu__resume_cpu' }),
    },
    {
      name: 'fpu_end',
      code: 'do_fpu_end(): kernel_fpu_end();',
      why: 'The task loads its state on its way back to user mode.',
      run: () => ({ call: 'kernel_fpu_end' }),
    },
    {
      name: 'next_frozen',
      code: 'for_each_cpu(cpu, frozen_cpus) {',
      context: 'preemptible',
      why: '',
      run: ({ state }, locals) => {
        const frozen = big(locals, 'frozen');
        const cpu = state.cpus.findIndex((_, index) => (frozen & (1n << BigInt(index))) !== 0n);
        if (cpu < 0) return { goto: 'return' };
        locals.cpu = cpu;
        locals.frozen = frozen & ~(1n << BigInt(cpu));
        return undefined;
      },
    },
    {
      name: 'thaw',
      code: '    cpu_up(cpu, CPUHP_ONLINE);',
      why: 'suspend_enable_secondary_cpus.',
      run: (_kernel, locals) => ({ call: 'cpu_up', with: { cpu: num(locals, 'cpu') } }),
    },
    {
      name: 'end_frozen',
      code: '}',
      why: '',
      run: (_kernel, locals) => (big(locals, 'frozen') === 0n ? undefined : { goto: 'next_frozen' }),
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};
