/**
 * Kernel routines as data: each is a table of named steps, and a step is one line of pseudo-C with the function
 * that does it. Execution, the source that the debugger shows, `without ROUTINE.STEP`, breakpoints and the
 * documentation all read the same tables.
 */
import type { LocalValue, NativeResult } from '../state/routine-frame';
import type { Lifetime } from '../versions/lifetime';
import type { KernelContext } from './kernel-context';
import type { NativeMode } from './native-functions';
import type { LocalName, LocalsWith, RoutineName } from './routine-locals';
import type { ContextName, StepContext } from './step-context';

/** A call of a routine: its result goes into local `into`, then the step that follows runs. */
type Call<L extends string, C extends RoutineName> = C extends RoutineName
  ? {
      readonly call: C;
      readonly with?: LocalsWith<LocalName<C>>;
      readonly into?: L;
      /** Runs it on that CPU; on the caller's otherwise. */
      readonly cpu?: number;
      /** Afterwards this step runs once more: an instruction restarts behind its exception. */
      readonly retry?: boolean;
    }
  : never;

/** Where execution goes after a step of a routine with locals `L`; undefined means the step that follows. */
export type Next<L extends string = never> =
  | undefined
  /** Where this version has no such step, to `otherwise`. */
  | { readonly goto: string; readonly otherwise?: string }
  | Call<L, RoutineName>
  | { readonly return: LocalValue | undefined }
  /** A function of a real kernel is executed, and its result is the routine's. */
  | {
      readonly native: string;
      readonly arguments?: readonly bigint[];
      readonly returns?: NativeResult;
      readonly mode?: NativeMode;
    }
  /** Nothing of what called this is ever gone back to: the task is dead. */
  | { readonly abandon: true };

/** A step that uses locals `L`: routines that have these may share it. */
export interface RoutineStep<L extends string = never> extends Lifetime {
  /** What `without ROUTINE.STEP` names. */
  readonly name: string;
  /** The line of pseudo-C, indented relative to the routine's body. */
  readonly code: string;
  /** Why the kernel does this here, and where that is known from. Empty for a line that explains itself. */
  readonly why: string;
  /** Where the lines before do not say it: that of a step that is jumped to, or that an entry of the kernel sets up. */
  readonly context?: ContextName;
  /** Filled in by `routinesOf`: the context in which it begins. */
  readonly runsIn?: StepContext;
  /** Left out for a line that only structures the text: execution passes over it. */
  readonly run?: (kernel: KernelContext, locals: LocalsWith<L>) => Next<L>;
}

/** Without a parameter: any routine. */
export interface Routine<R extends RoutineName = RoutineName> extends Lifetime {
  readonly name: R;
  /** As the source shows it: `static bool handle_xfd_event(struct pt_regs *regs)`. */
  readonly signature: string;
  /** Where the real one lives: `arch/x86/kernel/traps.c`. */
  readonly file: string;
  readonly summary: string;
  /** In which it is called, `preemptible` where nothing is said. */
  readonly context?: ContextName;
  /** The function of a real kernel's image that the step calls, and nothing else. */
  readonly native?: string;
  readonly steps: readonly RoutineStep<LocalName<R>>[];
}
