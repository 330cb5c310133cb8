/** Everything the modelled kernel knows, as plain data: `copyPlainData` copies it whole. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { AddressSpaceId } from '../../machine/cpu/memory';
import type { RoutineFrame } from './routine-frame';

type TaskState = 'ready' | 'running' | 'exited' | 'killed';

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
interface SavedRegisters {
  /** RAX...R15 in encoding order. */
  gpr: BigUint64Array;
  rip: LinearAddress;
  rflags: number;
  fsBase: bigint;
  gsBase: bigint;
  /** ES, DS, FS and GS, as `Cpu` has them. */
  selectors: bigint;
}

export interface PendingSignal {
  name: string;
  number: number;
  code: number;
  address: LinearAddress | null;
  /** `si_pid` of the sender; 0 where the kernel is. */
  sender: number;
  /** `si_pkey`: the protection key of the page, with SEGV_PKUERR. */
  pkey?: number;
  /** Neither a handler nor a tracer gets it (SA_IMMUTABLE). */
  fatal?: true;
}

/** A result, 0 or a negative error; or SIGSYS that nobody handles. */
export type SeccompAnswer = bigint | 'kill';

/** What ptrace keeps of a tracee, beside who traces it and whether it is stopped. */
interface TraceeState {
  /** TIF_SINGLESTEP. */
  singleStep: boolean;
  /** TIF_FORCED_TF: RFLAGS.TF is ptrace's, not the program's own. */
  forcedTf: boolean;
  /** `last_siginfo`: the signal that it has stopped with, for its tracer to decide about. */
  reported: PendingSignal | null;
  /** The signal that its tracer has let it go on with: it is delivered next. */
  passed: PendingSignal | null;
}

/** `struct k_sigaction`. */
export interface SignalAction {
  /** Address of the handler, SIG_DFL or SIG_IGN. */
  handler: LinearAddress;
  flags: number;
  /** Signals blocked meanwhile: bit n - 1 for signal n. */
  mask: bigint;
}

/** `struct ksignal`: what is being delivered. */
export interface DeliveredSignal {
  signal: PendingSignal;
  action: SignalAction;
  /** Where the extended state goes in the frame; 0 until that is known. */
  fpstate: LinearAddress;
}

/** `thread.trap_nr`, `error_code` and `cr2`: of the latest trap that sent a signal, for the frame. */
interface TrapNote {
  vector: number;
  errorCode: number;
  address: bigint;
}

/** A system call or the way back to user mode moved the current task's RIP: into a handler, or out of one. */
export type UserTransfer =
  | { kind: 'handler'; signal: string; from: LinearAddress; to: LinearAddress }
  | { kind: 'return'; to: LinearAddress };

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
  /** Where `run` began, and begins again after execve. */
  entry: LinearAddress;
  fpstate: Fpstate;
  /** TIF_NEED_FPU_LOAD: the registers hold someone else's state; the buffer has this task's. */
  needFpuLoad: boolean;
  /** `fpu.last_cpu`; -1 when memory is newer than any CPU's registers. */
  lastCpu: number;
  pkru: number;
  /** Signals sent to this thread, oldest first. */
  pending: PendingSignal[];
  /** Bit n - 1 for signal n. */
  blocked: bigint;
  /** While a signal is being delivered. */
  delivered: DeliveredSignal | null;
  trap: TrapNote;
  /** The signal that killed it. */
  signal: string | null;
  exitCode: number | null;
  /** The embedded default area, for going back to it. */
  embedded: LinearAddress;
  sigaltstack: { address: LinearAddress; size: number } | null;
  /** `sas_ss_flags`: how the alternate stack was given or taken away, with SS_AUTODISARM. */
  sasFlags: number;
  /** Id of the task that traces it with ptrace, or null. */
  tracer: number | null;
  /** Traced by PTRACE_SEIZE: it can be stopped without a signal. */
  seized: boolean;
  /** Stopped by its tracer: it does not run, and memory has its registers. */
  stopped: boolean;
  tracee: TraceeState;
  /** What filters answer to system calls in place of the kernel, by the name of the call. */
  seccomp: Record<string, SeccompAnswer>;
  /** `vfork_done`: id of the child that it waits for, which has its memory; null where it waits for none. */
  vforkChild: number | null;
  /** In the core file that its process left, if it did. */
  core: CoreNotes | null;
  /** The virtual CPU that it runs, if it is a virtual machine monitor's thread. */
  vcpu: Vcpu | null;
}

