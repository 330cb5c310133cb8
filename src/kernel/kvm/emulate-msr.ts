/** RDMSR and WRMSR of a guest that make a VM exit, and KVM_SET_MSRS of one register (arch/x86/kvm/x86.c). */
import { MSR } from '../../machine/architecture/registers';
import type { KernelContext } from '../routines/kernel-context';
import { since } from '../routines/of-version';
import { big, num } from '../routines/read-locals';
import type { Next, Routine, RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { DONE, INJECT_GP } from './exit-result';
import { guestMsr } from './guest-msrs';
import { guestOperands, setGuestEdxEax } from './guest-operands';

type MsrLocals = LocalsWith<'data' | 'msr'>;

const lookup = (bad: string, refused: Next): RoutineStep<'msr'> => ({
  name: 'lookup',
  code: `if (!kvm_knows_msr(msr)) ${bad}`,
  why: 'What KVM does not know, a guest does not have; whatever the processor has.',
  run: ({ current }, locals) => (guestMsr(current?.vcpu, num(locals, 'msr')) ? undefined : refused),
});

const checkTold: RoutineStep<'msr'> = {
  name: 'check_told',
  code: 'if (is_xfd_msr(msr) && !guest_cpuid_has(vcpu, X86_FEATURE_XFD)) return inject_gp(vcpu);',
  why: 'A guest whose CPUID has no XFD has neither of its registers.',
  run: (kernel, locals) => {
    const vcpu = kernel.current?.vcpu;
    return vcpu && guestMsr(vcpu, num(locals, 'msr'))?.isTold(kernel, vcpu) ? undefined : { return: INJECT_GP };
  },
};

/**
 * `kvm_set_msr_common`, for a guest and for its monitor.
 *
 * @param bad how the code says that a value is refused.
 * @param good how it says that the register is set.
 */
function setMsr(bad: string, refused: Next, good: string, done: Next): readonly RoutineStep<'data' | 'msr'>[] {
  return [
    {
      name: 'check',
      code: `if (data & ~(msr == MSR_IA32_XSS ? kvm_caps.supported_xss : kvm_guest_supported_xfd(vcpu))) ${bad}`,
      why: 'Of XFD the dynamic components that its CPUID tells of, of XSS those that KVM supports, and no others.',
      run: ({ current }, locals) => {
        const row = guestMsr(current?.vcpu, num(locals, 'msr'));
        const writable = current?.vcpu ? row?.writable(current.vcpu) : 0n;
        const isBad = (big(locals, 'data') & ~(writable ?? 0n)) !== 0n || row?.refuses?.(big(locals, 'data'));
        return isBad ? refused : undefined;
      },
    },
    {
      name: 'set_xfd_err',
      code: `if (msr == MSR_IA32_XFD_ERR) { vcpu->guest_fpu.xfd_err = data; ${good} }`,
      why: 'The register itself follows at the next VM entry.',
      run: (kernel, locals) => (keep(kernel, locals, MSR.IA32_XFD_ERR, 'xfdErr') ? done : undefined),
    },
    {
      name: 'set_xss',
      code: `if (msr == MSR_IA32_XSS) { vcpu->arch.ia32_xss = data; ${good} }`,
      why: 'Kept in the virtual CPU, and loaded at the next VM entry: the host has another value.',
      run: (kernel, locals) => (keep(kernel, locals, MSR.IA32_XSS, 'xss') ? done : undefined),
    },
    {
      name: 'set_register',
      code: `if (is_vmcs_msr(msr)) { vmcs_write(msr, data); ${good} }`,
      why: 'VM entry loads it: EFER and the bases of segments.',
      run: ({ current }, locals) => {
        const register = guestMsr(current?.vcpu, num(locals, 'msr'))?.exchanged;
        if (!register || !current?.vcpu) return undefined;
        current.vcpu.registers[register] = big(locals, 'data');
        return done;
      },
    },
    ...since('virtualisesCet', setInArea(good, done)),
    {
      name: 'set_xfd',
      code: 'fpu_update_guest_xfd(&vcpu->guest_fpu, data);',
      why: 'The registers may be in memory by now: what if the area holds what is being disabled?',
      run: (_kernel, locals) => ({ call: 'fpu_update_guest_xfd', with: { xfd: big(locals, 'data') } }),
    },
    {
      name: 'passthrough',
      code: 'if (data) { vmx_disable_intercept_for_msr(vcpu, MSR_IA32_XFD); xfd_no_write_intercept = true; }',
      why: 'A guest that uses XFD writes it at every context switch: no more VM exits for that, but one for each #NM.',
      run: ({ current }, locals) => {
        if (big(locals, 'data') !== 0n && current?.vcpu) current.vcpu.xfdPassthrough = true;
        return undefined;
      },
    },
  ];
}

/** @param good how the code says that the register is set. */
function setInArea(good: string, done: Next): RoutineStep<'data' | 'msr'> {
  return {
    name: 'set_in_area',
    code: `if (is_xstate_managed_msr(vcpu, msr)) { wrmsr(msr, data); ${good} }`,
    why: 'The registers are those of the guest now: msr_io has loaded them. The guest itself writes these without a VM exit.',
    run: (kernel, locals) => {
      if (!guestMsr(kernel.current?.vcpu, num(locals, 'msr'))?.isInArea) return undefined;
      kernel.writeMsr(num(locals, 'msr'), big(locals, 'data'));
      return done;
    },
  };
}

/** Puts the value where the virtual CPU keeps that register; false for another one. */
function keep({ current }: KernelContext, locals: MsrLocals, msr: number, field: 'xfdErr' | 'xss'): boolean {
  if (num(locals, 'msr') !== msr) return false;
  if (current?.vcpu) current.vcpu[field] = big(locals, 'data');
  return true;
}

const injectGp = 'return inject_gp(vcpu);';

export const kvmEmulateWrmsr: Routine<'kvm_emulate_wrmsr'> = {
  name: 'kvm_emulate_wrmsr',
  signature: 'int kvm_emulate_wrmsr(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/x86.c',
  summary:
    'WRMSR of the guest that made a VM exit: IA32_XFD until the first value that is not 0, IA32_XFD_ERR and IA32_XSS always.',
  steps: [
    {
      name: 'read',
      code: 'msr = kvm_rcx_read(vcpu); data = kvm_read_edx_eax(vcpu);',
      why: 'The guest’s registers.',
      run: (kernel, locals) => {
        const { rcx, edxEax } = guestOperands(kernel);
        locals.msr = rcx;
        locals.data = edxEax;
        return undefined;
      },
    },
    lookup(injectGp, { return: INJECT_GP }),
    checkTold,
    ...setMsr(injectGp, { return: INJECT_GP }, 'return 1;', { return: DONE }),
    { name: 'return', code: 'return 1;', why: 'RIP moves on.', run: () => ({ return: DONE }) },
  ],
};

export const kvmEmulateRdmsr: Routine<'kvm_emulate_rdmsr'> = {
  name: 'kvm_emulate_rdmsr',
  signature: 'int kvm_emulate_rdmsr(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/x86.c',
  summary:
    'RDMSR of the guest that made a VM exit: the register itself has the host’s value, or is not for this guest.',
  steps: [
    {
      name: 'read',
      code: 'msr = kvm_rcx_read(vcpu);',
      why: 'The guest’s ECX.',
      run: (kernel, locals) => {
        locals.msr = guestOperands(kernel).rcx;
        return undefined;
      },
    },
    lookup(injectGp, { return: INJECT_GP }),
    checkTold,
    {
      name: 'answer',
      code: 'kvm_write_edx_eax(vcpu, kvm_get_msr(vcpu, msr));',
      why: 'What the virtual CPU keeps.',
      run: (kernel, locals) => {
        const { current } = kernel;
        if (!current?.vcpu) return undefined;
        setGuestEdxEax(kernel, guestMsr(current.vcpu, num(locals, 'msr'))?.read(current.vcpu, current, kernel) ?? 0n);
        return undefined;
      },
    },
    { name: 'return', code: 'return 1;', why: 'RIP moves on.', run: () => ({ return: DONE }) },
  ],
};

const [SET, REFUSED] = [0, 1];

export const kvmSetMsr: Routine<'kvm_set_msr_ignored_check'> = {
  name: 'kvm_set_msr_ignored_check',
  signature: 'static int kvm_set_msr_ignored_check(struct kvm_vcpu *vcpu, u32 index, u64 data, bool host_initiated)',
  file: 'arch/x86/kvm/x86.c',
  summary: 'KVM_SET_MSRS of one register: the monitor gives its guest the value. 1 where KVM refuses it.',
  steps: [
    lookup('return 1;', { return: REFUSED }),
    ...setMsr('return 1;', { return: REFUSED }, 'return 0;', { return: SET }),
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: SET }) },
  ],
};
