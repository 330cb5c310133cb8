/** The conditional instructions of APX (355828, 3.1.3.2): compares that have flags for the other case, and moves that may let memory be. */
import { FLAG } from '../../architecture/bits';
import type { Cpu } from '../../cpu/cpu';
import type { Execute, Instruction, Operand, RegisterRef } from '../../cpu/instruction';
import { compileBinary } from '../compile';
import { STATUS_FLAGS } from '../flags';
import { moveTo } from '../move';
import type { BinaryOperation, NarrowSize } from '../operation';
import { operandAt, type Write, writer } from '../places';
import { valueReader } from '../value-source';
import { zeroExtendingWriter } from './destination';

type Holds = (flags: number) => boolean;

/** By bits of the default flags, from the lowest. PF goes with CF, and AF becomes 0. */
const DEFAULT_FLAGS = [FLAG.CF | FLAG.PF, FLAG.ZF, FLAG.SF, FLAG.OF];

/** CCMP and CTEST. Memory is read in either case, and may fault. */
export function compileConditionalCompare(operation: BinaryOperation, instruction: Instruction, holds: Holds): Execute {
  const compare = compileBinary(operation, instruction);
  const { operands, operandSize, defaultFlags = 0 } = instruction;
  const flags = DEFAULT_FLAGS.reduce((sum, flag, bit) => (defaultFlags & (1 << bit) ? sum | flag : sum), 0);
  const memory = operands.find(({ kind }) => kind === 'memory');
  const touch = memory && valueReader(memory, operandSize);
  return (cpu) => {
    if (holds(cpu.rflags)) return compare(cpu);
    touch?.(cpu);
    cpu.rflags = (cpu.rflags & ~STATUS_FLAGS) | flags;
  };
}

/**
 * CFCMOV: with three operands the last goes to the first, or else the second does; with two the second, or else zero. Memory is
 * accessed only where the condition is met. Registers have zeros above what is written.
 */
export function compileFaultingMove(instruction: Instruction, holds: Holds): Execute {
  const { operands, operandSize } = instruction;
  const target = operandAt(instruction, 0);
  const move = moveTo(target, operandAt(instruction, operands.length - 1), operandSize, zeroExtending);
  if (target.kind !== 'register') {
    return (cpu) => {
      if (holds(cpu.rflags)) move(cpu);
    };
  }
  const otherwise =
    operands.length === 3
      ? moveTo(target, operandAt(instruction, 1), operandSize, zeroExtending)
      : clearing(target.register);
  return (cpu) => (holds(cpu.rflags) ? move(cpu) : otherwise(cpu));
}

/** Registers have zeros above what is written. */
function zeroExtending(target: Operand, size: NarrowSize): Write {
  return target.kind === 'register' ? zeroExtendingWriter(target.register) : writer(target, size);
}

function clearing(register: RegisterRef): Execute {
  const write = zeroExtendingWriter(register);
  return (cpu) => write(cpu, 0);
}

/** SETcc that clears what is above its byte in a register. */
export function compileZeroingSet(instruction: Instruction, holds: Holds): Execute {
  const target = operandAt(instruction, 0);
  const write = zeroExtending(target, 1);
  return (cpu: Cpu) => write(cpu, holds(cpu.rflags) ? 1 : 0);
}
