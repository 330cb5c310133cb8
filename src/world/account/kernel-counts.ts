/** How often each line of the kernel's routines has run. A line that `without` has taken out never runs. */
import type { Kernel } from '../../kernel/entry/kernel';
import type { Policy } from '../../kernel/routines/policy';
import type { RoutineFrame } from '../../kernel/state/routine-frame';
import { kernelSource } from '../debugger/places/kernel-place';
import type { Program } from '../program/program';
import type { World } from '../state/world';
import type { KernelAccount, RoutineAccount } from './run-account';

export class KernelCounts {
  /** By routine, a count for each of its steps. */
  private readonly counts = new Map<string, number[]>();

  /** To be called before each moment: counts the line that runs next, if the kernel is at work. */
  look({ kernel }: World): void {
    const frame = kernel?.active ? kernel.state.stack.at(-1) : undefined;
    if (frame && kernel && !isTakenOut(kernel, frame)) this.count(frame);
  }

  account({ policy, policyOptions }: Program): KernelAccount {
    const { version } = policyOptions;
    return {
      name: version === undefined ? policy.name : `${policy.name} ${version}`,
      source: kernelSource(policy).text,
      routines: policy.routines.map((routine) => this.routine(policy, routine)),
    };
  }

  private count({ routine, step }: RoutineFrame): void {
    const counts = this.counts.get(routine) ?? [];
    counts[step] = (counts[step] ?? 0) + 1;
    this.counts.set(routine, counts);
  }

  private routine(policy: Policy, { name, steps }: Policy['routines'][number]): RoutineAccount {
    const source = kernelSource(policy);
    const counts = this.counts.get(name);
    const runnable = [...steps.keys()].filter((index) => steps[index]?.run);
    return {
      name,
      line: source.signatureLine(name) ?? 0,
      steps: runnable.map((index) => ({ line: source.lineOf(name, index), count: counts?.[index] ?? 0 })),
    };
  }
}

function isTakenOut({ policy, state }: Kernel, { routine, step }: RoutineFrame): boolean {
  if (state.without.length === 0) return false;
  const name = policy.routines.find((candidate) => candidate.name === routine)?.steps[step]?.name;
  return state.without.includes(`${routine}.${name}`);
}
