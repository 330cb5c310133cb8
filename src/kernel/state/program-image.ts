/** The input of the kernel at boot: the tasks that the trace declares, and the program that these run. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { PageRights } from '../../machine/cpu/page';

export interface TaskDeclaration {
  readonly name: string;
  /** Name of the process; the task's own when it starts one. */
  readonly process: string;
  readonly kthread: boolean;
  /** Address that `run` starts at. */
  readonly entry: number | undefined;
}

/** Some of a program's memory; its pages get these rights. */
interface Segment {
  readonly address: LinearAddress;
  readonly bytes: Uint8Array;
  readonly rights: PageRights;
}

/** The program where the loader put it; every process starts with a copy. */
export interface ProgramImage {
  readonly segments: readonly Segment[];
  /** FS base of each thread that a process begins with, in order; empty where the program has no thread-local data. */
  readonly threadPointers: readonly number[];
}
