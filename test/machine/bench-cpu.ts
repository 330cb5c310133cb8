/** A processor on a bench: 64-bit mode, CPL 0, everything it supports enabled, and some mapped memory. */

import { CR4 } from '../../src/machine/architecture/bits';
import { Fault } from '../../src/machine/architecture/exception';
import { type Feature, parseMachineFlag } from '../../src/machine/architecture/feature';
import { Cpu, type Cpu as CpuType } from '../../src/machine/cpu/cpu';
import { Memory } from '../../src/machine/cpu/memory';
import { CPU_MODELS } from '../../src/machine/processor/models';
import { Processor } from '../../src/machine/processor/processor';

/** Where the bench's 64 KiB of zeros lie. */
export const AREA = 0x10_0000;
export const AREA_LENGTH = 0x1_0000;

export function processor(name: string, ...flags: string[]): Processor {
  const model = CPU_MODELS.find((candidate) => candidate.name === name);
  if (!model) throw new Error(`no model ${name}`);
  const changes = flags.map((flag) => ({ feature: flagFeature(flag.slice(1)), present: flag.startsWith('+') }));
  return new Processor(model, changes);
}

function flagFeature(flag: string): Feature {
  const feature = parseMachineFlag(flag);
  if (!feature) throw new Error(`no flag ${flag}`);
  return feature;
}

export function benchCpu(model = 'sapphire-rapids', ...flags: string[]): CpuType {
  const memory = new Memory();
  const cpu = new Cpu(0, processor(model, ...flags), memory);
  memory.createSpace(0);
  memory.map(0, AREA, AREA_LENGTH);
  cpu.cr4 |= CR4.OSXSAVE; // not PKE: any PKRU may be saved and restored in memory that all can reach
  cpu.xcr0 = cpu.processor.xcr0Supported;
  cpu.xss = cpu.processor.xssSupported;
  return cpu;
}

/** The exception that `action` raises. */
export function faultOf(action: () => void): Fault {
  try {
    action();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('no exception was raised');
}

export function peek(cpu: CpuType, length: number, address = AREA): Uint8Array {
  const bytes = cpu.memory.peek(0, address, length);
  if (bytes?.length !== length) throw new Error('not mapped');
  return bytes;
}

export function poke(cpu: CpuType, bytes: Uint8Array, address = AREA): void {
  cpu.memory.poke(0, address, bytes);
}
