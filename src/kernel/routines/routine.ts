/**
 * Kernel routines as data: each is a table of named steps, and a step is one line of pseudo-C with the function
 * that does it. Execution, the source that the debugger shows, `without ROUTINE.STEP`, breakpoints and the
 * documentation all read the same tables.
 */
import type { Locals, LocalValue } from '../state/frame';
import type { Lifetime } from '../versions/lifetime';
import type { KernelContext } from './kernel-context';

/** Where execution goes after a step; undefined means the step that follows. */
export type Next =
  | undefined
  /** Where this version has no such step, to `otherwise`. */
  | { readonly goto: string; readonly otherwise?: string }
  /** Runs another routine; its result goes into local `into`, then the step that follows runs. */
  | {
      readonly call: string;
      readonly with?: Locals;
      readonly into?: string;
      /** Runs it on that CPU; on the caller's otherwise. */
      readonly cpu?: number;
      /** Afterwards this step runs once more: an instruction restarts behind its exception. */
      readonly retry?: boolean;
    }
  | { readonly return: LocalValue | undefined }
  /** Nothing of what called this is ever gone back to: the task is dead. */
  | { readonly abandon: true };

export interface RoutineStep extends Lifetime {
  /** What `without ROUTINE.STEP` names. */
  readonly name: string;
  /** The line of pseudo-C, indented relative to the routine's body. */
  readonly code: string;
  /** Why the kernel does this here, and where that is known from. Empty for a line that explains itself. */
  readonly why: string;
  /** Left out for a line that only structures the text: execution passes over it. */
  readonly run?: (kernel: KernelContext, locals: Locals) => Next;
}

export interface Routine extends Lifetime {
  readonly name: string;
  /** As the source shows it: `static bool handle_xfd_event(struct pt_regs *regs)`. */
  readonly signature: string;
  /** Where the real one lives: `arch/x86/kernel/traps.c`. */
  readonly file: string;
  readonly summary: string;
  readonly steps: readonly RoutineStep[];
}
