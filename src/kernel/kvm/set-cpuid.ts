/** What a guest is told that it has (arch/x86/kvm/cpuid.c). */
import { xfeatureMask } from '../../machine/architecture/component';
import { USER_DYNAMIC } from '../model/xstate/xstate-features';
import { big, flag, num } from '../routines/read-locals';
import type { Routine } from '../routines/routine';
import { ERRNO } from '../state/constants';
import { filteredXcr0, supportedXcr0, supportedXss } from './caps';

const XTILEDATA = xfeatureMask('XTILEDATA');

export const kvmVcpuIoctlSetCpuid2: Routine<'kvm_vcpu_ioctl_set_cpuid2'> = {
  name: 'kvm_vcpu_ioctl_set_cpuid2',
  signature: 'int kvm_vcpu_ioctl_set_cpuid2(struct kvm_vcpu *vcpu, struct kvm_cpuid2 *cpuid)',
  file: 'arch/x86/kvm/cpuid.c',
  summary: 'KVM_SET_CPUID2, before it KVM_CREATE_VCPU if the thread has none: what the guest is told that it has.',
  steps: [
    {
      name: 'create',
      code: 'if (!vcpu) ok = fpu_alloc_guest_fpstate(&vcpu->guest_fpu);',
      why: 'KVM_CREATE_VCPU: one virtual CPU a thread here.',
      run: ({ current }) => (current && !current.vcpu ? { call: 'fpu_alloc_guest_fpstate', into: 'ok' } : undefined),
    },
    {
      name: 'check_create',
      code: 'if (!vcpu) return -ENOMEM;',
      why: 'No memory for its registers.',
      run: ({ current }) => (current?.vcpu ? undefined : { return: -ERRNO.ENOMEM }),
    },
    {
      name: 'supported',
      code: 'if (!cpuid) cpuid = KVM_GET_SUPPORTED_CPUID;',
      why: 'Leaf D.0 and its subleaves are filtered by the permission: without it neither of the tile components. Leaf 7 and D.1 are not, and tell of AMX and XFD all the same.',
      run: (kernel, locals) => {
        locals.as_supported = locals.xcr0 === null || locals.xcr0 === undefined;
        if (flag(locals, 'as_supported')) locals.xcr0 = filteredXcr0(kernel);
        return undefined;
      },
    },
    {
      name: 'check_run',
      code: 'if (kvm_vcpu_has_run(vcpu)) return cpuid_equal(vcpu, cpuid) ? 0 : -EINVAL;',
      why: 'A processor does not change under its operating system.',
      run: ({ current }, locals) => {
        const vcpu = current?.vcpu;
        if (!vcpu?.hasRun) return undefined;
        return { return: vcpu.supportedXcr0 === big(locals, 'xcr0') ? 0 : -ERRNO.EINVAL };
      },
    },
    {
      name: 'enable_xfd',
      code: 'if (cpuid->xcr0 & XFEATURE_MASK_USER_DYNAMIC) ret = fpu_enable_guest_xfd_features(&vcpu->guest_fpu, ...);',
      why: 'To tell of tiles is to promise the memory for them: the buffer grows here. -EPERM without the permission.',
      run: (_kernel, locals) => {
        const xfeatures = big(locals, 'xcr0') & USER_DYNAMIC;
        return xfeatures ? { call: 'fpu_enable_guest_xfd_features', with: { xfeatures }, into: 'ret' } : undefined;
      },
    },
    {
      name: 'check_xfd',
      code: 'if (ret) return ret;',
      why: 'The guest keeps the CPUID that it had.',
      run: (_kernel, locals) => (num(locals, 'ret') === 0 ? undefined : { return: num(locals, 'ret') }),
    },
    {
      name: 'after_set',
      code: 'vcpu->guest_supported_xcr0 = cpuid->xcr0 & kvm_caps.supported_xcr0;',
      why: 'What the guest may write to XCR0, and of that what XFD covers to IA32_XFD.',
      run: (kernel, locals) => {
        const { current, processor } = kernel;
        if (!current?.vcpu) return undefined;
        const xcr0 = big(locals, 'xcr0') & supportedXcr0(kernel);
        const tellsAll = flag(locals, 'as_supported') || (xcr0 & XTILEDATA) !== 0n;
        Object.assign(current.vcpu, {
          supportedXcr0: xcr0,
          supportedXss: supportedXss(kernel),
          hasXfd: tellsAll && processor.has('XFD'),
          hasAmx: tellsAll && processor.has('AMX_TILE'),
        });
        return undefined;
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};
