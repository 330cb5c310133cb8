/** KVM_RUN, VM entry and VM exit around the extended state (arch/x86/kvm/x86.c, arch/x86/kvm/vmx/vmx.c). */
import { CR0 } from '../../machine/architecture/bits';
import { MSR } from '../../machine/architecture/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import { initialVcpuRegisters, loadGuestXstate, loadHostXstate } from '../model/guests/guest';
import { execute } from '../routines/exceptions';
import type { KernelContext } from '../routines/kernel-context';
import { since, until } from '../routines/of-version';
import { text } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import type { Vcpu } from '../state/vcpu';

export const kvmRun: Routine<'kvm_arch_vcpu_ioctl_run'> = {
  name: 'kvm_arch_vcpu_ioctl_run',
  signature: 'int kvm_arch_vcpu_ioctl_run(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/x86.c',
  summary: 'KVM_RUN begins. The loop of entries and exits in it is the steps that follow in the trace.',
  steps: [
    {
      name: 'load_guest_fpu',
      code: 'kvm_load_guest_fpu(vcpu): fpu_swap_kvm_fpstate(&vcpu->guest_fpu, true);',
      why: 'Once for the whole of KVM_RUN, not at every VM entry.',
      run: () => ({ call: 'fpu_swap_kvm_fpstate', with: { enter_guest: true } }),
    },
    {
      name: 'has_run',
      code: 'vcpu->last_vmentry_cpu = smp_processor_id();',
      why: 'From here on CPUID is fixed. A guest starts with the registers of its task, as if KVM_SET_REGS had set them.',
      run: ({ cpu, current }) => {
        const vcpu = current?.vcpu;
        if (!vcpu) return undefined;
        if (!vcpu.hasRun) vcpu.registers = initialVcpuRegisters(cpu);
        vcpu.hasRun = true;
        return undefined;
      },
    },
  ],
};

export const kvmPutGuestFpu: Routine<'kvm_put_guest_fpu'> = {
  name: 'kvm_put_guest_fpu',
  signature: 'static void kvm_put_guest_fpu(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/x86.c',
  summary: 'KVM_RUN ends, and the virtual machine monitor goes on in user mode.',
  steps: [
    {
      name: 'swap',
      code: 'fpu_swap_kvm_fpstate(&vcpu->guest_fpu, false);',
      why: 'The guest’s registers go to its area, the task’s come back.',
      run: () => ({ call: 'fpu_swap_kvm_fpstate', with: { enter_guest: false } }),
    },
  ],
};

/** The step that loads a guest's or the host's state next to the loop of entries, in the words of each version. */
function aroundRun(
  name: string,
  whose: 'guest' | 'host',
  why: string,
  exchange: (cpu: Cpu, vcpu: Vcpu) => void,
): readonly RoutineStep[] {
  const step = {
    name,
    why,
    run: ({ cpu, current }: KernelContext) => {
      if (current?.vcpu) exchange(cpu, current.vcpu);
      return undefined;
    },
  };
  const [features, pkru] = [`kvm_load_xfeatures(vcpu, ${whose === 'guest'});`, `kvm_load_${whose}_pkru(vcpu);`];
  // The guest's PKRU comes last and goes first: no code of the host runs with it that could do without.
  const outside = whose === 'guest' ? `${features} ${pkru}` : `${pkru} ${features}`;
  return [
    ...until('switchesGuestStateOutside', { ...step, code: `kvm_load_${whose}_xsave_state(vcpu);` }),
    ...since('switchesGuestStateOutside', { ...step, code: outside }),
  ];
}

function saveXfdErr(condition: string, why: string, isByXfd: (vcpu: Vcpu) => boolean): RoutineStep<'exit'> {
  return {
    name: 'save_xfd_err',
    code: `if (${condition}) rdmsr(IA32_XFD_ERR, vcpu->guest_fpu.xfd_err);`,
    why,
    run: (kernel, locals) => {
      const { current } = kernel;
      if (text(locals, 'exit') !== '#NM' || !current?.vcpu || current.fpstate.xfd === 0n) return undefined;
      if (isByXfd(current.vcpu)) current.vcpu.xfdErr = kernel.readMsr(MSR.IA32_XFD_ERR);
      return undefined;
    },
  };
}

