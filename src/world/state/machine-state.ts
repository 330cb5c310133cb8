/**
 * What the machine and the kernel are at one moment, live or kept. A copy shares memory pages with the live state until
 * they are written, so it costs microseconds.
 */
import type { KernelState } from '../../kernel/state/state';
import { Cpu } from '../../machine/cpu/cpu';
import { Memory } from '../../machine/cpu/memory';
import { copyPlainData } from '../../machine/plain-data';
import type { World } from './world';

export interface MachineState {
  readonly cpus: readonly Cpu[];
  readonly memory: Memory;
  /** Undefined on bare metal. */
  readonly kernel: KernelState | undefined;
}

/** Live: valid until the run goes on. */
export function stateOf({ cpus, memory, kernel }: World): MachineState {
  return { cpus, memory, kernel: kernel?.state };
}

export function captureMachine(live: MachineState): MachineState {
  const memory = new Memory();
  memory.restore(live.memory.snapshot());
  const cpus = live.cpus.map((cpu) => {
    const copy = new Cpu(cpu.index, cpu.processor, memory);
    copy.restore(cpu.snapshot());
    return copy;
  });
  return { cpus, memory, kernel: copyPlainData(live.kernel) };
}
