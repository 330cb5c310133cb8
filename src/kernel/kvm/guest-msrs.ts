/**
 * MSRs of a guest: one row for each that KVM knows, with the accesses that make a VM exit and the CPUID that the guest needs
 * (arch/x86/kvm/vmx/vmx.c: vmx_possible_passthrough_msrs; arch/x86/kvm/x86.c: kvm_get_msr_common, kvm_set_msr_common). For all
 * others the guest gets #GP.
 */
import { XFEATURE } from '../../machine/architecture/component';
import { MSR } from '../../machine/architecture/registers';
import { componentProblem } from '../../machine/control/msr';
import { COMPONENT_MSRS, type ComponentMsr } from '../../machine/control/msr-components';
import type { KernelContext } from '../routines/kernel-context';
import type { Task } from '../state/task';
import type { Vcpu } from '../state/vcpu';
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
  readonly read: (vcpu: Vcpu, task: Task, kernel: KernelContext) => bigint;
  /** Bits that the guest, or its monitor, may set. */
  readonly writable: (vcpu: Vcpu) => bigint;
  readonly exchanged?: Exchanged;
  /** The register is part of the area of the guest: it can be read and written while that is loaded. */
  readonly isInArea?: true;
  /** Whether KVM refuses a value that has writable bits only. */
  readonly refuses?: (value: bigint) => boolean;
  /** Without it KVM knows the register in every version and of every guest. */
  readonly isKnown?: (vcpu: Vcpu) => boolean;
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

/** The row of an MSR of CET_U or CET_S. KVM knows it for guests that have CET. */
function ofArea(row: ComponentMsr): GuestMsr {
  const { number, writable = ALL } = row;
  return {
    passes: hasCet,
    isTold: (_kernel, vcpu) => hasCet(vcpu),
    read: (_vcpu, _task, kernel) => kernel.readMsr(number),
    writable: () => writable,
    isInArea: true,
    refuses: (value) => componentProblem(row, value) !== undefined,
    isKnown: hasCet,
  };
}

function hasCet({ supportedXss }: Vcpu): boolean {
  return supportedXss !== 0n;
}

const CET_COMPONENTS: readonly number[] = [XFEATURE.CET_U, XFEATURE.CET_S];
const CET_ROWS = COMPONENT_MSRS.filter(({ component }) => CET_COMPONENTS.includes(component)).map(
  (row) => [row.number, ofArea(row)] as const,
);

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
  ...Object.fromEntries(CET_ROWS),
};

/** The time-stamp counter is the processor's own: the model has no offset for a guest's. */
const UNMANAGED: readonly number[] = [MSR.IA32_TIME_STAMP_COUNTER];

/** Undefined for a register that KVM does not know, and where there is no virtual CPU. */
export function guestMsr(vcpu: Vcpu | null | undefined, number: number): GuestMsr | undefined {
  const row = vcpu ? ROWS[number] : undefined;
  return vcpu && row?.isKnown?.(vcpu) === false ? undefined : row;
}

/** Whether RDMSR or WRMSR of that register makes a VM exit. */
export function isIntercepted(vcpu: Vcpu, number: number, access: MsrAccess): boolean {
  return !UNMANAGED.includes(number) && ROWS[number]?.passes(vcpu, access) !== true;
}
