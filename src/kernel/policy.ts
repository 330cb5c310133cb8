/** A policy is one operating system: its options, its routines, and which of them each event enters. */
import type { Routine } from './routine';

export interface PolicyOption {
  readonly name: string;
  readonly values: readonly string[] | 'number';
  readonly default: string;
  readonly documentation: string;
}

export interface Policy {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly PolicyOption[];
  readonly routines: readonly Routine[];
  /**
   * The routine that each thing enters, with its arguments as locals. `exceptions` are by mnemonic, with `default`
   * for the others; `syscalls` by name. What has no entry is answered with "not supported yet".
   */
  readonly entries: {
    /** Once for the system, then once for each CPU. */
    readonly boot: string;
    readonly bootCpu: string;
    readonly exceptions: Readonly<Record<string, string>>;
    /** Locals `prev` and `next`: task ids, or null for idle. */
    readonly switch: string;
    /** Before a CPU runs user code again. */
    readonly returnToUser: string;
    readonly syscalls: Readonly<Record<string, string>>;
    readonly kernelFpuBegin?: string;
    readonly kernelFpuEnd?: string;
    readonly reclaim?: string;
  };
}
