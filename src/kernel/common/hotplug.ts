/** CPUs that go and come while the system runs (kernel/cpu.c, arch/x86/kernel/smpboot.c). */
import { resetCpu, setUpControls } from '../model/cpu-power';
import { dropSpaceIfUnused } from '../model/tasks/tasks';
import type { KernelContext } from '../routines/kernel-context';
import { num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { ERRNO, IDLE } from '../state/constants';
import { KERNEL_SPACE } from '../state/memory-map';
import type { KernelCpu } from '../state/state';

const cpuDown: Routine<'cpu_down'> = {
  name: 'cpu_down',
  signature: 'int cpu_down(unsigned int cpu, enum cpuhp_state target)',
  file: 'kernel/cpu.c',
  summary: 'A CPU goes: what ran there goes elsewhere, and the CPU stops until it is started anew.',
  steps: [
    {
      name: 'check_online',
      code: 'if (!cpu_online(cpu)) return 0;',
      why: 'It is down already.',
      run: (kernel, locals) => (percpuOf(kernel, locals)?.online ? undefined : { return: 0 }),
    },
    {
      name: 'check_last',
      code: 'if (num_online_cpus() == 1) return -EBUSY;',
      why: 'Somebody has to run the kernel.',
      run: ({ state }) =>
        state.cpus.filter(({ online }) => online).length === 1 ? { return: -ERRNO.EBUSY } : undefined,
    },
    {
      name: 'migrate',
      code: 'balance_push(cpu_rq(cpu)); /* on that CPU */',
      why: 'Its task is switched out as at any other switch, registers saved, and may run on another CPU from here on.',
      run: (kernel, locals) => {
        const cpu = num(locals, 'cpu');
        const task = kernel.state.tasks[percpuOf(kernel, locals)?.current ?? -1];
        if (!task) return undefined;
        kernel.interrupt(cpu);
        return { call: 'context_switch', with: { prev: task.name, next: IDLE }, cpu };
      },
    },
    {
      name: 'offline',
      code: 'take_cpu_down(cpu); set_cpu_online(cpu, false);',
      why: 'Nothing is told to the extended state: what the CPU knows of it, it knows for ever, or until somebody says otherwise.',
      run: (kernel, locals) => {
        const [percpu, cpu] = [percpuOf(kernel, locals), kernel.cpus[num(locals, 'cpu')]];
        if (!percpu || !cpu) return { return: 0 };
        percpu.online = false;
        const left = cpu.addressSpace;
        cpu.addressSpace = KERNEL_SPACE;
        dropSpaceIfUnused(kernel, left);
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

const cpuUp: Routine<'cpu_up'> = {
  name: 'cpu_up',
  signature: 'static int cpu_up(unsigned int cpu, enum cpuhp_state target)',
  file: 'kernel/cpu.c',
  summary: 'A CPU comes: it starts from its reset state, and the kernel sets it up as at boot.',
  steps: [
    {
      name: 'check_online',
      code: 'if (cpu_online(cpu)) return 0;',
      why: 'It is there already.',
      run: (kernel, locals) => (percpuOf(kernel, locals)?.online === false ? undefined : { return: 0 }),
    },
    {
      name: 'blank',
      code: 'per_cpu(fpu_fpregs_owner_ctx, cpu) = NULL;',
      why: 'Its registers are nobody’s: a task that ran there last must load its own again. (native_kick_ap)',
      run: (kernel, locals) => {
        const percpu = percpuOf(kernel, locals);
        if (percpu) percpu.fpregsOwner = null;
        return undefined;
      },
    },
    {
      name: 'start',
      code: 'wakeup_secondary_cpu(apicid, start_ip);',
      why: 'INIT and SIPI: registers are as after power-up, IA32_XFD too.',
      run: (kernel, locals) => {
        const cpu = kernel.cpus[num(locals, 'cpu')];
        if (cpu) resetCpu(cpu);
        return undefined;
      },
    },
    {
      name: 'controls',
      code: 'cpu_init(); /* on that CPU */',
      why: 'CR0, and the bits of CR4 that every CPU has.',
      run: (kernel, locals) => {
        const cpu = kernel.cpus[num(locals, 'cpu')];
        if (cpu) setUpControls(cpu);
        return undefined;
      },
    },
    {
      name: 'init_fpu',
      code: 'fpu__init_cpu_xstate(); /* on that CPU */',
      why: 'CR4.OSXSAVE, XCR0, IA32_XSS and IA32_XFD, which no context switch will set.',
      run: (_kernel, locals) => ({ call: 'fpu__init_cpu_xstate', cpu: num(locals, 'cpu') }),
    },
    {
      name: 'online',
      code: 'set_cpu_online(cpu, true);',
      why: 'Tasks may run there.',
      run: (kernel, locals) => {
        const percpu = percpuOf(kernel, locals);
        if (percpu) percpu.online = true;
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

/** Per-CPU variables of the CPU that the local `cpu` names. */
function percpuOf({ state }: KernelContext, locals: LocalsWith<'cpu'>): KernelCpu | undefined {
  return state.cpus[num(locals, 'cpu')];
}

export const hotplugRoutines: readonly Routine[] = [cpuDown, cpuUp];
