/**
 * MSRs of a guest: one row for each that KVM knows, with what makes a VM exit and what the guest must have been told of
 * (arch/x86/kvm/vmx/vmx.c: vmx_possible_passthrough_msrs; arch/x86/kvm/x86.c: kvm_get_msr_common, kvm_set_msr_common). For all
 * others the guest gets #GP.
 */
import { MSR } from '../../machine/architecture/registers';
import type { KernelContext } from '../routines/kernel-context';
import type { Task, Vcpu } from '../state/state';
import { guestSupportedXfd } from './caps';

export type MsrAccess = 'read' | 'write';

/** Registers that VM entry and VM exit exchange. */
type Exchanged = 'efer' | 'fsBase' | 'gsBase' | 'kernelGsBase';

interface GuestMsr {
  /** Whether the guest does that by itself, without a VM exit. */
  readonly passes: (vcpu: Vcpu, access: MsrAccess) => boolean;
  /** Whether the guest's CPUID has it; its monitor may set it all the same. */
  readonly isTold: (kernel: KernelContext, vcpu: Vcpu) => boolean;
  /** Its value while the guest does not run. */
  readonly read: (vcpu: Vcpu, task: Task) => bigint;
  /** Bits that the guest, or its monitor, may set. */
  readonly writable: (vcpu: Vcpu) => bigint;
  readonly exchanged?: Exchanged;
}

const ALL = 0xffff_ffff_ffff_ffffn;
const always = (): boolean => true;

function exchanged(register: Exchanged): GuestMsr {
  return {
    passes: always,
    isTold: always,
    read: ({ registers }) => registers[register],
    writable: () => ALL,
    exchanged: register,
  };
}

const ROWS: Readonly<Record<number, GuestMsr>> = {
  [MSR.IA32_XFD]: {
    passes: ({ xfdPassthrough }) => xfdPassthrough,
    isTold: (_kernel, { hasXfd }) => hasXfd,
    read: ({ parked, fpstate }, task) => (parked ? task.fpstate : fpstate).xfd,
    writable: guestSupportedXfd,
  },
  [MSR.IA32_XFD_ERR]: {
    passes: ({ hasXfd }, access) => access === 'read' && hasXfd,
    isTold: (_kernel, { hasXfd }) => hasXfd,
    read: ({ xfdErr }) => xfdErr,
    writable: guestSupportedXfd,
  },
  [MSR.IA32_XSS]: {
    passes: () => false,
    isTold: ({ processor }) => processor.has('XSAVES'),
    read: ({ xss }) => xss,
    writable: ({ supportedXss }) => supportedXss,
  },
  [MSR.IA32_EFER]: exchanged('efer'),
  [MSR.IA32_FS_BASE]: exchanged('fsBase'),
  [MSR.IA32_GS_BASE]: exchanged('gsBase'),
  [MSR.IA32_KERNEL_GS_BASE]: exchanged('kernelGsBase'),
};

/** The time-stamp counter is the processor's own: the model has no offset for a guest's. */
const UNMANAGED: readonly number[] = [MSR.IA32_TIME_STAMP_COUNTER];

/** Undefined for a register that KVM does not know. */
export function guestMsr(number: number): GuestMsr | undefined {
  return ROWS[number];
}

/** Whether RDMSR or WRMSR of that register makes a VM exit. */
export function isIntercepted(vcpu: Vcpu, number: number, access: MsrAccess): boolean {
  return !UNMANAGED.includes(number) && ROWS[number]?.passes(vcpu, access) !== true;
}
