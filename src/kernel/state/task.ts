/** A task, and who may run. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Fpstate } from './fpstate';
import type { Wait } from './program-state';
import type { DeliveredSignal, PendingSignal } from './signal-state';
import type { Vcpu } from './vcpu';

type TaskState = 'ready' | 'running' | 'exited' | 'killed';

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

/** The result of a filtered call, 0 or a negative error; or `kill`: a fatal SIGSYS. */
export type SeccompAnswer = bigint | 'kill';

/** What a filter of system calls answers to one of them. */
interface SeccompFilter {
  readonly syscall: string;
  readonly answer: SeccompAnswer;
}

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
  /** `exit_code`: why it has stopped, as long as no wait of its tracer has told; 0 where there is nothing to tell. */
  exitCode: number;
}

/** `thread.trap_nr`, `error_code` and `cr2`: of the latest trap that sent a signal, for the frame. */
interface TrapNote {
  vector: number;
  errorCode: number;
  address: bigint;
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
  /** Where a frame sends the task to, if that is not canonical: no RIP holds it, and SIGSEGV comes before the next instruction. */
  badRip: bigint | null;
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
  /** Its filters of system calls, the newest last. */
  seccomp: readonly SeccompFilter[];
  /** `vfork_done`: id of the child that it waits for, which has its memory; null where it waits for none. */
  vforkChild: number | null;
  /** Nanoseconds that it has executed code of its own, and that the kernel has been busy for it. */
  utime: bigint;
  stime: bigint;
  /** What it sleeps for in a system call, which is made again then; null where it does not. */
  wait: Wait | null;
  /** `saved_sigmask`: what rt_sigsuspend puts back behind the handler; null where it does not wait. */
  savedMask: bigint | null;
  /** `clear_child_tid`: where its end writes 0 and wakes who waits there; 0 for nowhere. */
  clearChildTid: LinearAddress;
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
