/** Exceptions of a guest that make a VM exit (arch/x86/kvm/vmx/vmx.c). */
import { flag } from '../routines/read-locals';
import type { Routine } from '../routines/routine';

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
