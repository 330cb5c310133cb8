/**
 * From an operation and an instruction's operands to what runs. A read-modify-write of memory asks for write access before
 * it reads, as the processor does, so that no flag changes when the write faults.
 */

import { GPR } from '../architecture/gpr';
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Execute, Instruction, MemoryRef, Operand, RegisterRef } from '../cpu/instruction';
import { resultWriter, withoutDestination } from './apx/destination';
import { binaryInRegisters, shiftInRegister, unaryInRegister } from './in-registers';
import { type BinaryOperation, type NarrowSize, RESULT, type ShiftOperation, type UnaryOperation } from './operation';
import {
  isNarrow,
  narrowMemory,
  type Read,
  reader,
  registerReader,
  type WideSource,
  type Write,
  wideSource,
} from './places';

/** ADD and its like: the first operand with the second, or the second with the third into the first. */
export function compileBinary(operation: BinaryOperation, instruction: Instruction): Execute {
  const target = withoutDestination(instruction, 2);
  const source = target.operands[1]!; // of two
  const size = instruction.operandSize;
  const quick = binaryInRegisters(operation, target, source, size);
  if (quick) return quick;
  if (!isNarrow(size)) {
    const { words, index } = wideSource(source);
    const { wide } = operation;
    return modifyWide(target, operation.writes, (cpu, low, high) => {
      const from = words(cpu);
      return wide(low, high, from[index]!, from[index + 1]!, cpu.rflags); // a wide source has both words
    });
  }
  const operate = operation.narrow(size);
  const read = reader(source, size);
  return modifyNarrow(target, size, operation.writes, (cpu, value) => operate(value, read(cpu), cpu.rflags));
}

export function compileUnary(operation: UnaryOperation, instruction: Instruction): Execute {
  const target = withoutDestination(instruction, 1);
  const size = instruction.operandSize;
  const { wide } = operation;
  const quick = unaryInRegister(operation, target, size);
  if (quick) return quick;
  if (!isNarrow(size)) return modifyWide(target, true, (cpu, low, high) => wide(low, high, cpu.rflags));
  const operate = operation.narrow(size);
  return modifyNarrow(target, size, true, (cpu, value) => operate(value, cpu.rflags));
}

/** Shifts by a masked count; by 0 nothing changes but the upper half of a 32-bit register. */
export function compileShift(operation: ShiftOperation, instruction: Instruction): Execute {
  const target = withoutDestination(instruction, 2);
  const counting = target.operands[1]!; // of two
  const size = instruction.operandSize;
  const quick = shiftInRegister(operation, target, counting, size);
  if (quick) return quick;
  const readCount = countReader(counting, size === 8 ? 63 : 31);
  if (!isNarrow(size)) {
    const { wide } = operation;
    return modifyWide(target, true, (cpu, low, high) => {
      const count = readCount(cpu);
      if (count !== 0) return wide(low, high, count, cpu.rflags);
      RESULT[0] = low;
      RESULT[1] = high;
      return cpu.rflags;
    });
  }
  const operate = operation.narrow(size);
  return modifyNarrow(target, size, true, (cpu, value) => {
    const count = readCount(cpu);
    if (count !== 0) return operate(value, count, cpu.rflags);
    RESULT[0] = value;
    return cpu.rflags;
  });
}

export function countReader(operand: Operand, mask: number): Read {
  if (operand.kind === 'immediate') {
    const count = Number(operand.value) & mask;
    return () => count;
  }
  return (cpu) => cpu.gpr8[8 * GPR.RCX]! & mask; // CL
}

/** What is read and written; with a new destination it is read only, and a register of its own is written. */
export interface Target {
  readonly operand: Operand;
  readonly destination?: RegisterRef;
}

/** Takes the value of the target, leaves the new one in `RESULT` and returns RFLAGS. */
export type NarrowStep = (cpu: Cpu, value: number) => number;
export type WideStep = (cpu: Cpu, low: number, high: number) => number;

export function modifyNarrow(target: Target, size: NarrowSize, writes: boolean, step: NarrowStep): Execute {
  const { operand, destination } = target;
  if (operand.kind === 'memory') {
    if (!destination) return modifyNarrowMemory(operand.memory, size, writes, step);
    return computeNarrow(reader(operand, size), resultWriter(destination, size, destination), step);
  }
  if (operand.kind !== 'register') throw new TypeError('only registers and memory are modified');
  const read = registerReader(operand.register, size);
  if (writes) return computeNarrow(read, resultWriter(operand.register, size, destination), step);
  return (cpu) => {
    cpu.rflags = step(cpu, read(cpu));
  };
}

function computeNarrow(read: Read, write: Write, step: NarrowStep): Execute {
  return (cpu) => {
    const flags = step(cpu, read(cpu));
    write(cpu, RESULT[0]!); // two words
    cpu.rflags = flags;
  };
}

function modifyNarrowMemory(memory: MemoryRef, size: NarrowSize, writes: boolean, step: NarrowStep): Execute {
  const addressOf = compileAddress(memory);
  const { read, write } = narrowMemory(size);
  return (cpu) => {
    const address = addressOf(cpu);
    if (writes) cpu.memory.checkWritable(cpu.access, address, size);
    const flags = step(cpu, read(cpu, address));
    if (writes) write(cpu, address, RESULT[0]!); // two words
    cpu.rflags = flags;
  };
}

export function modifyWide(target: Target, writes: boolean, step: WideStep): Execute {
  const { operand, destination } = target;
  if (destination) return computeWide(wideSource(operand), destination, step);
  if (operand.kind === 'memory') return modifyWideMemory(operand.memory, writes, step);
  if (operand.kind !== 'register') throw new TypeError('only registers and memory are modified');
  const index = 2 * operand.register.index;
  return (cpu) => {
    const { gpr32 } = cpu;
    const flags = step(cpu, gpr32[index]!, gpr32[index + 1]!); // within the register file
    if (writes) {
      gpr32[index] = RESULT[0]!; // two words
      gpr32[index + 1] = RESULT[1]!;
    }
    cpu.rflags = flags;
  };
}

/** From one source, and what `step` reads, into a register. At most one of both is memory. */
function computeWide({ words, index }: WideSource, target: RegisterRef, step: WideStep): Execute {
  const to = 2 * target.index;
  return (cpu) => {
    const from = words(cpu);
    const flags = step(cpu, from[index]!, from[index + 1]!); // a wide source has both words
    cpu.gpr32[to] = RESULT[0]!; // two words
    cpu.gpr32[to + 1] = RESULT[1]!;
    cpu.rflags = flags;
  };
}

/** The target's own words; the source of the same instruction is then a register or an immediate. */
const TARGET = new Uint32Array(2);

function modifyWideMemory(memory: MemoryRef, writes: boolean, step: WideStep): Execute {
  const addressOf = compileAddress(memory);
  return (cpu) => {
    const address = addressOf(cpu);
    if (writes) cpu.memory.checkWritable(cpu.access, address, 8);
    cpu.memory.readWords(cpu.access, address, TARGET, 0);
    const flags = step(cpu, TARGET[0]!, TARGET[1]!); // two words
    if (writes) cpu.memory.writeWords(cpu.access, address, RESULT[0]!, RESULT[1]!);
    cpu.rflags = flags;
  };
}
