/** Operands and implicit registers, as the rows of system instructions use them. */

import { GPR } from '../architecture/gpr';
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Instruction, MemoryRef, RegisterRef } from '../cpu/instruction';

/** The instruction's memory operand, for forms that have one. */
function memoryOf({ operands, form }: Instruction): MemoryRef {
  for (const operand of operands) if (operand.kind === 'memory') return operand.memory;
  throw new TypeError(`${form} has a memory operand`);
}

/** The register that is operand `index`, for forms where it is one. */
export function registerOf({ operands, form }: Instruction, index: number): RegisterRef {
  const operand = operands[index];
  if (operand?.kind === 'register') return operand.register;
  throw new TypeError(`operand ${index} of ${form} is a register`);
}

export function addressOf(instruction: Instruction): (cpu: Cpu) => number {
  return compileAddress(memoryOf(instruction));
}

export function eax(cpu: Cpu): number {
  return cpu.gpr32[2 * GPR.RAX]!; // GPR numbers are below 16, and so for all of these
}

export function ecx(cpu: Cpu): number {
  return cpu.gpr32[2 * GPR.RCX]!; // all registers are in the file
}

export function edx(cpu: Cpu): number {
  return cpu.gpr32[2 * GPR.RDX]!; // all registers are in the file
}

/** EDX:EAX. */
export function edxEax(cpu: Cpu): bigint {
  return (BigInt(edx(cpu)) << 32n) | BigInt(eax(cpu));
}

/** Writes EDX:EAX; the upper halves of RDX and RAX become zero. */
export function setEdxEax(cpu: Cpu, value: bigint): void {
  cpu.gpr[GPR.RAX] = BigInt.asUintN(32, value);
  cpu.gpr[GPR.RDX] = BigInt.asUintN(32, value >> 32n);
}
