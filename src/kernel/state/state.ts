/** Everything the modelled kernel knows, as plain data: `copyPlainData` copies it whole. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { FpuConfig } from './fpstate';
import type { Process } from './process';
import type { Inode } from './program-state';
import type { RoutineFrame } from './routine-frame';
import type { UserTransfer } from './signal-state';
import type { Task } from './task';
import type { Timer } from './timer-state';
import type { VcpuRegisters } from './vcpu';

/** Per-CPU variables. */
export interface KernelCpu {
  /** Whether it is there: `hotplug` takes it away and brings it back. */
  online: boolean;
  /** Task id, or null for the idle task. */
  current: number | null;
  /** `fpu_fpregs_owner_ctx`: task id or null. */
  fpregsOwner: number | null;
  /** The cached value of IA32_XFD. */
  xfdState: bigint;
  inKernelFpu: boolean;
  /** The area of a section with tiles (`kernel_amx_begin`); null outside. */
  amxArea: LinearAddress | null;
  /** Inside `ring0` ... `end`. */
  inKernel: boolean;
  /** The return to user mode is done: user code runs until something enters the kernel again. */
  userMode: boolean;
  /** While the CPU runs a guest: the registers that VM exit loads. Null else. */
  host: VcpuRegisters | null;
}

export interface Counters {
  allocs: number;
  frees: number;
  buffer_bytes: number;
  xfd_writes: number;
  nm: number;
}

export interface KernelState {
  tasks: Task[];
  processes: Process[];
  cpus: KernelCpu[];
  fpu: FpuConfig;
  counters: Counters;
  /** Innermost last. */
  stack: RoutineFrame[];
  /** The value that the outermost routine returned last: a system call's result. */
  result: bigint | null;
  /** `ROUTINE.STEP` names that `without` has taken out. */
  without: string[];
  /** How many of the next buffer allocations fail. */
  allocFailures: number;
  /** The injected preemptions, each for one time: before `at`, a `ROUTINE.STEP`, by the task of that name. */
  preemptions: { task: string; at: string }[];
  /** Bump pointer and sizes of live buffers, by address. */
  vmalloc: { next: LinearAddress; live: [LinearAddress, number][] };
  /** Since the current step entered the kernel, in order; the flow follows them. */
  transfers: UserTransfer[];
  oops: string | null;
  /** Places, `ROUTINE.STEP`, that warn once and have done so. */
  warned: string[];
  /** Nanoseconds since the boot: virtual, the same in every run. */
  clock: bigint;
  /** Those of processes, and those of open files that are armed. */
  timers: Timer[];
  /** State of the generator behind getrandom(2) and its like. */
  random: number;
  /** Files that programs have made or changed, by absolute path. */
  overlay: Record<string, Inode>;
  /** The next inode number. */
  nextInode: number;
}
