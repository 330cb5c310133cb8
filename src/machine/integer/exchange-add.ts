/** XADD and CMPXCHG (Intel SDM vol. 2): read-modify-writes that bring the old value into a register. */
import { GPR } from '../architecture/gpr';
import type { Execute, Instruction } from '../cpu/instruction';
import { ADD, CMP } from './arithmetic';
import { modifyNarrow, modifyWide } from './compile';
import { wideWriter } from './move';
import { RESULT } from './operation';
import { isNarrow, operandAt, registerReader, registerWriter, wideSource, writer } from './places';

/** Both registers the same: it ends up with the sum, for the target is written last. */
export function compileExchangeAdd(instruction: Instruction): Execute {
  const [target, source] = [operandAt(instruction, 0), operandAt(instruction, 1)];
  const size = instruction.operandSize;
  if (source.kind !== 'register') throw new TypeError('XADD has a register');
  if (isNarrow(size)) {
    const [read, write] = [registerReader(source.register, size), writer(source, size)];
    const add = ADD.narrow(size);
    return modifyNarrow({ operand: target }, size, true, (cpu, value) => {
      const flags = add(value, read(cpu), cpu.rflags);
      write(cpu, value);
      return flags;
    });
  }
  const index = 2 * source.register.index;
  const write = wideWriter(source);
  return modifyWide({ operand: target }, true, (cpu, low, high) => {
    const flags = ADD.wide(low, high, cpu.gpr32[index]!, cpu.gpr32[index + 1]!, cpu.rflags); // within the register file
    write(cpu, low, high);
    return flags;
  });
}

/**
 * Memory is written in either case: with its own value where the accumulator differs. A 32-bit register then keeps its
 * upper half, as processors do.
 */
export function compileCompareExchange(instruction: Instruction): Execute {
  const [target, source] = [operandAt(instruction, 0), operandAt(instruction, 1)];
  const size = instruction.operandSize;
  const accumulator = { file: 'gpr', index: GPR.RAX, size } as const;
  if (source.kind !== 'register') throw new TypeError('CMPXCHG has a register');
  if (isNarrow(size)) {
    const [read, readAccumulator] = [registerReader(source.register, size), registerReader(accumulator, size)];
    const writeAccumulator = registerWriter(accumulator, size);
    const compare = CMP.narrow(size);
    if (target.kind === 'register' && size === 4) {
      const readTarget = registerReader(target.register, size);
      const writeTarget = registerWriter(target.register, size);
      return (cpu) => {
        const value = readTarget(cpu);
        cpu.rflags = compare(readAccumulator(cpu), value, cpu.rflags);
        if (RESULT[0] === 0) writeTarget(cpu, read(cpu));
        else writeAccumulator(cpu, value);
      };
    }
    return modifyNarrow({ operand: target }, size, true, (cpu, value) => {
      const flags = compare(readAccumulator(cpu), value, cpu.rflags);
      const equal = RESULT[0] === 0;
      RESULT[0] = equal ? read(cpu) : value;
      if (!equal) writeAccumulator(cpu, value);
      return flags;
    });
  }
  const { index } = wideSource(source);
  const writeAccumulator = wideWriter({ kind: 'register', register: accumulator });
  const [accumulatorLow, accumulatorHigh] = [2 * GPR.RAX, 2 * GPR.RAX + 1];
  return modifyWide({ operand: target }, true, (cpu, low, high) => {
    const { gpr32 } = cpu;
    const flags = CMP.wide(gpr32[accumulatorLow]!, gpr32[accumulatorHigh]!, low, high, cpu.rflags); // both exist
    const equal = (RESULT[0]! | RESULT[1]!) === 0; // two words
    RESULT[0] = equal ? gpr32[index]! : low; // within the register file
    RESULT[1] = equal ? gpr32[index + 1]! : high;
    if (!equal) writeAccumulator(cpu, low, high);
    return flags;
  });
}
