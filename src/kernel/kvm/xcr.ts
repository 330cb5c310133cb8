/** XCR0 of a guest: by XSETBV, which always makes a VM exit, and by its monitor (arch/x86/kvm/x86.c). */
import { xfeatureMask } from '../../machine/architecture/component';
import { XTILE } from '../../machine/processor/processor';
import { copyToUser } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';
import { big, num } from '../routines/read-locals';
import type { Next, Routine, RoutineStep } from '../routines/routine';
import { ERRNO } from '../state/constants';
import { DONE, INJECT_GP } from './exit-result';
import { guestOperands } from './guest-operands';

const X87 = xfeatureMask('X87');
const SSE = xfeatureMask('SSE');
const AVX = xfeatureMask('AVX');
const BOUNDS = xfeatureMask('BNDREGS', 'BNDCSR');
const AVX512 = xfeatureMask('OPMASK', 'ZMM_HI256', 'HI16_ZMM');

type Xcr = 'xcr0';

/** `__kvm_set_xcr`. @param bad how the code says that it is refused. */
function setXcr(bad: string, refused: Next): readonly RoutineStep<Xcr>[] {
  const check = (name: string, condition: string, why: string, isBad: (xcr0: bigint) => boolean): RoutineStep<Xcr> => ({
    name,
    code: `if (${condition}) ${bad}`,
    why,
    run: (_kernel, locals) => (isBad(big(locals, 'xcr0')) ? refused : undefined),
  });
  return [
    check(
      'check_ymm',
      'xcr0 & XFEATURE_MASK_YMM && !(xcr0 & XFEATURE_MASK_SSE)',
      'The upper halves of registers that are not enabled.',
      (xcr0) => (xcr0 & AVX) !== 0n && (xcr0 & SSE) === 0n,
    ),
    check(
      'check_bounds',
      '!(xcr0 & XFEATURE_MASK_BNDREGS) != !(xcr0 & XFEATURE_MASK_BNDCSR)',
      'MPX: both components or neither.',
      (xcr0) => isInPart(xcr0, BOUNDS),
    ),
    check(
      'check_avx512',
      'xcr0 & XFEATURE_MASK_AVX512 && (!(xcr0 & XFEATURE_MASK_YMM) || (xcr0 & XFEATURE_MASK_AVX512) != XFEATURE_MASK_AVX512)',
      'All three components, and AVX with them. KVM must never let the processor see what that would refuse.',
      (xcr0) => isInPart(xcr0, AVX512) || ((xcr0 & AVX512) !== 0n && (xcr0 & AVX) === 0n),
    ),
    check(
      'check_tiles',
      'xcr0 & XFEATURE_MASK_XTILE && (xcr0 & XFEATURE_MASK_XTILE) != XFEATURE_MASK_XTILE',
      'Both tile components or neither.',
      (xcr0) => isInPart(xcr0, XTILE),
    ),
    {
      name: 'set',
      code: 'vcpu->arch.xcr0 = xcr0;',
      why: 'Loaded at the next VM entry.',
      run: ({ current }, locals) => {
        if (current?.vcpu) current.vcpu.xcr0 = big(locals, 'xcr0');
        return undefined;
      },
    },
  ];
}

function isInPart(xcr0: bigint, components: bigint): boolean {
  return (xcr0 & components) !== 0n && (xcr0 & components) !== components;
}

/** Whether the guest may set XCR0 so: with x87, and otherwise only components that its CPUID lists. */
function isSupported({ current }: KernelContext, xcr0: bigint): boolean {
  return (xcr0 & X87) !== 0n && (xcr0 & ~((current?.vcpu?.supportedXcr0 ?? 0n) | X87)) === 0n;
}

