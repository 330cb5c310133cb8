/** A trace has at most 64 CPUs, a machine has more: then CPUs are numbered in the order in which they come up. */
import type { Observation } from '../observation';

/** As many as a machine of a trace may have. */
const MOST_CPUS = 64;

interface Numbered {
  readonly observations: readonly Observation[];
  /** `0 is 112`, where they have other numbers than in the recording. */
  readonly names: readonly string[];
  /** CPUs that are left out, with all that was seen on them. */
  readonly left: number;
}

export function numberCpus(observations: readonly Observation[]): Numbered {
  const numbers = new Map<number, number>();
  for (const { cpu } of observations) if (!numbers.has(cpu)) numbers.set(cpu, numbers.size);
  if ([...numbers.keys()].every((cpu) => cpu >= 0 && cpu < MOST_CPUS)) return { observations, names: [], left: 0 };
  return {
    observations: observations.flatMap((observation) => {
      const cpu = numbers.get(observation.cpu) ?? MOST_CPUS;
      return cpu < MOST_CPUS ? [{ ...observation, cpu }] : [];
    }),
    names: [...numbers].filter(([, number]) => number < MOST_CPUS).map(([cpu, number]) => `${number} is ${cpu}`),
    left: Math.max(0, numbers.size - MOST_CPUS),
  };
}
