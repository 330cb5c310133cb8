/** Makes the core's `Instruction` from a form and its operands, for assembled and for decoded instructions alike. */
import type { LinearAddress } from '../architecture/linear-address';
import type { Instruction, Masking, MemoryRef, Operand } from '../cpu/instruction';
import { type AssemblerMemory, type AssemblerOperand, hasSegmentBase } from '../encoding/operand';
import { rowOfForm } from '../instructions';
import type { OperandPattern } from './form';
import type { Match } from './match';

/** `match` holds addresses where it had labels; `bytes` are its machine code at `address`. */
export function toInstruction(match: Match, address: LinearAddress, bytes: Uint8Array): Instruction {
  const { form, operands, prefixes, rounding, defaultFlags } = match;
  const next = address + bytes.length;
  return {
    address,
    bytes,
    mnemonic: rowOfForm(form.name)?.mnemonic ?? match.mnemonic,
    operands: operands.map((operand, index) => toOperand(operand, form.operands[index]!, next)), // as many of both
    operandSize: form.operandSize,
    form: form.name,
    ...(prefixes.length > 0 && { prefixes }),
    ...(rounding && { rounding }),
    ...(defaultFlags !== undefined && { defaultFlags }),
  };
}

function toOperand(operand: AssemblerOperand, pattern: OperandPattern, next: LinearAddress): Operand {
  switch (operand.kind) {
    case 'register':
      return operand;
    case 'memory':
      return { kind: 'memory', memory: toMemory(operand, pattern, next), ...maskingOf(operand) };
    case 'immediate':
      return { kind: 'immediate', value: BigInt.asUintN(8 * pattern.size, operand.value), size: pattern.size };
    case 'branch':
      return { kind: 'branch', target: operand.target };
  }
}

function maskingOf({ mask, zeroing }: Masking): Masking {
  return { ...(mask !== undefined && { mask }), ...(zeroing && { zeroing }) };
}

function toMemory(memory: AssemblerMemory, pattern: OperandPattern, next: LinearAddress): MemoryRef {
  const { base, index, scale, fromNext, broadcast } = memory;
  const segment = hasSegmentBase(memory) ? memory.segment : undefined;
  const size = (broadcast === undefined ? pattern.memory : pattern.broadcast?.element) ?? 0;
  const sum = Number(memory.displacement) + (fromNext ? next : 0);
  // With 32-bit registers the address wraps at 32 bits anyway: one spelling for -1 and 0xffffffff.
  const displacement = base?.size === 4 || index?.size === 4 ? sum | 0 : sum;
  return {
    ...(base && { base }),
    ...(index && { index }),
    scale: index ? scale : 1,
    displacement,
    size,
    ...(segment && { segment }),
    ...(broadcast !== undefined && { broadcast }),
  };
}
