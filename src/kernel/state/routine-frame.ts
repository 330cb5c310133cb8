/** Activations of kernel routines, as plain data: the elements of the routine stack. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Rounds } from './rounds';

export type LocalValue = bigint | number | boolean | string | null;
export type Locals = Record<string, LocalValue>;

/** What a native function returns: how much of RAX counts. */
export type NativeResult = 'void' | 'bool' | 'int' | 'long';

/** A call within a real kernel's code, or an exception there. */
export interface NativeActivation {
  /** The instruction that has called. */
  readonly from: LinearAddress;
  /** Where on the stack its return address lies. */
  readonly slot: LinearAddress;
}

/** A call of one function of a real kernel's image. What else belongs to it lies in registers and memory. */
export interface NativeFrame {
  readonly name: string;
  readonly returns: NativeResult;
  /** The exceptions in the kernel's code that are being mended, innermost last: where `struct pt_regs` of each lies. */
  readonly fixups: { readonly regs: LinearAddress; readonly why: string }[];
  /** The functions that it has called and that have not returned, innermost last. */
  readonly calls: NativeActivation[];
  /** Set while another task runs in its place: what it goes on with. */
  suspended?: {
    /** Whose stack it is on: an index; null for the idle task. */
    readonly task: number | null;
    readonly gpr: BigUint64Array;
    readonly rip: LinearAddress;
    readonly rflags: number;
  };
  /** The registers of who was interrupted. */
  readonly saved: {
    readonly gpr: BigUint64Array;
    readonly rip: LinearAddress;
    readonly rflags: number;
    readonly kernelGsBase: bigint;
  };
}

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
  /** In place of steps: the function of a real kernel that is executed for the routine below, whose result is its own. */
  native?: NativeFrame;
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
      /** What the arguments led to when the call was made; empty for those that are numbers. */
      readonly texts?: readonly string[];
      readonly as?: string;
      readonly returnAddress?: LinearAddress;
    };
