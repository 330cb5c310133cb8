/** Rows of x87 instructions that work on numbers: they wait for exceptions, and are noted as the last instruction. */
import type { Instruction, InstructionRow } from '../../cpu/instruction';
import type { Operate } from '../../x87/complete';
import { MEMORY_FORMATS, type MemoryFormat } from '../../x87/memory-formats';
import { noteX87Instruction, pointersOf } from '../../x87/pointers';
import { MEMORY_FAULTS } from '../integer/row';
import { addressOf } from '../operands';
import { type X87Row, x87Row } from './row';

export const OF_MEMORY = MEMORY_FAULTS;

type X87OperationRow = Omit<X87Row, 'meaning' | 'waits' | 'onlyStores'> & {
  readonly operate: (instruction: Instruction) => Operate;
};

export function x87Operation({ operate, ...row }: X87OperationRow): InstructionRow {
  return x87Row({
    ...row,
    waits: true,
    meaning: (instruction) => {
      const pointers = pointersOf(instruction);
      const work = operate(instruction);
      if (instruction.operands[0]?.kind !== 'memory') {
        return (cpu) => noteX87Instruction(cpu, pointers, work(cpu, 0));
      }
      const address = addressOf(instruction);
      return (cpu) => {
        const data = address(cpu);
        noteX87Instruction(cpu, pointers, work(cpu, data), data);
      };
    },
  });
}

/** The same whatever the operands are. */
export function operating(work: Operate): () => Operate {
  return () => work;
}

/** The format of the memory operand; undefined for 80 bits, which are moved as they are, and where there is none. */
export function formatOf({ form }: Instruction): MemoryFormat | undefined {
  return MEMORY_FORMATS[form.split('_')[1] ?? ''];
}

/** The i of ST(i). */
export function registerIndex({ operands }: Instruction, at: number): number {
  const operand = operands[at];
  return operand?.kind === 'register' ? operand.register.index : 0;
}
