/** What the trace hands to the kernel at boot: the tasks that it declares, and the program that they run. */
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

/** Where the loader put the program; every process starts with a copy of it. */
export interface ProgramImage {
  readonly segments: readonly Segment[];
  /** FS base of each thread that a process begins with, in order; empty where the program has no thread-local data. */
  readonly threadPointers: readonly number[];
}
