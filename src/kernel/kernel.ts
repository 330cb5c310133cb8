/** The modelled kernel at work: runs the routines of a policy, one step at a time, over plain state. */
import type { Cpu } from '../machine/cpu';
import type { Fault } from '../machine/exception';
import type { Memory } from '../machine/memory';
import type { Policy } from './policy';
import type { KernelRecord } from './record';
import type { KernelState } from './state';

export interface TaskDeclaration {
  readonly name: string;
  /** Name of the process; the task's own when it starts one. */
  readonly process: string;
  readonly kthread: boolean;
  /** Address that `run` starts at. */
  readonly entry: number | undefined;
}

/** Where the loader put the program; every process starts with a copy of it. */
export interface ProgramImage {
  readonly segments: readonly { readonly address: number; readonly bytes: Uint8Array; readonly writable: boolean }[];
}

export interface KernelSetup {
  readonly policy: Policy;
  readonly options: Readonly<Record<string, string>>;
  readonly cpus: readonly Cpu[];
  readonly memory: Memory;
  readonly tasks: readonly TaskDeclaration[];
  readonly image: ProgramImage;
  /** Called for everything that happens, in order. */
  readonly emit: (record: KernelRecord) => void;
}

export interface SyscallCall {
  readonly name: string;
  readonly arguments: readonly bigint[];
  /** The new task's name, for fork and clone. */
  readonly as?: string;
}

/** What the world needs of a kernel. Everything that takes time only *enters* a routine; `step` then runs it. */
export interface Kernel {
  readonly policy: Policy;
  /** Plain data; replaced as a whole by `restore`. */
  readonly state: KernelState;
  /** The CPU that the routine stack runs on. */
  cpu: Cpu;
  /** Whether a routine is active. */
  readonly active: boolean;
  /** Runs one step of the innermost routine. */
  step(): void;
  /** Enters the boot routines. */
  boot(): void;
  exception(fault: Fault): void;
  switchTo(task: string): void;
  /** Enters the return-to-user routine if there is anything for it to do; false when user code can run at once. */
  returnToUser(): boolean;
  syscall(call: SyscallCall): void;
  enterKernelSection(): void;
  leaveKernelSection(): void;
  kernelFpuBegin(): void;
  kernelFpuEnd(): void;
  snapshot(): KernelState;
  restore(state: KernelState): void;
}
