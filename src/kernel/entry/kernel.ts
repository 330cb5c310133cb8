/** The modelled kernel at work: runs the routines of a policy, one step at a time, over plain state. */

import type { Fault } from '../../machine/architecture/exception';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Memory } from '../../machine/cpu/memory';
import type { CpuidDistortion } from '../../machine/processor/distorted-cpuid';
import type { MsrEntry } from '../model/guests/msr-entries';
import type { Fetch } from '../native/native-call';
import type { VcpuIoctl } from '../routines/entries';
import type { Policy } from '../routines/policy';
import type { LocalName, LocalsWith } from '../routines/routine-locals';
import type { KernelRecord } from '../state/kernel-record';
import type { ProgramFiles, ProgramImage, TaskDeclaration } from '../state/program-image';
import type { UserTransfer } from '../state/signal-state';
import type { KernelState } from '../state/state';
import type { SeccompAnswer } from '../state/task';

export interface KernelSetup {
  readonly policy: Policy;
  readonly options: Readonly<Record<string, string>>;
  readonly cpus: readonly Cpu[];
  readonly memory: Memory;
  readonly tasks: readonly TaskDeclaration[];
  readonly image: ProgramImage;
  /** What programs see of files; none unless given. */
  readonly files?: ProgramFiles;
  /** What guests are told wrongly, by the name of the task that runs the guest; nothing unless given. */
  readonly guestCpuid?: ReadonlyMap<string, readonly CpuidDistortion[]>;
  /** Decodes what lies in memory, for a policy with an image. */
  readonly fetch?: Fetch;
  /** Called for everything that happens, in order. */
  readonly emit: (record: KernelRecord) => void;
}

export interface SyscallCall {
  readonly name: string;
  readonly arguments: readonly bigint[];
  /** The new task's name, for fork and clone. */
  readonly as?: string;
  /** Where the caller goes on after the call: where `run` starts a child. Without it, at the caller's own position. */
  readonly returnAddress?: LinearAddress;
}

/** The kernel as the world uses it. */
export interface Kernel {
  readonly policy: Policy;
  /** Plain data, to be read only; replaced as a whole by `restore`. */
  readonly state: Readonly<KernelState>;
  /** Whether a routine is active. */
  readonly active: boolean;
  /** The ways into the kernel on the CPU of that index. */
  on(cpu: number): KernelEntry;
  /** Enters the boot routines, on the boot CPU. */
  boot(): void;
  /** Runs one step of the innermost routine. */
  step(): void;
  /** Where the current task's RIP was moved since this was last asked, in order. */
  takeTransfers(): readonly UserTransfer[];
  /** Where `run` goes on with the task of that index. */
  moveTask(task: number, position: LinearAddress): void;
  /** Makes the next `count` allocations fail. */
  injectAllocationFailures(count: number): void;
  /** Lets the task of that name preempt the kernel once, before step `at`: `ROUTINE.STEP`. */
  injectPreemption(task: string, at: string): void;
  /** Adds a system-call filter to the living task of that name. The tasks that it creates from here on inherit the filter. */
  addSeccompFilter(task: string, syscall: string, answer: SeccompAnswer): void;
  /** Takes a step, `ROUTINE.STEP`, out of its routine, or puts it back. */
  setWithout(step: string, without: boolean): void;
  /** A copy of the state; the same one for as long as the kernel has not been entered. */
  snapshot(): KernelState;
  restore(state: KernelState): void;
}

/**
 * The ways into the kernel on one CPU. Everything that takes time only *enters* a routine; `Kernel.step` then runs it.
 */
export interface KernelEntry {
  /**
   * Whether the CPU executes kernel code of the trace: between `ring0` and `end`, or after `kernel_fpu_begin`. Steps
   * then run at CPL 0 and need no task; otherwise they are user code and need one.
   */
  readonly inKernelSection: boolean;
  /** Whether the CPU executes a guest. */
  readonly inGuest: boolean;
  /** Delivers an exception that an instruction raised at RIP; the world has already reported it. */
  exception(fault: Fault): void;
  switchTo(task: string): void;
  /** Enters the return-to-user routine if there is anything for it to do; false when user code can run at once. */
  returnToUser(): boolean;
  syscall(call: SyscallCall): void;
  /** The instruction SYSCALL: the call of that number, with the contents of RDI, RSI, RDX, R10, R8 and R9. */
  syscallInstruction(number: bigint, values: readonly bigint[], returnAddress: LinearAddress): void;
  /** The current task has executed code of its own for so many nanoseconds. */
  passTime(nanoseconds: bigint): void;
  /** The timer's interrupt: timers may be due, and another task of the same program may have its turn. */
  tick(): void;
  /** Enters the routine that sends a signal to one task, as if the kernel or another process had. */
  sendSignal(task: string, signal: number): void;
  /** Enters the routine that takes CPU `index` away or brings it back. */
  hotplug(index: number, online: boolean): void;
  /** Enters the routine by which the machine sleeps and wakes up; on the boot CPU. */
  suspend(): void;
  enterKernelSection(): void;
  leaveKernelSection(): void;
  kernelFpuBegin(): void;
  kernelFpuEnd(): void;
  /** Enters the routine that begins or ends in-kernel use of tiles; false when the policy has no such thing. */
  kernelAmx(which: 'begin' | 'end'): boolean;
  /** Enters the reclaim routine, for one task or for all; false when the policy has no such thing. */
  reclaim(task: string | undefined): boolean;
  /**
   * What a monitor asks of the current task's virtual CPU.
   *
   * @param locals of the routine: see `VcpuIoctl`.
   */
  vcpuIoctl(name: VcpuIoctl, locals: LocalsWith<LocalName>): void;
  /** KVM_SET_MSRS of the current task's virtual CPU, with a list that is not in memory. */
  setGuestMsrs(entries: readonly MsrEntry[]): void;
  /** KVM_RUN begins; `returnToUser` then enters the guest. */
  runGuest(): void;
  /** KVM_RUN ends. */
  putGuest(): void;
  /** Enters the routine for the guest's next instruction, if the instruction makes a VM exit. The routine's result is 0, or 1 for #GP(0). */
  guestInstruction(mnemonic: string): boolean;
  /** Enters the routine for an exception of the guest's, if it makes a VM exit. */
  guestException(mnemonic: string): boolean;
}
