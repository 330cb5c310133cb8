/** Which flags the manual leaves open along a sequence, by what the library knows of each instruction. */

import { FLAG } from '../../../src/machine/architecture/bits';
import type { Instruction } from '../../../src/machine/cpu/instruction';
import { type Iced, iced } from '../../../src/machine/encoding/iced';

const NAMES = ['OF', 'SF', 'ZF', 'AF', 'CF', 'PF'] as const;

/** They may leave all flags as they are. */
const BY_COUNT = /^(sh[lr]d?|sar|ro[lr]|rc[lr])$/;

function viewOf({ bytes }: Instruction): Iced.Instruction {
  const decoder = new (iced().Decoder)(64, bytes, 0);
  const view = decoder.decode();
  decoder.free();
  return view;
}

function flagsIn(bits: number): number {
  const { RflagsBits } = iced();
  return NAMES.reduce((flags, name) => (bits & RflagsBits[name] ? flags | FLAG[name] : flags), 0);
}

/**
 * Before each instruction and behind the last one, the flags that are undefined there. The list ends early where an
 * instruction reads one of them: from there on anything may happen.
 */
export function undefinedFlags(instructions: readonly Instruction[]): readonly number[] {
  const open = [0];
  let now = 0;
  for (const instruction of instructions) {
    const view = viewOf(instruction);
    const [read, modified, undefinedHere] = [view.rflagsRead, view.rflagsModified, view.rflagsUndefined].map(
      flagsIn,
    ) as [number, number, number]; // three
    view.free();
    if (read & now) return open;
    now = BY_COUNT.test(instruction.mnemonic) ? now | undefinedHere : (now & ~modified) | undefinedHere;
    open.push(now);
  }
  return open;
}
