/** Instructions that compute a register from other operands, without reading it: counts, and the three operands of BMI. */
import { FLAG } from '../architecture/bits';
import { GPR } from '../architecture/gpr';
import type { Execute, Instruction, RegisterRef } from '../cpu/instruction';
import { HALVES, multiplyNarrow, multiplyWide, PRODUCT } from './multiply';
import { type BinaryOperation, RESULT, type UnaryOperation } from './operation';
import { isNarrow, operandAt, reader, registerReader, registerWriter, wideSource } from './places';

function targetOf(instruction: Instruction, index = 0): RegisterRef {
  const operand = operandAt(instruction, index);
  if (operand.kind === 'register') return operand.register;
  throw new TypeError(`${instruction.form} writes to a register`);
}

/** first = operation(second). With `keepsWhenZero`, an operation that sets ZF leaves the target as it was. */
export function compileFromSource(operation: UnaryOperation, instruction: Instruction, keepsWhenZero = false): Execute {
  const target = targetOf(instruction);
  const source = operandAt(instruction, 1);
  const size = instruction.operandSize;
  if (isNarrow(size)) {
    const [read, write] = [reader(source, size), registerWriter(target, size)];
    const operate = operation.narrow(size);
    return (cpu) => {
      const flags = operate(read(cpu), cpu.rflags);
      cpu.rflags = flags;
      if (!keepsWhenZero || !(flags & FLAG.ZF)) write(cpu, RESULT[0]!); // two words
    };
  }
  const { words, index } = wideSource(source);
  const { wide } = operation;
  const to = 2 * target.index;
  return (cpu) => {
    const from = words(cpu);
    const flags = wide(from[index]!, from[index + 1]!, cpu.rflags); // a wide source has both words
    cpu.rflags = flags;
    if (keepsWhenZero && flags & FLAG.ZF) return;
    cpu.gpr32[to] = RESULT[0]!; // the scratch has as many words
    cpu.gpr32[to + 1] = RESULT[1]!;
  };
}

/** first = operation(second, third). */
export function compileFromPair(operation: BinaryOperation, instruction: Instruction): Execute {
  const target = targetOf(instruction);
  const [first, second] = [operandAt(instruction, 1), operandAt(instruction, 2)];
  const size = instruction.operandSize;
  if (isNarrow(size)) {
    const [readFirst, readSecond, write] = [reader(first, size), reader(second, size), registerWriter(target, size)];
    const operate = operation.narrow(size);
    return (cpu) => {
      cpu.rflags = operate(readFirst(cpu), readSecond(cpu), cpu.rflags);
      write(cpu, RESULT[0]!); // two words
    };
  }
  // At most one of the two is memory, so the scratch of wide sources is not used twice.
  const [a, b] = [wideSource(first), wideSource(second)];
  const to = 2 * target.index;
  const { wide } = operation;
  return (cpu) => {
    const [x, y] = [a.words(cpu), b.words(cpu)];
    // Wide sources have both words, and so have registers and results.
    cpu.rflags = wide(x[a.index]!, x[a.index + 1]!, y[b.index]!, y[b.index + 1]!, cpu.rflags);
    cpu.gpr32[to] = RESULT[0]!; // the scratch has as many words
    cpu.gpr32[to + 1] = RESULT[1]!;
  };
}

/** MULX: first and second = the halves of RDX (or EDX) * third, the upper one first. No flags change. */
export function compileMultiplyExtended(instruction: Instruction): Execute {
  const [high, low] = [targetOf(instruction, 0), targetOf(instruction, 1)];
  const source = operandAt(instruction, 2);
  const size = instruction.operandSize;
  if (isNarrow(size)) {
    const [read, readData] = [reader(source, size), registerReader({ file: 'gpr', index: GPR.RDX, size }, size)];
    const [writeHigh, writeLow] = [registerWriter(high, size), registerWriter(low, size)];
    return (cpu) => {
      multiplyNarrow(size, false, readData(cpu), read(cpu), 0);
      writeLow(cpu, HALVES[0]!); // two halves
      writeHigh(cpu, HALVES[1]!);
    };
  }
  const { words, index } = wideSource(source);
  return (cpu) => {
    const { gpr32 } = cpu;
    const from = words(cpu);
    // Wide sources have both words, and so have registers; the product has four.
    multiplyWide(false, gpr32[2 * GPR.RDX]!, gpr32[2 * GPR.RDX + 1]!, from[index]!, from[index + 1]!, 0);
    gpr32[2 * low.index] = PRODUCT[0]!; // the scratch has as many words
    gpr32[2 * low.index + 1] = PRODUCT[1]!;
    gpr32[2 * high.index] = PRODUCT[2]!; // the scratch has as many words
    gpr32[2 * high.index + 1] = PRODUCT[3]!;
  };
}
