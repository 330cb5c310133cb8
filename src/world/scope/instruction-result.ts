/**
 * What `=> = VALUE` means behind an instruction: EDX:EAX for the instructions that answer there, else the general
 * register that the instruction wrote as its first operand.
 */

import { GPR } from '../../machine/architecture/gpr';
import type { Cpu } from '../../machine/cpu/cpu';
import type { Instruction } from '../../machine/cpu/instruction';

const ANSWERS_IN_EDX_EAX: ReadonlySet<string> = new Set(['rdmsr', 'xgetbv', 'rdpkru', 'rdtsc']);

/** Their register is where they go, and is not written. */
const BRANCHES: ReadonlySet<string> = new Set(['call', 'jmp']);

/** Undefined when the instruction has no result in general registers. */
export function instructionResult(instruction: Instruction, cpu: Cpu): bigint | undefined {
  if (ANSWERS_IN_EDX_EAX.has(instruction.mnemonic)) {
    return (BigInt(cpu.gpr32[2 * GPR.RDX]!) << 32n) | BigInt(cpu.gpr32[2 * GPR.RAX]!); // both are in the file
  }
  if (BRANCHES.has(instruction.mnemonic)) return undefined;
  const [operand] = instruction.operands;
  if (operand?.kind !== 'register' || operand.register.file !== 'gpr') return undefined;
  const { index, size, high } = operand.register;
  return BigInt.asUintN(size * 8, cpu.gpr[index]! >> (high ? 8n : 0n)); // every register reference is in the file
}
