/** KVM_RUN, VM entry and VM exit around the extended state (arch/x86/kvm/x86.c, arch/x86/kvm/vmx/vmx.c). */
import { MSR } from '../../machine/architecture/registers';
import { initialVcpuRegisters } from '../model/guest';
import { execute } from '../routines/exceptions';
import { text } from '../routines/read-locals';
import type { Routine } from '../routines/routine';

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
    {
      name: 'guest_xsave_state',
      code: 'kvm_load_guest_xsave_state(vcpu);',
      why: 'XCR0 and PKRU of the guest. VM entry follows.',
      run: ({ cpu, current }) => {
        if (current?.vcpu) Object.assign(cpu, { xcr0: current.vcpu.xcr0, pkru: current.vcpu.pkru });
        return undefined;
      },
    },
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
    {
      name: 'host_xsave_state',
      code: 'kvm_load_host_xsave_state(vcpu);',
      why: 'The guest’s XCR0 would hide components from the kernel’s XSAVES.',
      run: ({ cpu, current, state }) => {
        const vcpu = current?.vcpu;
        if (!vcpu) return undefined;
        Object.assign(vcpu, { xcr0: cpu.xcr0, pkru: cpu.pkru });
        Object.assign(cpu, { xcr0: state.fpu.userMax, pkru: current.pkru });
        return undefined;
      },
    },
    {
      name: 'sync_xfd',
      code: 'if (vcpu->arch.xfd_no_write_intercept) fpu_sync_guest_vmexit_xfd_state();',
      why: 'Before that the guest’s IA32_XFD is 0, or what KVM wrote for it.',
      run: ({ current }) => (current?.vcpu?.xfdPassthrough ? { call: 'fpu_sync_guest_vmexit_xfd_state' } : undefined),
    },
    {
      name: 'save_xfd_err',
      code: 'if (is_nm_fault(exit) && fpstate->xfd) rdmsr(IA32_XFD_ERR, vcpu->guest_fpu.xfd_err);',
      why: 'Before an interrupt of the host can overwrite it. Not where XFD is 0: then the #NM is one by CR0.TS.',
      run: (kernel, locals) => {
        const { current } = kernel;
        if (text(locals, 'exit') !== '#NM' || !current?.vcpu || current.fpstate.xfd === 0n) return undefined;
        current.vcpu.xfdErr = kernel.readMsr(MSR.IA32_XFD_ERR);
        return undefined;
      },
    },
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
