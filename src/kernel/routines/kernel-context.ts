/** What a step of a routine sees of the kernel that runs it: state, the machine, and the CPU that the step runs on. */

import type { Cpu } from '../../machine/cpu/cpu';
import type { Memory } from '../../machine/cpu/memory';
import type { CpuidDistortion } from '../../machine/processor/distorted-cpuid';
import type { Processor } from '../../machine/processor/processor';
import type { Fpstate } from '../state/fpstate';
import type { KernelRecord } from '../state/kernel-record';
import type { Process } from '../state/process';
import type { ProgramFiles, ProgramImage, TaskDeclaration } from '../state/program-image';
import type { KernelEvent } from '../state/routine-frame';
import type { KernelCpu, KernelState } from '../state/state';
import type { Task } from '../state/task';
import type { KernelBuild, KernelConfig } from '../versions/build';
import type { LinuxChange } from '../versions/changes';
import type { Entries } from './entries';
import type { NativeFunctions } from './native-functions';
import type { LocalsWith } from './routine-locals';

/** The options of the trace; an option that the trace does not name has its default. */
export type PolicyOptions = Readonly<Record<string, string>>;

/** In what kernels differ outside of their routines. */
export interface KernelTraits extends KernelBuild {
  readonly entries: Entries;
}

export interface KernelContext {
  readonly state: KernelState;
  readonly entries: Entries;
  readonly options: PolicyOptions;
  /** The tasks that the trace declares. */
  readonly tasks: readonly TaskDeclaration[];
  readonly image: ProgramImage;
  /** What programs see of the machine that runs the trace. */
  readonly files: ProgramFiles;
  readonly cpus: readonly Cpu[];
  readonly memory: Memory;
  readonly processor: Processor;
  /** Bytes that all buffers together may take; null without a limit. */
  readonly memoryBudget: number | null;
  /** Whether areas are compacted: XSAVEC or XSAVES exists. */
  readonly usesCompactedFormat: boolean;

  /** The functions of the real kernel that this one runs the code of; null where all is modelled. */
  readonly native: NativeFunctions | null;

  /** The CPU that the step runs on. */
  readonly cpu: Cpu;
  /** Per-CPU variables of `cpu`. */
  readonly percpu: KernelCpu;
  /** The task on `cpu`; undefined when it is idle. */
  readonly current: Task | undefined;
  /** The result of the outermost routine. */
  readonly event: KernelEvent | undefined;

  /** Of mainline: `6.12`. */
  readonly version: string;
  /** How it is configured: for what no single step or routine is there for. */
  readonly config: KernelConfig;

  /** Whether its version has the change: for what no single step or routine came with. */
  has(change: LinuxChange): boolean;
  /** The latest task of that name. A name can be used again when its task is dead. */
  task(name: string): Task | undefined;
  processOf(task: Task): Process | undefined;
  /** The buffer that the local `fpstate` names: the buffer of a task, or the initial state. */
  fpstate(locals: LocalsWith<'fpstate'>): Fpstate | undefined;

  /** The distortions of the CPUID that the task's guest sees. */
  guestCpuid(task: Task): readonly CpuidDistortion[];
  emit(record: KernelRecord): void;
  /** RDMSR. @throws Fault #GP(0) where the processor has no such register. */
  readMsr(number: number): bigint;
  /** WRMSR; writes of IA32_XFD are counted. @throws Fault #GP(0). */
  writeMsr(number: number, value: bigint): void;
  /** What runs on CPU `index` is in the kernel from here on: by an interrupt, where it is another one than this. */
  interrupt(index: number): void;
  /** Reports the current system call, which does not return to this point. Its result is 0, or the given one. */
  reportNoReturn(result?: bigint): void;
}
