/** Everything the modelled kernel knows, as plain data: `structuredClone` copies it whole. */
import type { LinearAddress } from '../machine/address';
import type { AddressSpaceId } from '../machine/memory';
import type { RoutineFrame } from './routine';

export type TaskState = 'ready' | 'running' | 'exited' | 'killed';

/** `struct fpstate`, and the October 2020 RFC's `state_ptr`/`state_mask` in the same shape. */
export interface Fpstate {
  /** Of the XSAVE area in kernel memory, 64-byte aligned. */
  address: LinearAddress;
  /** Bytes of the area (compacted format). */
  size: number;
  /** Bytes of the standard-format image in signal frames and ptrace. */
  userSize: number;
  xfeatures: bigint;
  userXfeatures: bigint;
  /** What IA32_XFD must hold while the task runs. */
  xfd: bigint;
  /** In a buffer of its own, not embedded in task_struct. */
  isValloc: boolean;
}

/** The general registers of a task that is not on a CPU. */
export interface SavedRegisters {
  /** RAX...R15 in encoding order. */
  gpr: BigUint64Array;
  rip: LinearAddress;
  rflags: number;
}

export interface PendingSignal {
  name: string;
  number: number;
  code: number;
  address: LinearAddress | null;
}

export interface Task {
  /** Index in `KernelState.tasks`. */
  id: number;
  pid: number;
  name: string;
  /** Index in `KernelState.processes`. */
  process: number;
  kthread: boolean;
  state: TaskState;
  /** The CPU that it runs on, or null. */
  cpu: number | null;
  saved: SavedRegisters;
  /** Where `run` goes on: the task's own position, apart from the flow. */
  position: LinearAddress;
  fpstate: Fpstate;
  /** The buffer's size before it last changed, for the Tasks view. */
  previousSize: number | null;
  /** TIF_NEED_FPU_LOAD: the registers hold someone else's state; the buffer has this task's. */
  needFpuLoad: boolean;
  /** `fpu.last_cpu`; -1 when memory is newer than any CPU's registers. */
  lastCpu: number;
  pkru: number;
  pendingSignal: PendingSignal | null;
  /** The signal that killed it. */
  signal: string | null;
  exitCode: number | null;
  /** The embedded default area, for going back to it. */
  embedded: LinearAddress;
  sigaltstack: { address: LinearAddress; size: number } | null;
}

export interface Process {
  id: number;
  name: string;
  space: AddressSpaceId;
  /** `fpu_state_perm.__state_perm` of the group leader. */
  perm: bigint;
  guestPerm: bigint;
  threads: number[];
}

/** Per-CPU variables. */
export interface KernelCpu {
  /** Task id, or null for the idle task. */
  current: number | null;
  /** `fpu_fpregs_owner_ctx`: task id or null. */
  fpregsOwner: number | null;
  /** The cached value of IA32_XFD. */
  xfdState: bigint;
  inKernelFpu: boolean;
  /** Inside `ring0` ... `end`. */
  inKernel: boolean;
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
  counters: Counters;
  /** Innermost last. */
  stack: RoutineFrame[];
  /** The value that the outermost routine returned last: a system call's result. */
  result: bigint | null;
  /** `ROUTINE.STEP` names that `without` has taken out. */
  without: string[];
  /** How many of the next buffer allocations fail. */
  allocFailures: number;
  /** Bump pointer and sizes of live buffers, by address. */
  vmalloc: { next: LinearAddress; live: [LinearAddress, number][] };
  oops: string | null;
}
