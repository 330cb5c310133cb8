/** A CPU of the emulator in the state of a case, and how that state is read again. */
import { GPR } from '../../../src/machine/architecture/gpr';
import { Cpu } from '../../../src/machine/cpu/cpu';
import { Memory } from '../../../src/machine/cpu/memory';
import type { Processor } from '../../../src/machine/processor/processor';
import { fxrstor, fxsave } from '../../../src/machine/xstate/fxsave';
import { DATA, DATA_BYTES, type X87Case } from './x87-native';

const SPACE = 1;
const IMAGE = 0x3000_0000;

export interface EmulatedCase {
  readonly cpu: Cpu;
  /** The FXSAVE image and the data, as they are by then. */
  saved(): { readonly image: Uint8Array; readonly data: Uint8Array };
}

/** RBX points to the data, as in the harness. */
export function emulatedCase({ image, data }: X87Case, processor: Processor): EmulatedCase {
  const memory = new Memory();
  memory.createSpace(SPACE);
  memory.map(SPACE, DATA, 4096);
  memory.map(SPACE, IMAGE, 4096);
  const cpu = new Cpu(0, processor, memory);
  cpu.addressSpace = SPACE;
  memory.poke(SPACE, DATA, data);
  memory.poke(SPACE, IMAGE, image);
  fxrstor(cpu, IMAGE, true);
  cpu.gpr[GPR.RBX] = BigInt(DATA);
  return {
    cpu,
    saved: () => {
      fxsave(cpu, IMAGE, true);
      // Both are mapped above.
      return { image: memory.peek(SPACE, IMAGE, 512)!, data: memory.peek(SPACE, DATA, DATA_BYTES)! };
    },
  };
}
