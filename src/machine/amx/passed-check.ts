/**
 * The registers with which the checks of an instruction were passed last: as long as they are the same, so is the
 * outcome. A matrix kernel executes its instructions many times under one configuration.
 */

import { OFFSET, SCALAR } from '../architecture/register-file';
import { TILECFG_SIZE } from '../architecture/tilecfg';
import type { Cpu } from '../cpu/cpu';
import type { Processor } from '../processor/processor';

const scalar = (index: number): number => (OFFSET.scalars + 8 * index) / 4;

/** All that the rules of `checks.ts` may look at, as words of the register file: low halves of scalars, and TILECFG. */
const INPUTS: readonly number[] = [
  ...[SCALAR.cr0, SCALAR.cr4, SCALAR.efer, SCALAR.xcr0, SCALAR.xfd].map(scalar),
  ...Array.from({ length: TILECFG_SIZE / 4 }, (_, word) => OFFSET.tilecfg / 4 + word),
];

export class PassedCheck {
  private processor: Processor | undefined;
  private inputs: Int32Array | undefined;

  /** Whether nothing has changed since `note`. */
  holds({ processor, registers }: Cpu): boolean {
    const { inputs } = this;
    if (!inputs || processor !== this.processor) return false;
    for (let at = 0; at < inputs.length; at++) {
      if (inputs[at] !== registers[INPUTS[at]!]) return false; // as long as each other
    }
    return true;
  }

  note({ processor, registers }: Cpu): void {
    this.processor = processor;
    this.inputs ??= new Int32Array(INPUTS.length);
    for (let at = 0; at < INPUTS.length; at++) this.inputs[at] = registers[INPUTS[at]!]!; // within the register file
  }
}
