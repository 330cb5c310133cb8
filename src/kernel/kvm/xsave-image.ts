/** A guest's extended state as its monitor sees it: KVM_GET_XSAVE2 and KVM_SET_XSAVE (arch/x86/kvm/x86.c). */
import { xfeatureMask } from '../../machine/architecture/component';
import { HEADER_OFFSET } from '../../machine/architecture/xsave-format';
import { copyFromUser, copyToUser } from '../model/memory/user-memory';
import { readRegset, writeRegset } from '../model/xstate/regset';
import { imageHeader, imagePkru, uabiImage } from '../model/xstate/uabi-image';
import { LEGACY_FEATURES } from '../model/xstate/xstate-features';
import type { KernelContext } from '../routines/kernel-context';
import { since } from '../routines/of-version';
import { big, num } from '../routines/read-locals';
import type { Routine, RoutineStep } from '../routines/routine';
import { ERRNO } from '../state/constants';
import { REGSET_BUFFER } from '../state/memory-map';
import type { Vcpu } from '../state/vcpu';
import { supportedXcr0 } from './caps';

const PKRU = xfeatureMask('PKRU');

export const fpuCopyGuestFpstateToUabi: Routine<'fpu_copy_guest_fpstate_to_uabi'> = {
  name: 'fpu_copy_guest_fpstate_to_uabi',
  signature:
    'void fpu_copy_guest_fpstate_to_uabi(struct fpu_guest *gfpu, void *buf, unsigned int size, u64 xfeatures, u32 vpkru)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'The state of a virtual CPU in standard format, for its monitor.',
  steps: [
    {
      name: 'copy',
      code: '__copy_xstate_to_uabi_buf(mb, gfpu->fpstate, xfeatures, vpkru, XSTATE_COPY_XSAVE);',
      why: 'What the area has no room for is zero, and its bit too.',
      run: (kernel, locals) => {
        const vcpu = kernel.current?.vcpu;
        if (vcpu) writeRegset(kernel, num(locals, 'buf'), imageOf(kernel, vcpu, big(locals, 'xfeatures')));
        return undefined;
      },
    },
  ],
};

/** @param xfeatures components that the image may have. */
function imageOf(kernel: KernelContext, { fpstate, pkru, uabiSize }: Vcpu, xfeatures: bigint): Uint8Array {
  const limited = { ...fpstate, userXfeatures: fpstate.userXfeatures & xfeatures };
  const image = new Uint8Array(uabiSize);
  image.set(uabiImage(kernel, limited, pkru).subarray(0, uabiSize));
  return image;
}

