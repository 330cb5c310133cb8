/** Routines that go round for ever: with steps left out, or with a bug that real kernels have had (CVE-2024-26603). */
import { Digest } from '../../machine/digest';
import { digestMachine } from '../../machine/machine-digest';
import { placeInBuffers } from '../model/memory/vmalloc';
import { anotherRound, NO_ROUNDS, ROUNDS_UNTIL_LOOK } from '../state/rounds';
import type { RoutineFrame } from '../state/routine-frame';
import type { KernelContext } from './kernel-context';

/**
 * A routine goes back to an earlier step of its own, or to the same. Where nothing changes from one round to the next, that
 * is reported, its CPU is stuck, and no routine is active any more: true.
 */
export function goesRoundForEver(kernel: KernelContext, frame: RoutineFrame): boolean {
  const rounds = anotherRound(frame.rounds ?? NO_ROUNDS, () => String(digestOfSystem(kernel)));
  if (rounds) {
    frame.rounds = rounds;
    return false;
  }
  const message = `${frame.routine} has gone round ${ROUNDS_UNTIL_LOOK} times, and nothing changes any more: CPU ${frame.cpu} is stuck in it`;
  kernel.state.stack.length = 0;
  kernel.emit({ kind: 'hang', cpu: frame.cpu, message });
  return true;
}

/** A digest of the machine and the kernel, without counters and without the addresses of buffers. */
export function digestOfSystem({ state, cpus, memory }: Pick<KernelContext, 'state' | 'cpus' | 'memory'>): Digest {
  const digest = new Digest((number) => placeInBuffers(state, number));
  digestMachine(digest, cpus, memory);
  const { counters, vmalloc, ...rest } = state;
  digest.value({ ...rest, stack: state.stack.map(({ rounds, ...frame }) => frame) });
  digest.value(vmalloc.live.map(([, size]) => size));
  return digest;
}
