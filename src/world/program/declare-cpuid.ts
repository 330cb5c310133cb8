/** `cpuid`: what a monitor tells programs or guests wrongly, with values that are known. */
import type { Expression } from '../../language/tree/expression';
import type { Trace } from '../../language/tree/statement';
import type { Value } from '../../language/vocabulary/value';
import type { CpuidDistortion } from '../../machine/processor/distorted-cpuid';
import type { Problems } from './problems';

interface Distortions {
  readonly machine: readonly CpuidDistortion[];
  /** By the name of the task that runs the guest. */
  readonly guests: ReadonlyMap<string, readonly CpuidDistortion[]>;
}

export function declareCpuid(
  trace: Trace,
  evaluate: (expression: Expression) => Value,
  problems: Problems,
): Distortions {
  const machine: CpuidDistortion[] = [];
  const guests = new Map<string, CpuidDistortion[]>();
  for (const { declaration } of trace.declarations) {
    if (declaration.kind !== 'cpuid') continue;
    const { leaf, subleaf, register, value, task } = declaration;
    const distortion = {
      leaf,
      subleaf,
      register,
      value: problems.attempt(value.range, 0, () => Number(evaluate(value))),
    };
    if (!task) machine.push(distortion);
    else guests.set(task.text, [...(guests.get(task.text) ?? []), distortion]);
  }
  return { machine, guests };
}