export const kvmEmulateXsetbv: Routine<'kvm_emulate_xsetbv'> = {
  name: 'kvm_emulate_xsetbv',
  signature: 'int kvm_emulate_xsetbv(struct kvm_vcpu *vcpu)',
  file: 'arch/x86/kvm/x86.c',
  summary: 'XSETBV always makes a VM exit. With __kvm_set_xcr, which says what KVM refuses.',
  steps: [
    {
      name: 'read',
      code: 'index = kvm_rcx_read(vcpu); xcr0 = kvm_read_edx_eax(vcpu);',
      why: 'The guest’s registers.',
      run: (kernel, locals) => {
        const { rcx, edxEax } = guestOperands(kernel);
        locals.index = rcx;
        locals.xcr0 = edxEax;
        return undefined;
      },
    },
    {
      name: 'check',
      code: 'if (index != 0 || !(xcr0 & XFEATURE_MASK_FP) || xcr0 & ~(vcpu->guest_supported_xcr0 | FP)) return inject_gp(vcpu);',
      why: 'What its CPUID tells of.',
      run: (kernel, locals) =>
        num(locals, 'index') !== 0 || !isSupported(kernel, big(locals, 'xcr0')) ? { return: INJECT_GP } : undefined,
    },
    ...setXcr('return inject_gp(vcpu);', { return: INJECT_GP }),
    { name: 'return', code: 'return 1;', why: 'RIP moves on.', run: () => ({ return: DONE }) },
  ],
};

/** `struct kvm_xcrs`: `nr_xcrs`, `flags`, sixteen entries (`xcr`, `reserved`, 64 bits of `value`), and padding. */
const XCRS_SIZE = 392;
const XCRS_VALUE = 16;

export const kvmGetXcrs: Routine<'kvm_vcpu_ioctl_x86_get_xcrs'> = {
  name: 'kvm_vcpu_ioctl_x86_get_xcrs',
  signature: 'static int kvm_vcpu_ioctl_x86_get_xcrs(struct kvm_vcpu *vcpu, struct kvm_xcrs *guest_xcrs)',
  file: 'arch/x86/kvm/x86.c',
  summary: 'KVM_GET_XCRS: the XCR0 of a guest, in memory of its monitor. With the copy of kvm_arch_vcpu_ioctl.',
  steps: [
    {
      name: 'copy_to_user',
      code: 'if (copy_to_user(argp, guest_xcrs, sizeof(struct kvm_xcrs))) return -EFAULT;',
      why: 'One entry, for XCR0; none where the host has no XSAVE.',
      run: (kernel, locals) => {
        const bytes = new Uint8Array(XCRS_SIZE);
        const view = new DataView(bytes.buffer);
        view.setUint32(0, kernel.processor.has('XSAVE') ? 1 : 0, true);
        view.setBigUint64(XCRS_VALUE, kernel.processor.has('XSAVE') ? (kernel.current?.vcpu?.xcr0 ?? 0n) : 0n, true);
        return copyToUser(kernel, num(locals, 'argp'), bytes) ? undefined : { return: -ERRNO.EFAULT };
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

export const kvmSetXcrs: Routine<'kvm_vcpu_ioctl_x86_set_xcrs'> = {
  name: 'kvm_vcpu_ioctl_x86_set_xcrs',
  signature: 'static int kvm_vcpu_ioctl_x86_set_xcrs(struct kvm_vcpu *vcpu, struct kvm_xcrs *guest_xcrs)',
  file: 'arch/x86/kvm/x86.c',
  summary:
    'KVM_SET_XCRS: the monitor gives its guest another XCR0, by the same rules as XSETBV. CPUID has to come first.',
  steps: [
    {
      name: 'check_xsave',
      code: 'if (!boot_cpu_has(X86_FEATURE_XSAVE)) return -EINVAL;',
      why: 'There is no XCR0.',
      run: ({ processor }) => (processor.has('XSAVE') ? undefined : { return: -ERRNO.EINVAL }),
    },
    {
      name: 'check',
      code: 'if (!(xcr0 & XFEATURE_MASK_FP) || xcr0 & ~(vcpu->guest_supported_xcr0 | FP)) return -EINVAL;',
      why: 'A monitor that sets XCR0 before CPUID fails here: nothing is supported yet.',
      run: (kernel, locals) => (isSupported(kernel, big(locals, 'xcr0')) ? undefined : { return: -ERRNO.EINVAL }),
    },
    ...setXcr('return -EINVAL;', { return: -ERRNO.EINVAL }),
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};
