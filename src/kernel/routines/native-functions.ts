/** A real kernel's functions as routines call them: what `src/kernel/native` offers to those who have such a kernel. */
import type { NativeFrame } from '../state/routine-frame';
import type { Task } from '../state/task';
import type { StepContext } from './step-context';

/** Who was interrupted: it decides what `struct pt_regs` says. */
export type NativeMode = 'user' | 'kernel';

export interface NativeFunctions {
  /** Whether the image has a function of that name. */
  has(name: string): boolean;
  /** The address of a task's `struct task_struct`; that of the first task for none. */
  task(task: Task | undefined): bigint;
  /** The address of its `struct fpu`. */
  fpu(task: Task): bigint;
  /** The addresses of the `struct fpu_guest` of its virtual CPU, and of its PKRU. */
  guest(task: Task): { readonly fpu: bigint; readonly pkru: bigint };
  /** The address of `struct pt_regs` of the current task. */
  readonly registers: bigint;
  /** Puts the image into memory. */
  load(): void;
  /** Applies the changes that the kernel makes in its own code. */
  patch(): void;
  /** Takes over what the kernel has found out about extended state. */
  adoptConfig(): void;
  /** Calls a function and executes all of it. @throws NativeStop */
  run(name: string, ...values: readonly bigint[]): bigint;
  begin(name: string, values: readonly bigint[], call: NativeCaller): Omit<NativeFrame, 'returns'>;
  /** Executes one instruction. True when the function has returned. @throws NativeStop */
  step(frame: NativeFrame): boolean;
  /** What the function has returned, in RAX; the CPU has its registers back. */
  end(frame: NativeFrame): bigint;
  /** Where the CPU is in it, as `inject preempt` names it; undefined where Linux cannot be preempted. */
  preemptiblePlace(frame: NativeFrame): string | undefined;
  /** Another task is to run: the CPU has its registers back, and the model knows what the function has done so far. */
  suspend(frame: NativeFrame): void;
  /** The function goes on where it was. */
  resume(frame: NativeFrame): void;
}

/** How a function is called. */
export interface NativeCaller {
  readonly mode: NativeMode;
  readonly context: StepContext;
}

/** Why a real kernel's code cannot go on: one sentence, and the functions that it is in, innermost first. */
export class NativeStop extends Error {
  constructor(
    message: string,
    readonly functions: readonly string[],
  ) {
    super(message);
  }
}
