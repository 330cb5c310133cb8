/** One system call as its row sees it, and what it can answer. */
import { type LinearAddress, toLinear } from '../../machine/architecture/linear-address';
import type { KernelContext } from '../routines/kernel-context';
import type { Next } from '../routines/routine';
import type { RoutineName } from '../routines/routine-locals';
import type { Process } from '../state/process';
import type { ProgramState, Wait } from '../state/program-state';
import type { Task } from '../state/task';

export interface Call {
  readonly kernel: KernelContext;
  readonly task: Task;
  readonly process: Process;
  readonly program: ProgramState;
  /** RDI, RSI, RDX, R10, R8, R9. */
  readonly arguments: readonly bigint[];
  /** What the task has slept for, if it makes the call again after that. */
  readonly resumed: Wait | null;
}

export type RoutineCall = Extract<Next, { readonly call: RoutineName }>;

/**
 * A result, or a negative error; the routine that makes the call, where the kernel has one; or what to sleep for until the
 * call is made again.
 */
export type Answer = number | bigint | RoutineCall | { readonly wait: Wait };

/** A row of the table: one system call by its number. */
export interface SystemCall {
  /** arch/x86/entry/syscalls/syscall_64.tbl */
  readonly number: number;
  readonly name: string;
  /** Names of the arguments, for people. */
  readonly parameters: readonly string[];
  /** Told among what happens: it is about tasks, signals or extended state. */
  readonly isNotable?: true;
  /** What it does here, where that is less than what Linux does. */
  readonly note?: string;
  readonly make: (call: Call) => Answer;
}

/** An argument as 64 bits. */
export function arg(call: Call, index: number): bigint {
  return call.arguments[index] ?? 0n;
}

/** An `int`: the lower half of a register, signed. */
export function int(call: Call, index: number): number {
  return Number(BigInt.asIntN(32, arg(call, index)));
}

/** A size or an offset: exact up to 2^53, and beyond that too large for anything. */
export function size(call: Call, index: number): number {
  return Number(arg(call, index));
}

/** A signed 64-bit offset. */
export function offset(call: Call, index: number): number {
  return Number(BigInt.asIntN(64, arg(call, index)));
}

/** A pointer; -1, where nothing is, for one that is not canonical. */
export function pointer(call: Call, index: number): LinearAddress {
  return toLinear(arg(call, index)) ?? -1;
}
