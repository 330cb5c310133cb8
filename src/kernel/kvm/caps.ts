/** The capabilities of KVM, `kvm_caps` (arch/x86/kvm/x86.c), and what of them the process may give its guests. */
import { xfeatureMask } from '../../machine/architecture/component';
import { USER_DYNAMIC, XTILE } from '../model/xstate/xstate-features';
import type { KernelContext } from '../routines/kernel-context';
import type { Vcpu } from '../state/vcpu';

/** `KVM_SUPPORTED_XCR0`. */
const SUPPORTED_XCR0 = xfeatureMask(
  'X87',
  'SSE',
  'AVX',
  'BNDREGS',
  'BNDCSR',
  'OPMASK',
  'ZMM_HI256',
  'HI16_ZMM',
  'PKRU',
  'XTILECFG',
  'XTILEDATA',
);
const XTILEDATA = xfeatureMask('XTILEDATA');
/** `KVM_SUPPORTED_XSS` since 6.18; before, nothing. */
const CET_ALL = xfeatureMask('CET_U', 'CET_S');

/** `kvm_caps.supported_xcr0`: the components that the host has enabled and KVM knows. */
export function supportedXcr0({ state }: KernelContext): bigint {
  return state.fpu.userMax & SUPPORTED_XCR0;
}

/** `kvm_caps.supported_xss`: both components of CET that the host has in IA32_XSS, or neither. */
export function supportedXss(kernel: KernelContext): bigint {
  if (!kernel.has('virtualisesCet')) return 0n;
  return (kernel.state.fpu.supervisor & CET_ALL) === CET_ALL ? CET_ALL : 0n;
}

/** `kvm_get_filtered_xcr0`: what guests of the current process may use. */
export function filteredXcr0(kernel: KernelContext): bigint {
  const supported = supportedXcr0(kernel);
  if ((supported & USER_DYNAMIC) === 0n) return supported;
  const process = kernel.current && kernel.processOf(kernel.current);
  const permitted = supported & (process?.guestPerm ?? 0n);
  return permitted & XTILEDATA || kernel.has('tellsHalfOfTiles') ? permitted : permitted & ~XTILE;
}

/** `kvm_guest_supported_xfd`: the components that the guest may disable. */
export function guestSupportedXfd({ supportedXcr0: told }: Vcpu): bigint {
  return told & USER_DYNAMIC;
}
