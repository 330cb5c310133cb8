/** What guests have from the start (`guest_default_cfg` of arch/x86/kernel/fpu/core.c). */
import type { KernelContext } from '../../routines/kernel-context';
import { kernelSize } from '../xstate/xstate-features';

/** Since 6.17 a guest's area has room for supervisor components that only guests use, and guests are permitted these. */
export function guestDefault(kernel: KernelContext): { readonly features: bigint; readonly size: number } {
  const { fpu } = kernel.state;
  if (!kernel.has('hasGuestDefaults')) return { features: fpu.kernelDefault, size: fpu.kernelDefaultSize };
  const features = fpu.kernelMax & ~fpu.dynamic;
  return { features, size: kernelSize(kernel.processor, features) };
}
