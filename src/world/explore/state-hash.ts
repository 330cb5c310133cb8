/**
 * A run's state as a hash: two runs with the same hash go on in the same way, and are judged in the same way. It leaves out
 * what only counts (steps, writes of IA32_XFD, allocations), and where buffers lie.
 */
import { digestOfSystem } from '../../kernel/routines/endless';
import { Digest } from '../../machine/digest';
import { digestMachine } from '../../machine/machine-digest';
import type { Walk } from './walk';

/** Of a walk that is at a step. */
export function stateHash({ world, watch }: Pick<Walk, 'world' | 'watch'>): string {
  const { cpus, memory, kernel } = world;
  const digest = kernel ? digestOfSystem({ state: kernel.state, cpus, memory }) : new Digest();
  if (!kernel) digestMachine(digest, cpus, memory);
  digest.value(flowOf(world));
  watch.digestInto(digest);
  return digest.toString();
}

/** The part of the flow that says what comes next. */
export function flowOf({ flow }: Pick<Walk['world'], 'flow'>): unknown {
  const { steps, kernelMoments, restarts, outcomes, hasWritten, stuck, deaths, ...rest } = flow;
  return { ...rest, stuck: stuck.map(({ cpu }) => cpu), deaths: deaths.map(({ task }) => task) };
}
