/** Routines and steps that only some kernels have: `since` and `until` name the change that they came or went with. */
import type { KernelBuild, KernelConfig } from '../versions/build';
import type { LinuxChange } from '../versions/changes';
import { isIn, type Lifetime } from '../versions/lifetime';
import type { Routine } from './routine';
import type { RoutineName } from './routine-locals';
import { CONTEXTS, contextsOf } from './step-context';

/** The routine as that kernel has it, with the context of each step. */
export function routineOf<R extends RoutineName>(build: KernelBuild, routine: Routine<R>): Routine<R> {
  const steps = routine.steps.filter((step) => isIn(build, step));
  const contexts = contextsOf(steps, routine.context);
  return {
    ...routine,
    steps: steps.map((step, index) => ({ ...step, runsIn: CONTEXTS[contexts[index] ?? 'preemptible'] })),
  };
}

/** The routines that a kernel has, each with the steps that it has. */
export function routinesOf(build: KernelBuild, routines: readonly Routine[]): readonly Routine[] {
  return routines.filter((routine) => isIn(build, routine)).map((routine) => routineOf(build, routine));
}

/** Several things that came with a change. */
export function since<T extends object>(change: LinuxChange, ...rows: readonly T[]): readonly (T & Lifetime)[] {
  return rows.map((row) => ({ ...row, since: change }));
}

/** Several things that went with a change. */
export function until<T extends object>(change: LinuxChange, ...rows: readonly T[]): readonly (T & Lifetime)[] {
  return rows.map((row) => ({ ...row, until: change }));
}

/** Several things that only one configuration has. */
export function configured<T extends object>(config: KernelConfig, ...rows: readonly T[]): readonly (T & Lifetime)[] {
  return rows.map((row) => ({ ...row, config }));
}
