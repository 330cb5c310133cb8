/** The machine code of an instance, in exactly its form. */
import assert from 'node:assert/strict';
import { encode } from '../../../src/machine/assembler/encode';
import { formByName } from '../../../src/machine/assembler/form';
import type { Operand } from '../../../src/machine/cpu/instruction';
import type { AssemblerOperand } from '../../../src/machine/encoding/operand';
import { CODE, type Instance } from './instances';

export function bytesOf({ instruction }: Instance): Uint8Array {
  const { mnemonic, operands, prefixes = [] } = instruction;
  const form = formByName(instruction.form);
  assert.ok(form, instruction.form);
  const bytes = encode({ mnemonic, form, operands: operands.map(written), prefixes }, CODE);
  assert.ok(bytes instanceof Uint8Array, instruction.form);
  return bytes;
}

/** An operand as the assembler takes it. */
export function written(operand: Operand): AssemblerOperand {
  return operand.kind === 'memory' ? { ...operand.memory, ...operand } : operand;
}