export const fpuCopyUabiToGuestFpstate: Routine<'fpu_copy_uabi_to_guest_fpstate'> = {
  name: 'fpu_copy_uabi_to_guest_fpstate',
  signature: 'int fpu_copy_uabi_to_guest_fpstate(struct fpu_guest *gfpu, const void *buf, u64 xcr0, u32 *vpkru)',
  file: 'arch/x86/kernel/fpu/core.c',
  summary: 'An image in standard format becomes the state of a virtual CPU.',
  steps: [
    {
      name: 'check_supported',
      code: 'if (ustate->xsave.header.xfeatures & ~xcr0) return -EINVAL;',
      why: 'What this host does not have: the image of a guest from a larger one.',
      run: (kernel, locals) =>
        imageHeader(readRegset(kernel)).xfeatures & ~big(locals, 'xcr0') ? { return: -ERRNO.EINVAL } : undefined,
    },
    {
      name: 'copy',
      code: 'ret = copy_uabi_from_kernel_to_xstate(gfpu->fpstate, ustate, vpkru);',
      why: 'With the checks of ptrace.',
      run: ({ current }) => ({
        call: 'copy_uabi_to_xstate',
        with: { target: current?.name ?? '', guest: true },
        into: 'ret',
      }),
    },
    {
      name: 'pkru',
      code: 'if (!ret && ustate->xsave.header.xfeatures & XFEATURE_MASK_PKRU) *vpkru = xpkru->pkru;',
      why: 'KVM keeps it beside the area. It stays as it is where the image has none: unlike ptrace, and unlike XRSTOR.',
      run: (kernel, locals) => {
        const image = readRegset(kernel);
        const { xfeatures } = imageHeader(image);
        const vcpu = kernel.current?.vcpu;
        if (vcpu && num(locals, 'ret') === 0 && xfeatures & PKRU) vcpu.pkru = imagePkru(kernel, image, xfeatures);
        return undefined;
      },
    },
    { name: 'return', code: 'return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
  ],
};

export const kvmGetXsave2: Routine<'kvm_vcpu_ioctl_x86_get_xsave2'> = {
  name: 'kvm_vcpu_ioctl_x86_get_xsave2',
  signature: 'static int kvm_vcpu_ioctl_x86_get_xsave2(struct kvm_vcpu *vcpu, u8 *state, unsigned int size)',
  file: 'arch/x86/kvm/x86.c',
  summary:
    'KVM_GET_XSAVE2: the state of a virtual CPU in standard format, in memory of its monitor. 4096 bytes, or as many as its tiles need.',
  steps: [
    {
      name: 'features',
      code: 'xfeatures = vcpu->arch.guest_supported_xcr0 | XFEATURE_MASK_FPSSE;',
      why: 'Bits of what only this host has would make the image useless on another: KVM_SET_XSAVE there refuses them. Before 6.6 the image had them.',
      run: (kernel, locals) => {
        const told = (kernel.current?.vcpu?.supportedXcr0 ?? 0n) | LEGACY_FEATURES;
        locals.xfeatures = kernel.has('limitsGuestImage') ? told : kernel.state.fpu.userMax;
        return undefined;
      },
    },
    {
      name: 'copy',
      code: 'fpu_copy_guest_fpstate_to_uabi(&vcpu->arch.guest_fpu, state, size, xfeatures, vcpu->arch.pkru);',
      why: 'As for ptrace. PKRU is the guest’s, which KVM keeps beside the area.',
      run: (_kernel, locals) => ({
        call: 'fpu_copy_guest_fpstate_to_uabi',
        with: { buf: REGSET_BUFFER, xfeatures: big(locals, 'xfeatures') },
      }),
    },
    {
      name: 'copy_to_user',
      code: 'if (copy_to_user(argp, state, size)) return -EFAULT;',
      why: 'To the address that the monitor gave.',
      run: (kernel, locals) => {
        const image = kernel.memory.peek(0, REGSET_BUFFER, imageSize(kernel)) ?? new Uint8Array(imageSize(kernel));
        return copyToUser(kernel, num(locals, 'argp'), image) ? undefined : { return: -ERRNO.EFAULT };
      },
    },
    { name: 'return', code: 'return 0;', why: '', run: () => ({ return: 0 }) },
  ],
};

const clearDisabled: RoutineStep = {
  name: 'clear_disabled',
  code: 'guest_xsave->region.header.xfeatures &= ~vcpu->arch.guest_fpu.fpstate->xfd;',
  why: 'A component that is both there and disabled would be #NM in the host’s XRSTORS. Monitors may rely on getting away with it, so it is no error: it becomes initial.',
  run: (kernel) => {
    const image = readRegset(kernel);
    const view = new DataView(image.buffer);
    const disabled = kernel.current?.vcpu?.fpstate.xfd ?? 0n;
    view.setBigUint64(HEADER_OFFSET, imageHeader(image).xfeatures & ~disabled, true);
    writeRegset(kernel, REGSET_BUFFER, image);
    return undefined;
  },
};

export const kvmSetXsave: Routine<'kvm_vcpu_ioctl_x86_set_xsave'> = {
  name: 'kvm_vcpu_ioctl_x86_set_xsave',
  signature: 'static int kvm_vcpu_ioctl_x86_set_xsave(struct kvm_vcpu *vcpu, struct kvm_xsave *guest_xsave)',
  file: 'arch/x86/kvm/x86.c',
  summary: 'KVM_SET_XSAVE: a virtual CPU gets the state that an image has, from this host or another.',
  steps: [
    {
      name: 'copy_from_user',
      code: 'guest_xsave = memdup_user(argp, vcpu->arch.guest_fpu.uabi_size); if (IS_ERR(guest_xsave)) return PTR_ERR(guest_xsave);',
      why: 'As many bytes as KVM_GET_XSAVE2 gives.',
      run: (kernel, locals) => {
        const bytes = copyFromUser(kernel, num(locals, 'argp'), imageSize(kernel));
        if (!bytes) return { return: -ERRNO.EFAULT };
        const image = new Uint8Array(Math.max(bytes.length, kernel.state.fpu.userMaxSize));
        image.set(bytes);
        writeRegset(kernel, REGSET_BUFFER, image);
        return undefined;
      },
    },
    ...since('clearsGuestDisabled', clearDisabled),
    {
      name: 'copy',
      code: 'ret = fpu_copy_uabi_to_guest_fpstate(&vcpu->arch.guest_fpu, guest_xsave, kvm_caps.supported_xcr0, &vcpu->arch.pkru);',
      why: 'What this host has decides, and not what the CPUID of the guest tells of.',
      run: (kernel) => ({
        call: 'fpu_copy_uabi_to_guest_fpstate',
        with: { buf: REGSET_BUFFER, xcr0: supportedXcr0(kernel) },
        into: 'ret',
      }),
    },
    { name: 'return', code: 'return ret;', why: '', run: (_kernel, { ret = null }) => ({ return: ret }) },
  ],
};

function imageSize({ current }: KernelContext): number {
  return current?.vcpu?.uabiSize ?? 0;
}
