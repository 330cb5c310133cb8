/** Virtual CPUs, and what changes hands around a guest. */
import type { Fpstate } from './fpstate';

/** What changes hands at VM entry and VM exit. */
export interface VcpuRegisters {
  gpr: BigUint64Array;
  rflags: number;
  cpl: number;
  cr0: bigint;
  cr4: bigint;
  efer: bigint;
  fsBase: bigint;
  gsBase: bigint;
  kernelGsBase: bigint;
}

/** The host's registers that KVM has exchanged for the guest's; null for a register that it has not exchanged. */
interface HostXstate {
  xcr0: bigint | null;
  xss: bigint | null;
  pkru: number | null;
}

/** `struct kvm_vcpu` with its `struct fpu_guest`: a virtual CPU that a task runs. */
export interface Vcpu {
  /** `guest_fpu.fpstate`; while the task is inside KVM_RUN, its own `fpstate` is this one. */
  fpstate: Fpstate;
  /** `fpu->__task_fpstate`: the task's own area, parked while the task is inside KVM_RUN. */
  parked: Fpstate | null;
  /** `guest_fpu.xfeatures`. */
  xfeatures: bigint;
  /** `guest_fpu.xfd_err`: IA32_XFD_ERR of the guest, while the guest does not run. */
  xfdErr: bigint;
  /** Bytes of the image that KVM_GET_XSAVE2 gives. */
  uabiSize: number;
  /** `guest_supported_xcr0`: the components that the guest's CPUID tells of. */
  supportedXcr0: bigint;
  /** `guest_supported_xss`: the components that the guest may set in IA32_XSS. */
  supportedXss: bigint;
  /** Whether the guest's CPUID tells of XFD, and of AMX. */
  hasXfd: boolean;
  hasAmx: boolean;
  /** Once the guest has written something else than 0 to IA32_XFD: it does so without VM exits, and #NM makes one. */
  xfdPassthrough: boolean;
  /** CPUID can no longer change. */
  hasRun: boolean;
  xcr0: bigint;
  /** `ia32_xss`. */
  xss: bigint;
  pkru: number;
  /** What to give back to the host at the next VM exit; null while the guest does not run. */
  host: HostXstate | null;
  registers: VcpuRegisters;
}
