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

/** @param spent an earlier capture of the same run that nobody looks at any more: its registers and memory are taken again. */
export function captureMachine(live: MachineState, spent?: MachineState): MachineState {
  const memory = spent?.memory ?? new Memory();
  memory.restore(live.memory.snapshot());
  const cpus = live.cpus.map((cpu, at) => {
    const copy = spent?.cpus[at] ?? new Cpu(cpu.index, cpu.processor, memory);
    copy.restore(cpu.snapshot());
    return copy;
  });
  return { cpus, memory, kernel: copyPlainData(live.kernel) };
}
