/**
 * Encodings whose prefix has a fifth bit for general registers, REX2 and EVEX (APX 355828, 3.1.1 and 3.1.3): the library
 * does not know these bits. It decodes the same instruction without them, and its general registers get them afterwards.
 */
import type { Instruction, MemoryRef, Operand, RegisterRef } from '../cpu/instruction';
import { registerAt } from '../cpu/register-names';
import { codeRowOf } from '../encoding/code-rows';

/** The upper two bits of the numbers of general registers: 0, 8, 16 or 24. */
export interface UpperBits {
  readonly reg: number;
  /** Of the base, and of a register in ModRM.rm or in the opcode. */
  readonly base: number;
  readonly index: number;
}

/** An encoding without the fifth bits. */
export interface OlderEncoding {
  readonly bytes: Uint8Array;
  /** The number of bytes by which it is shorter. */
  readonly shorter: number;
  readonly upper: UpperBits;
}

/** The operands with general registers that have these upper bits. */
export function withUpperBits({ form, operands }: Instruction, upper: UpperBits): readonly Operand[] {
  const { regAt = -1, rmAt = -1, isInOpcode = false } = codeRowOf(form) ?? {};
  return operands.map((operand, at) => {
    if (operand.kind === 'memory') return { ...operand, memory: inMemory(operand.memory, upper) };
    if (operand.kind !== 'register' || (at !== regAt && at !== rmAt)) return operand;
    const bits = at === regAt && !isInOpcode ? upper.reg : upper.base;
    return { ...operand, register: inRegister(operand.register, bits) };
  });
}

function inMemory(memory: MemoryRef, upper: UpperBits): MemoryRef {
  const { base, index } = memory;
  return {
    ...memory,
    ...(base && { base: inRegister(base, upper.base) }),
    ...(index && { index: inRegister(index, upper.index) }),
  };
}

function inRegister(register: RegisterRef, bits: number): RegisterRef {
  if (register.file !== 'gpr') return register;
  return registerAt('gpr', (register.index & 7) | bits, register.size) ?? register;
}
