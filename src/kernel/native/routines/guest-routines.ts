/** What KVM calls for its virtual CPUs: the kernel's own code, which is in the image. KVM itself is a module, and the model's. */
import type { KernelContext } from '../../routines/kernel-context';
import type { NativeFunctions } from '../../routines/native-functions';
import { big, flag } from '../../routines/read-locals';
import { kernelBuffer, pointerTo } from './kernel-buffer';
import { type NativeRow, nativeRoutine } from './native-routine';

const CORE = 'arch/x86/kernel/fpu/core.c';

function guestOf(native: NativeFunctions, { current }: KernelContext): bigint {
  return current ? native.guest(current).fpu : 0n;
}

/** Since 6.6, and in the point releases that took it over, the caller says which components the image may have. */
function imageArguments(kernel: KernelContext, xfeatures: bigint): readonly bigint[] {
  const vcpu = kernel.current?.vcpu;
  const size = BigInt(vcpu?.uabiSize ?? 0);
  const pkru = BigInt(vcpu?.pkru ?? 0);
  return kernel.has('limitsGuestImage') ? [size, xfeatures, pkru] : [size, pkru];
}

export const GUEST_ROUTINES: readonly NativeRow[] = [
  nativeRoutine({
    name: 'fpu_alloc_guest_fpstate',
    signature: 'bool fpu_alloc_guest_fpstate(struct fpu_guest *gfpu)',
    file: CORE,
    summary: 'The registers of a virtual CPU, while it does not run; also ends all negotiation.',
    returns: 'bool',
    arguments: (native, kernel) => [guestOf(native, kernel)],
  }),
  nativeRoutine({
    name: 'fpu_enable_guest_xfd_features',
    signature: 'int fpu_enable_guest_xfd_features(struct fpu_guest *guest_fpu, u64 xfeatures)',
    file: CORE,
    summary: 'Room for what the guest is told that it has.',
    returns: 'int',
    arguments: (native, kernel, locals) => [guestOf(native, kernel), big(locals, 'xfeatures')],
  }),
  nativeRoutine({
    name: 'fpu_swap_kvm_fpstate',
    signature: 'int fpu_swap_kvm_fpstate(struct fpu_guest *guest_fpu, bool enter_guest)',
    file: CORE,
    summary: 'On the way into KVM_RUN and out of it: the task and its virtual CPU change places in the registers.',
    arguments: (native, kernel, locals) => [guestOf(native, kernel), BigInt(flag(locals, 'enter_guest'))],
  }),
  nativeRoutine({
    name: 'fpu_update_guest_xfd',
    signature: 'void fpu_update_guest_xfd(struct fpu_guest *guest_fpu, u64 xfd)',
    file: CORE,
    summary: 'The guest has written IA32_XFD, and KVM does it for it.',
    arguments: (native, kernel, locals) => [guestOf(native, kernel), big(locals, 'xfd')],
  }),
  nativeRoutine({
    name: 'fpu_sync_guest_vmexit_xfd_state',
    context: 'irqs',
    signature: 'void fpu_sync_guest_vmexit_xfd_state(void)',
    file: CORE,
    summary: 'The guest writes IA32_XFD without telling: the kernel reads it after each VM exit.',
  }),
  nativeRoutine({
    name: 'fpu_copy_guest_fpstate_to_uabi',
    signature:
      'void fpu_copy_guest_fpstate_to_uabi(struct fpu_guest *gfpu, void *buf, unsigned int size, u64 xfeatures, u32 vpkru)',
    file: CORE,
    summary: 'The state of a virtual CPU in standard format, for its monitor. Without `xfeatures` until 6.5.',
    before: kernelBuffer('buf', ({ current }) => current?.vcpu?.uabiSize ?? 0),
    arguments: (native, kernel, locals) => [
      guestOf(native, kernel),
      pointerTo(locals, 'buf'),
      ...imageArguments(kernel, big(locals, 'xfeatures')),
    ],
  }),
  nativeRoutine({
    name: 'fpu_copy_uabi_to_guest_fpstate',
    signature: 'int fpu_copy_uabi_to_guest_fpstate(struct fpu_guest *gfpu, const void *buf, u64 xcr0, u32 *vpkru)',
    file: CORE,
    summary: 'An image in standard format becomes the state of a virtual CPU.',
    returns: 'int',
    arguments: (native, kernel, locals) => [
      guestOf(native, kernel),
      pointerTo(locals, 'buf'),
      big(locals, 'xcr0'),
      kernel.current ? native.guest(kernel.current).pkru : 0n,
    ],
  }),
];