export const vcpuEnterGuest: Routine<'vcpu_enter_guest'> = {
  name: 'vcpu_enter_guest',
  context: 'irqs',
  signature: 'static int vcpu_enter_guest(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/x86.c',
  summary: 'The last thing before the guest runs, as the return to user mode is for a task.',
  steps: [
    {
      name: 'load_fpu',
      code: 'if (test_thread_flag(TIF_NEED_FPU_LOAD)) switch_fpu_return();',
      why: 'Somebody else has had the registers since the last exit. The area that is loaded is the guest’s.',
      run: ({ current }) =>
        current?.needFpuLoad ? { call: 'switch_fpu_return', with: { tsk: current.name } } : undefined,
    },
    {
      name: 'xfd_err',
      code: 'if (vcpu->guest_fpu.xfd_err) wrmsr(IA32_XFD_ERR, vcpu->guest_fpu.xfd_err);',
      why: 'The guest’s handler of #NM reads it without a VM exit.',
      run: (kernel, locals) => {
        const xfdErr = kernel.current?.vcpu?.xfdErr ?? 0n;
        return xfdErr ? execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XFD_ERR, xfdErr)) : undefined;
      },
    },
    ...aroundRun(
      'guest_xsave_state',
      'guest',
      'XCR0, IA32_XSS and PKRU of the guest, where they are not the host’s.',
      loadGuestXstate,
    ),
  ],
};

export const vmxVcpuExit: Routine<'vmx_vcpu_exit'> = {
  name: 'vmx_vcpu_exit',
  context: 'irqs',
  signature: 'static void vmx_vcpu_exit(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/vmx/vmx.c',
  summary:
    'What follows a VM exit, first with interrupts off. (The second half of vcpu_enter_guest; the name is the model’s.)',
  steps: [
    ...aroundRun(
      'host_xsave_state',
      'host',
      'The guest’s XCR0 would hide components from the kernel’s XSAVES.',
      loadHostXstate,
    ),
    {
      name: 'sync_xfd',
      code: 'if (vcpu->arch.xfd_no_write_intercept) fpu_sync_guest_vmexit_xfd_state();',
      why: 'Before that the guest’s IA32_XFD is 0, or what KVM wrote for it.',
      run: ({ current }) => (current?.vcpu?.xfdPassthrough ? { call: 'fpu_sync_guest_vmexit_xfd_state' } : undefined),
    },
    ...until(
      'asksForTaskSwitched',
      saveXfdErr(
        'is_nm_fault(exit) && fpstate->xfd',
        'Before an interrupt of the host can overwrite it. Not where XFD is 0: then the #NM is one by CR0.TS.',
        () => true,
      ),
    ),
    ...since(
      'asksForTaskSwitched',
      saveXfdErr(
        'is_nm_fault(exit) && fpstate->xfd && !kvm_is_cr0_bit_set(vcpu, X86_CR0_TS)',
        'Before an interrupt of the host can overwrite it. #NM by CR0.TS comes first, and says nothing about XFD.',
        ({ registers }) => (registers.cr0 & CR0.TS) === 0n,
      ),
    ),
    {
      name: 'clear_xfd_err',
      code: 'if (vcpu->guest_fpu.xfd_err) wrmsr(IA32_XFD_ERR, 0);',
      why: 'Otherwise the next #NM of the host would look like one by XFD.',
      run: (kernel, locals) =>
        kernel.current?.vcpu?.xfdErr ? execute(kernel, locals, () => kernel.writeMsr(MSR.IA32_XFD_ERR, 0n)) : undefined,
    },
    {
      name: 'irq_enable',
      code: 'local_irq_enable();',
      why: 'What was pending is served now, and the task may be preempted. KVM looks at the exit only afterwards.',
      run: () => undefined,
    },
  ],
};
