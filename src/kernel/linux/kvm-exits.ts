/** What KVM does about VM exits that have to do with the extended state (arch/x86/kvm/x86.c, arch/x86/kvm/vmx/vmx.c). */

import { GPR } from '../../machine/architecture/gpr';
import { MSR } from '../../machine/architecture/registers';
import { XTILE } from '../../machine/processor/processor';
import { USER_DYNAMIC } from '../model/xstate-features';
import type { KernelContext } from '../routines/kernel-context';
import { big, flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import type { RoutineName } from '../routines/routine-locals';
import type { Vcpu } from '../state/state';
import { kvmEmulateCpuid } from './kvm-emulate-cpuid';

const X87 = 1n;
/** What a handler answers for an instruction of the guest's: 0 when it is done, 1 when it raises #GP(0) in the guest. */
const [DONE, INJECT_GP] = [0, 1];

export const kvmEmulateWrmsr: Routine<'kvm_emulate_wrmsr'> = {
  name: 'kvm_emulate_wrmsr',
  signature: 'int kvm_emulate_wrmsr(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/x86.c',
  summary: 'WRMSR of the guest that made a VM exit: IA32_XFD until the first value that is not 0, IA32_XFD_ERR always.',
  steps: [
    {
      name: 'read',
      code: 'msr = kvm_rcx_read(vcpu); data = kvm_read_edx_eax(vcpu);',
      why: 'The guest’s registers.',
      run: (kernel, locals) => {
        const { rcx, edxEax } = operands(kernel);
        locals.msr = rcx;
        locals.data = edxEax;
        return undefined;
      },
    },
    {
      name: 'check',
      code: 'if (data & ~kvm_guest_supported_xfd(vcpu)) return inject_gp(vcpu);',
      why: 'The dynamic components that its CPUID tells of, and no others.',
      run: ({ current }, locals) => {
        const supported = (current?.vcpu?.supportedXcr0 ?? 0n) & USER_DYNAMIC;
        return big(locals, 'data') & ~supported ? { return: INJECT_GP } : undefined;
      },
    },
    {
      name: 'set_xfd_err',
      code: 'if (msr == MSR_IA32_XFD_ERR) { vcpu->guest_fpu.xfd_err = data; return 1; }',
      why: 'The register itself follows at the next VM entry.',
      run: ({ current }, locals) => {
        if (num(locals, 'msr') !== MSR.IA32_XFD_ERR) return undefined;
        if (current?.vcpu) current.vcpu.xfdErr = big(locals, 'data');
        return { return: DONE };
      },
    },
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
    { name: 'return', code: 'return 1;', why: 'RIP moves on.', run: () => ({ return: DONE }) },
  ],
};

export const kvmEmulateXsetbv: Routine<'kvm_emulate_xsetbv'> = {
  name: 'kvm_emulate_xsetbv',
  signature: 'int kvm_emulate_xsetbv(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/x86.c',
  summary: 'XSETBV always makes a VM exit.',
  steps: [
    {
      name: 'read',
      code: 'index = kvm_rcx_read(vcpu); xcr0 = kvm_read_edx_eax(vcpu);',
      why: 'The guest’s registers.',
      run: (kernel, locals) => {
        const { rcx, edxEax } = operands(kernel);
        locals.index = rcx;
        locals.xcr0 = edxEax;
        return undefined;
      },
    },
    {
      name: 'check',
      code: 'if (index != 0 || !(xcr0 & XFEATURE_MASK_FP) || xcr0 & ~vcpu->guest_supported_xcr0) return inject_gp(vcpu);',
      why: 'What its CPUID tells of.',
      run: ({ current }, locals) => {
        const xcr0 = big(locals, 'xcr0');
        const unsupported = xcr0 & ~(current?.vcpu?.supportedXcr0 ?? 0n);
        const isBad = num(locals, 'index') !== 0 || (xcr0 & X87) === 0n || unsupported !== 0n;
        return isBad ? { return: INJECT_GP } : undefined;
      },
    },
    {
      name: 'check_tiles',
      code: 'if (xcr0 & XFEATURE_MASK_XTILE && (xcr0 & XFEATURE_MASK_XTILE) != XFEATURE_MASK_XTILE) return inject_gp(vcpu);',
      why: 'Both tile components or neither.',
      run: (_kernel, locals) => {
        const tiles = big(locals, 'xcr0') & XTILE;
        return tiles !== 0n && tiles !== XTILE ? { return: INJECT_GP } : undefined;
      },
    },
    {
      name: 'set',
      code: 'vcpu->arch.xcr0 = xcr0;',
      why: 'Loaded at the next VM entry.',
      run: ({ current }, locals) => {
        if (current?.vcpu) current.vcpu.xcr0 = big(locals, 'xcr0');
        return undefined;
      },
    },
    { name: 'return', code: 'return 1;', why: 'RIP moves on.', run: () => ({ return: DONE }) },
  ],
};

export const handleNm: Routine<'handle_exception_nmi'> = {
  name: 'handle_exception_nmi',
  signature: 'static int handle_exception_nmi(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/vmx/vmx.c',
  summary: 'A VM exit by an exception in the guest: #NM, once the guest writes IA32_XFD itself.',
  steps: [
    {
      name: 'queue_nm',
      code: 'if (is_nm_fault(exit)) kvm_queue_exception(vcpu, NM_VECTOR);',
      why: 'It is the guest’s to handle. Its IA32_XFD_ERR has been saved, and is there again when its handler runs.',
      run: (_kernel, locals) => {
        locals.queued = true;
        return undefined;
      },
    },
    {
      name: 'return',
      code: 'return 1;',
      why: 'Back into the guest.',
      run: (_kernel, locals) => ({ return: flag(locals, 'queued') ? 1 : 0 }),
    },
  ],
};

/** ECX, and EDX:EAX, of the guest. */
function operands({ current }: KernelContext): { rcx: number; edxEax: bigint } {
  const gpr = current?.vcpu?.registers.gpr;
  const low = (register: number): bigint => BigInt.asUintN(32, gpr?.[register] ?? 0n);
  return { rcx: Number(low(GPR.RCX)), edxEax: (low(GPR.RDX) << 32n) | low(GPR.RAX) };
}

/** Whether an instruction of the guest makes a VM exit. */
export function makesExit(vcpu: Vcpu, mnemonic: string, rcx: number): RoutineName | undefined {
  if (mnemonic === 'xsetbv') return kvmEmulateXsetbv.name;
  if (mnemonic === 'cpuid') return kvmEmulateCpuid.name;
  if (mnemonic !== 'wrmsr') return undefined;
  const isIntercepted = rcx === MSR.IA32_XFD_ERR || (rcx === MSR.IA32_XFD && !vcpu.xfdPassthrough);
  return isIntercepted ? kvmEmulateWrmsr.name : undefined;
}
