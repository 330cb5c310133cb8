/** What the trace hands to the kernel at boot: the tasks that it declares, and the program that they run. */

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
