/**
 * MOV of 32 and 64 bits between registers, and between a register and memory: one function for each, in which nothing is
 * called by way of a variable (see `in-registers.ts`).
 */
import { plainAddress, plainOperand } from '../cpu/effective-address';
import type { Execute, MemoryRef, Operand } from '../cpu/instruction';

/** What executes the move; undefined where it has to be put together from parts. */
export function quickMove(target: Operand, source: Operand, size: number): Execute | undefined {
  if (size !== 4 && size !== 8) return undefined;
  const wide = size === 8;
  if (target.kind === 'memory') {
    return source.kind === 'register' ? store(target.memory, 2 * source.register.index, wide) : undefined;
  }
  if (target.kind !== 'register') return undefined;
  const to = 2 * target.register.index;
  if (source.kind === 'register') return copy(to, 2 * source.register.index, wide);
  return source.kind === 'memory' ? load(to, source.memory, wide) : undefined;
}

function copy(to: number, from: number, wide: boolean): Execute {
  return ({ gpr32 }) => {
    const high = wide ? gpr32[from + 1]! : 0; // all registers are in the file
    gpr32[to] = gpr32[from]!;
    gpr32[to + 1] = high;
  };
}

function load(to: number, memory: MemoryRef, wide: boolean): Execute | undefined {
  const operand = plainOperand(memory);
  if (!operand) return undefined;
  if (wide) return (cpu) => cpu.memory.readWords(cpu.access, plainAddress(operand, cpu), cpu.gpr32, to);
  return (cpu) => {
    const { gpr32 } = cpu;
    gpr32[to] = cpu.memory.read32(cpu.access, plainAddress(operand, cpu));
    gpr32[to + 1] = 0;
  };
}

function store(memory: MemoryRef, from: number, wide: boolean): Execute | undefined {
  const operand = plainOperand(memory);
  if (!operand) return undefined;
  if (wide) {
    return (cpu) => {
      const { gpr32 } = cpu;
      cpu.memory.writeWords(cpu.access, plainAddress(operand, cpu), gpr32[from]!, gpr32[from + 1]!); // in the file
    };
  }
  return (cpu) => cpu.memory.write32(cpu.access, plainAddress(operand, cpu), cpu.gpr32[from]!); // all are in the file
}
