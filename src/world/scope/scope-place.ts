/** A place in a run, at which a name has a meaning. */

/** Whose registers, memory and variables names mean. */
export interface ScopePlace {
  /** Index of the CPU; null for a task that runs on none. */
  readonly cpu: number | null;
  /** Task id; null for an idle CPU and on bare metal. */
  readonly task: number | null;
  /** Index in the kernel's stack of the routine whose variables can be seen. */
  readonly routine?: number;
  /** Index in the call stack of the task's frames, where it is one of a program: whose variables can be seen. */
  readonly frame?: number;
  /** The address space that memory is in, where that is not what the CPU has selected. */
  readonly space?: number;
}
