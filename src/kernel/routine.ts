/**
 * Kernel routines as data: each is a table of named steps, and a step is one line of pseudo-C with the function
 * that does it. Execution, the source that the debugger shows, `without ROUTINE.STEP`, breakpoints and the
 * documentation all read the same tables.
 */
import type { Kernel } from './kernel';

export type LocalValue = bigint | number | boolean | string | null;
export type Locals = Record<string, LocalValue>;

/** Where execution goes after a step; undefined means the step that follows. */
export type Next =
  | undefined
  | { readonly goto: string }
  /** Runs another routine; its result goes into local `into`, then the step that follows runs. */
  | { readonly call: string; readonly with?: Locals; readonly into?: string }
  | { readonly return: LocalValue | undefined };

export interface RoutineStep {
  /** What `without ROUTINE.STEP` names. */
  readonly name: string;
  /** The line of pseudo-C, indented as it is to be shown. */
  readonly code: string;
  /** Why the kernel does this here. */
  readonly why: string;
  /** Left out for a line that only structures the text. */
  readonly run?: (kernel: Kernel, locals: Locals) => Next;
}

export interface Routine {
  readonly name: string;
  /** As the source shows it: `static bool handle_xfd_event(struct pt_regs *regs)`. */
  readonly signature: string;
  /** Where the real one lives: `arch/x86/kernel/traps.c`. */
  readonly file: string;
  readonly summary: string;
  readonly steps: readonly RoutineStep[];
}

/** One activation of a routine: plain data. */
export interface RoutineFrame {
  readonly routine: string;
  /** Index of the step to run next. */
  step: number;
  locals: Locals;
  /** The caller's local that takes the result. */
  into?: string;
}
