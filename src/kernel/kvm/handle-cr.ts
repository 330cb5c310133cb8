/** Writes of a guest's control registers that KVM wants to see (arch/x86/kvm/vmx/vmx.c, arch/x86/kvm/x86.c). */
import type { Routine } from '../routines/routine';
import { DONE } from './exit-result';

export const handleCr: Routine<'handle_cr'> = {
  name: 'handle_cr',
  signature: 'static int handle_cr(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/vmx/vmx.c',
  summary: 'MOV to CR4 that changes OSXSAVE or PKE: bits that the host keeps an eye on.',
  steps: [
    {
      name: 'set_cr4',
      code: 'kvm_set_cr4(vcpu, val);',
      why: 'By these two bits KVM decides whether XCR0, IA32_XSS and PKRU are the guest’s while it runs: see the next VM entry.',
      run: () => undefined,
    },
    { name: 'return', code: 'return 1;', why: 'RIP moves on.', run: () => ({ return: DONE }) },
  ],
};
