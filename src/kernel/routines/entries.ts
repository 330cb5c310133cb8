/** Which routine of a policy each thing enters that enters the kernel. */
import type { Vcpu } from '../state/vcpu';
import type { ExceptionRoutine, RoutineName } from './routine-locals';

/** What a monitor asks of its virtual CPU, by the statements of a trace. */
export type VcpuIoctl =
  /** Local `xcr0`: the components that the guest's CPUID tells of; null for all that are supported. */
  | 'kvm_set_cpuid2'
  /** Local `argp`: a user address. */
  | 'kvm_get_xsave2'
  | 'kvm_set_xsave'
  | 'kvm_get_xcrs'
  /** Local `xcr0`. */
  | 'kvm_set_xcrs'
  /** Locals `user_msrs`, a user address, and `writeback`. Without an address `nmsrs` entries are in the kernel already. */
  | 'kvm_get_msrs'
  | 'kvm_set_msrs';

/** The routines of a policy that has guests. */
export interface GuestEntries {
  readonly ioctls: Readonly<Record<VcpuIoctl, RoutineName>>;
  /** Before the first entry of a KVM_RUN, and after the last exit. */
  readonly run: RoutineName;
  readonly put: RoutineName;
  /** Before each VM entry. */
  readonly resume: RoutineName;
  /** After each VM exit, before its cause is dealt with. Local `exit`. */
  readonly exit: RoutineName;
  /** By mnemonic: exceptions of the guest that make a VM exit. Returns whether the guest gets it. */
  readonly exceptions: Readonly<Record<string, RoutineName>>;
  /** The routine for an instruction (lower case) of the guest that makes a VM exit; it returns 0, or 1 for #GP(0). */
  readonly instruction: (vcpu: Vcpu, mnemonic: string, rcx: number) => RoutineName | undefined;
}

/**
 * The routine that each thing enters, with its arguments as locals. `exceptions` are by mnemonic, with `default` for the
 * others; `syscalls` by name. A call without an entry ends the trace with a message.
 */
export interface Entries {
  /** Brings up the system, every CPU and the tasks of the trace. */
  readonly boot: RoutineName;
  readonly exceptions: Readonly<Record<string, ExceptionRoutine>>;
  /** Locals `prev` and `next`: names of tasks, or `idle`. */
  readonly switch: RoutineName;
  /** Before a CPU runs user code again. Local `tsk`. */
  readonly returnToUser: RoutineName;
  /** Sends a signal. Locals `sig`, `t` (a task's name), `code`, `sender`, `group`. */
  readonly signal: RoutineName;
  readonly syscalls: Readonly<Record<string, RoutineName>>;
  /** In place of a system call that a filter answers. Locals `answer`, a result, or `kill`. */
  readonly seccomp: RoutineName;
  /** Local `cpu`: its index. */
  readonly cpuDown: RoutineName;
  readonly cpuUp: RoutineName;
  /** On the boot CPU. */
  readonly suspend: RoutineName;
  /** The part of fork that copies the extended state. Locals `dst` and `clone_flags`; returns 0 or an error. */
  readonly fork: 'fpu_clone' | 'fpu__copy';
  readonly kernelFpuBegin: RoutineName;
  readonly kernelFpuEnd: RoutineName;
  /** In-kernel use of tiles, where the kernel has calls for it: `begin` returns 0 or an error. */
  readonly kernelAmx?: { readonly begin: RoutineName; readonly end: RoutineName };
  readonly reclaim?: RoutineName;
  readonly guest?: GuestEntries;
}
