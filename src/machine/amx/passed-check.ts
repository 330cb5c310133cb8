/**
 * The registers with which an instruction last passed its checks. The result stays the same while the registers are the
 * same. A matrix kernel executes its instructions many times under one configuration.
 */

import { OFFSET, SCALAR } from '../architecture/register-file';
import { TILECFG_SIZE } from '../architecture/tilecfg';
import type { Cpu } from '../cpu/cpu';
import type { Processor } from '../processor/processor';

const scalar = (index: number): number => (OFFSET.scalars + 8 * index) / 4;

/**
 * All registers that the rules of `exception-classes.ts` may read, as words of the register file: low halves of
 * scalars, and TILECFG.
 */
const INPUTS: readonly number[] = [
  ...[SCALAR.cr0, SCALAR.cr4, SCALAR.efer, SCALAR.xcr0, SCALAR.xfd].map(scalar),
  ...Array.from({ length: TILECFG_SIZE / 4 }, (_, word) => OFFSET.tilecfg / 4 + word),
];

export class PassedCheck {
  private processor: Processor | undefined;
  private inputs: Int32Array | undefined;

  /** Whether the processor and the registers are those of the last `note`. */
  holds({ processor, registers }: Cpu): boolean {
    const { inputs } = this;
    if (!inputs || processor !== this.processor) return false;
    for (let at = 0; at < inputs.length; at++) {
      if (inputs[at] !== registers[INPUTS[at]!]) return false; // both arrays have the same length
    }
    return true;
  }

  note({ processor, registers }: Cpu): void {
    this.processor = processor;
    this.inputs ??= new Int32Array(INPUTS.length);
    for (let at = 0; at < INPUTS.length; at++) this.inputs[at] = registers[INPUTS[at]!]!; // within the register file
  }
}
