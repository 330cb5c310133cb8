/** PUSH2 and POP2 (APX 355828, 3.1.3.1.1): two pushes or pops at once, on a stack that is aligned to both. */
import type { Cpu } from '../../cpu/cpu';
import type { Execute, Instruction } from '../../cpu/instruction';
import { checkAlignment } from '../../cpu/requirements';
import { operandAt, wideSource } from '../places';
import { moveStack, readStack, stackAddress } from '../stack';

const PAIR_BYTES = 16;

function numbersOf(instruction: Instruction): [first: number, second: number] {
  return [0, 1].map((at) => wideSource(operandAt(instruction, at)).index) as [number, number]; // two of them
}

function checkedAddress(cpu: Cpu, offset: number): number {
  const address = stackAddress(cpu, offset);
  checkAlignment(cpu, address, PAIR_BYTES, 'stack');
  return address;
}

/** The first operand, then the second, which ends up at RSP. */
export function compilePush2(instruction: Instruction): Execute {
  const [first, second] = numbersOf(instruction);
  return (cpu) => {
    const { gpr32, memory } = cpu;
    const address = checkedAddress(cpu, -PAIR_BYTES);
    memory.checkWritable(cpu.access, address, PAIR_BYTES);
    memory.writeWords(cpu.access, address + 8, gpr32[first]!, gpr32[first + 1]!); // registers have two words
    memory.writeWords(cpu.access, address, gpr32[second]!, gpr32[second + 1]!);
    moveStack(cpu, -PAIR_BYTES);
  };
}

/** What was read. Scratch, not state. */
const POPPED = new Uint32Array(4);

/** The first operand is the one at RSP. */
export function compilePop2(instruction: Instruction): Execute {
  const [first, second] = numbersOf(instruction);
  return (cpu) => {
    const { gpr32 } = cpu;
    checkedAddress(cpu, 0);
    readStack(cpu, POPPED, 0);
    readStack(cpu, POPPED, 2, 8);
    moveStack(cpu, PAIR_BYTES);
    gpr32[first] = POPPED[0]!; // four words
    gpr32[first + 1] = POPPED[1]!;
    gpr32[second] = POPPED[2]!; // the scratch has as many words
    gpr32[second + 1] = POPPED[3]!;
  };
}
