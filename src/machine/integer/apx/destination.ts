/**
 * Operands of instructions that APX gives a new destination: a register in front of the older form's operands (APX 355828,
 * 3.1.2.2). Its bits above the operand's width become zero, even for 8 and 16 bits (3.1.2.4).
 */
import type { Cpu } from '../../cpu/cpu';
import type { Instruction, Operand, RegisterRef } from '../../cpu/instruction';
import type { NarrowSize } from '../operation';
import { registerWriter, type Write } from '../places';

export interface Destined {
  /** The operands of the older form; the first of them is then read only. */
  readonly operands: readonly Operand[];
  /** The first of these. */
  readonly operand: Operand;
  readonly destination?: RegisterRef;
}

/** @param count the number of operands that the older form has. */
export function withoutDestination({ operands, form }: Instruction, count: number): Destined {
  const [first, ...rest] = operands;
  if (first && operands.length <= count) return { operands, operand: first };
  const [operand] = rest;
  if (first?.kind === 'register' && operand) return { operands: rest, operand, destination: first.register };
  throw new TypeError(`${form} has ${count} operands, and a register where it has one more`);
}

/** Writes a register with zeros above. */
export function zeroExtendingWriter({ index }: RegisterRef): Write {
  const word = 2 * index;
  return (cpu: Cpu, value: number) => {
    cpu.gpr32[word] = value;
    cpu.gpr32[word + 1] = 0;
  };
}

/** Writes `target`, or the new destination where there is one. */
export function resultWriter(target: RegisterRef, size: NarrowSize, destination: RegisterRef | undefined): Write {
  return destination ? zeroExtendingWriter(destination) : registerWriter(target, size);
}