export function isAlive({ state }: Pick<Task, 'state'>): boolean {
  return state === 'ready' || state === 'running';
}

/** What keeps a living task from running: its tracer, or a child that has its memory. Null where nothing does. */
export function hindrance({ stopped, vforkChild }: Pick<Task, 'stopped' | 'vforkChild'>): 'stopped' | 'waiting' | null {
  if (stopped) return 'stopped';
  return vforkChild === null ? null : 'waiting';
}

/** Whether some CPU that does not run it could. */
export function isSwitchable(task: Task): boolean {
  return isAlive(task) && task.cpu === null && hindrance(task) === null;
}

/** As people read it. */
export function describeState(task: Task): TaskState | 'stopped' | 'waiting' {
  return hindrance(task) ?? task.state;
}

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

/** What KVM itself exchanges around a VM entry, as far as it did: null for what it left as it was. */
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
  /** `kvm_caps.supported_xss`: what it may put into IA32_XSS. */
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

/** What a core file says about the extended state of one thread: the descriptors of its notes, in kernel memory. */
interface CoreNotes {
  /** NT_X86_XSTATE: the image in standard format, of the size that it has for every thread. */
  xstate: LinearAddress;
  xstateSize: number;
  /** NT_X86_XSAVE_LAYOUT, one for the whole file; null before 6.12. */
  layout: LinearAddress | null;
  layoutSize: number;
}

/** `struct fpu_state_perm`: what the threads of a process may use, and how large that makes their buffers. */
interface StatePermission {
  /** Bytes of a compacted area with all permitted components. */
  size: number;
  /** Bytes of the standard-format image of the permitted user components. */
  userSize: number;
}

export interface Process {
  id: number;
  name: string;
  /** Number of its process group: the pid of the first task of the process that the group began with. */
  group: number;
  space: AddressSpaceId;
  /** `fpu_state_perm.__state_perm` of the group leader. */
  perm: bigint;
  guestPerm: bigint;
  permSizes: StatePermission;
  guestPermSizes: StatePermission;
  threads: number[];
  /** Signals sent to the process: any thread that does not block them may take them. */
  pending: PendingSignal[];
  /** By signal number; the default where there is none. */
  actions: Record<number, SignalAction>;
  /** Of the address space: processes that share that share them. */
  pkeys: ProtectionKeys;
}

/** `mm->context`: the protection keys of an address space. */
export interface ProtectionKeys {
  /** Bit n for key n. */
  allocated: number;
  /** The key of mappings with PROT_EXEC alone; null before the first one. */
  executeOnly: number | null;
}

/** What the boot routines found out: `fpu_kernel_cfg`, `fpu_user_cfg`, `init_fpstate` and the static key. */
export interface FpuConfig {
  /** All components that the kernel manages, and those of them that user space knows. */
  kernelMax: bigint;
  userMax: bigint;
  /** Those that every task has room for. */
  kernelDefault: bigint;
  userDefault: bigint;
  /** Components in IA32_XSS. */
  supervisor: bigint;
  /** Components that are armed until a task uses them: what a new task's XFD holds. */
  dynamic: bigint;
  /** Bytes, compacted (or standard, where the processor has nothing else). */
  kernelMaxSize: number;
  kernelDefaultSize: number;
  /** Bytes in standard format. */
  userMaxSize: number;
  userDefaultSize: number;
  /** What a process may use without asking. */
  permitted: bigint;
  /** Component numbers from this one on are unknown to the kernel. */
  xfeatureMax: number;
  /** The initial state of everything, which new tasks start from. */
  init: Fpstate;
}

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
  /** Where the kernel will be preempted, once each: before `at`, a `ROUTINE.STEP`, by the task of that name. */
  preemptions: { task: string; at: string }[];
  /** Bump pointer and sizes of live buffers, by address. */
  vmalloc: { next: LinearAddress; live: [LinearAddress, number][] };
  /** Since the current step entered the kernel, in order; the flow follows them. */
  transfers: UserTransfer[];
  oops: string | null;
  /** Places, `ROUTINE.STEP`, that warn once and have done so. */
  warned: string[];
}
