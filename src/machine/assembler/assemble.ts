/** One instruction: from its mnemonic and operands to bytes, and to the `Instruction` that the core executes. */
import type { LinearAddress } from '../architecture/linear-address';
import type { Instruction } from '../cpu/instruction';
import { type AssemblerOperand, type AssemblyError, isAssemblyError } from '../encoding/operand';
import { encode } from './encode';
import { formByName } from './form';
import { type Match, matchForm } from './match';
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
  const near = nearForm(match);
  const bytes = near ? encode(near, address) : short;
  return near && bytes instanceof Uint8Array ? { bytes, instruction: toInstruction(near, address, bytes) } : short;
}

/** The same branch with a 32-bit displacement; undefined where there is none (LOOP, JRCXZ) or it has one already. */
export function nearForm(match: Match): Match | undefined {
  const form = match.form.name.includes('_rel8') ? formByName(match.form.name.replace('_rel8', '_rel32')) : undefined;
  const exists = form && !NO_NEAR_FORM.has(match.mnemonic);
  return exists ? { ...match, form } : undefined;
}

const NO_NEAR_FORM: ReadonlySet<string> = new Set(['loop', 'loope', 'loopz', 'loopne', 'loopnz', 'jrcxz', 'jecxz']);
