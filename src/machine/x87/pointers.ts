/** The last instruction's pointers, FIP, FDP and FOP (Intel SDM vol. 1, 8.1.8 and 8.1.9): which instructions set them is a choice of the processor. */
import { fromLinear, type LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import type { Instruction } from '../cpu/instruction';

export interface X87Pointers {
  readonly address: LinearAddress;
  /** FOP: the low three bits of the first opcode byte, then the second one. */
  readonly opcode: number;
}

const FIRST_X87_OPCODE = 0xd8;
const LAST_X87_OPCODE = 0xdf;

export function pointersOf({ address, bytes }: Instruction): X87Pointers {
  const at = bytes.findIndex((byte) => byte >= FIRST_X87_OPCODE && byte <= LAST_X87_OPCODE); // no prefix is like that
  return { address, opcode: ((bytes[at]! & 7) << 8) | bytes[at + 1]! }; // an x87 instruction has both bytes
}

/**
 * Notes an instruction that is not control.
 *
 * @param completed false when it raised an exception that FCW does not mask.
 * @param data where its memory operand lies.
 */
export function noteX87Instruction(
  cpu: Cpu,
  { address, opcode }: X87Pointers,
  completed: boolean,
  data?: LinearAddress,
): void {
  if (completed && cpu.processor.choices.x87Pointers === 'exceptions') return;
  cpu.fip = fromLinear(address);
  if (completed) return;
  cpu.fop = opcode;
  if (data !== undefined) cpu.fdp = fromLinear(data);
}
