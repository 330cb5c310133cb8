/** Activations of kernel routines, as plain data: the elements of the routine stack. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Rounds } from './rounds';

export type LocalValue = bigint | number | boolean | string | null;
export type Locals = Record<string, LocalValue>;

/** One activation of a routine. */
export interface RoutineFrame {
  readonly routine: string;
  /** Index of the step to run next. */
  step: number;
  locals: Locals;
  /** How often it has gone back to an earlier step; absent before the first time. */
  rounds?: Rounds;
  /** The caller's local that takes the result. */
  into?: string;
  /** Index of the CPU that it runs on. */
  cpu: number;
  /** The outermost frame only: what to do with its result. */
  event?: KernelEvent;
}

/** What entered the kernel. The result of a system call goes into RAX and is reported. */
export type KernelEvent =
  | {
      readonly kind:
        | 'boot'
        | 'exception'
        | 'switch'
        | 'return-to-user'
        | 'fpu-section'
        | 'reclaim'
        | 'signal'
        | 'guest'
        | 'guest-resume'
        | 'power'
        | 'tick';
    }
  /** A kernel function that the trace calls: its result is reported, and no register has it. */
  | { readonly kind: 'call'; readonly name: string }
  | {
      readonly kind: 'syscall';
      readonly name: string;
      readonly arguments?: readonly bigint[];
      readonly as?: string;
      readonly returnAddress?: LinearAddress;
    };
