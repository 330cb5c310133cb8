/**
 * What variables and views are made of: the machine's and the kernel's state, live or as it was at the stop before.
 * A capture shares memory pages with the live state until they are written, so it costs microseconds.
 */
import type { Task } from '../../kernel/state/task';
import type { Cpu } from '../../machine/cpu/cpu';
import { captureMachine, type MachineState } from '../../world/state/machine-state';

export interface StateView extends MachineState {
  /** Index of the CPU that the trace is on. */
  readonly current: number;
  /** Bytes that a task's buffer had before it last changed; null where it has not. */
  readonly previousSize: (task: Task) => number | null;
  /** Of each tile of a CPU, where it came from, in words; absent of a state in the past. */
  readonly tileOrigins?: (cpu: number) => readonly string[];
}

/** Whose registers a thread shows: those of a CPU as they are, or those that a task has saved. */
export interface Subject {
  /** Index of the CPU; null for a task that runs on none. */
  readonly cpu: number | null;
  /** Task id; null for an idle CPU and on bare metal. */
  readonly task: number | null;
}

/** @param spent as for `captureMachine`. */
export function captureState(live: StateView, spent?: StateView): StateView {
  const sizes = (live.kernel?.tasks ?? []).map((task) => live.previousSize(task));
  return { ...captureMachine(live, spent), current: live.current, previousSize: ({ id }) => sizes[id] ?? null };
}

export function cpuOf(state: StateView, subject: Subject): Cpu | undefined {
  return subject.cpu === null ? undefined : state.cpus[subject.cpu];
}

export function taskOf(state: StateView, subject: Subject): Task | undefined {
  return subject.task === null ? undefined : state.kernel?.tasks[subject.task];
}

/** The address space that a subject's pointers are in; 0 is that of a kernel without a user half. */
export function spaceOf(state: StateView, subject: Subject): number {
  const task = taskOf(state, subject);
  const process = task && state.kernel?.processes[task.process];
  return process?.space ?? cpuOf(state, subject)?.addressSpace ?? 0;
}

/** The subject of a CPU with the task on it. */
export function subjectOfCpu(state: StateView, cpu: number): Subject {
  return { cpu, task: state.kernel?.cpus[cpu]?.current ?? null };
}
