/** One instruction: from its mnemonic and operands to bytes, and to the `Instruction` that the core executes. */
import type { LinearAddress } from '../architecture/linear-address';
import type { Instruction } from '../cpu/instruction';
import { type AssemblerOperand, type AssemblyError, isAssemblyError } from '../encoding/operand';
import { encode } from './encode';
import { matchForm } from './match';
import { nearForm } from './near-form';
import { toInstruction } from './to-instruction';

export interface Assembled {
  readonly bytes: Uint8Array;
  readonly instruction: Instruction;
}

/**
 * The machine code and the meaning of one instruction at `address`. A branch takes its short form where that reaches.
 * Errors: every `AssemblyErrorCode`; their messages are for the user.
 */
export function assemble(
  mnemonic: string,
  prefixes: readonly string[],
  operands: readonly AssemblerOperand[],
  address: LinearAddress,
): Assembled | AssemblyError {
  const match = matchForm(mnemonic, prefixes, operands);
  if (isAssemblyError(match)) return match;
  const short = encode(match, address);
  if (short instanceof Uint8Array) return { bytes: short, instruction: toInstruction(match, address, short) };
  const form = nearForm(match.form);
  const near = form && { ...match, form };
  const bytes = near ? encode(near, address) : short;
  return near && bytes instanceof Uint8Array ? { bytes, instruction: toInstruction(near, address, bytes) } : short;
}
