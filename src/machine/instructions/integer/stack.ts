/** PUSH, POP and LEAVE (Intel SDM vol. 2). */

import { GPR } from '../../architecture/gpr';
import type { Cpu } from '../../cpu/cpu';
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { wideWriter } from '../../integer/move';
import { operandAt, reader, wideSource, writer } from '../../integer/places';
import { moveStack, push, readStack, stackAddress } from '../../integer/stack';
import { APX_MISSING, integerRow } from './row';

const STACK_FAULTS = [
  '#SS(0) when RSP is not canonical',
  '#GP(0) for an address that is not canonical',
  '#PF for a page fault',
];

function compilePush(instruction: Instruction): Execute {
  const source = operandAt(instruction, 0);
  if (instruction.operandSize === 2) {
    const read = reader(source, 2);
    return (cpu) => {
      cpu.memory.write16(cpu.access, stackAddress(cpu, -2), read(cpu));
      moveStack(cpu, -2);
    };
  }
  const { words, index } = wideSource(source);
  return (cpu) => {
    const from = words(cpu);
    push(cpu, from[index]!, from[index + 1]!); // a wide source has both words
  };
}

/** The words last popped. Scratch, not state. */
const POPPED = new Uint32Array(2);

function compilePop(instruction: Instruction): Execute {
  const target = operandAt(instruction, 0);
  if (instruction.operandSize === 2) {
    const write = writer(target, 2);
    return (cpu) => {
      const value = cpu.memory.read16(cpu.access, stackAddress(cpu, 0));
      moveStackThen(cpu, 2, () => write(cpu, value));
    };
  }
  const write = wideWriter(target);
  if (target.kind === 'register') {
    return (cpu) => {
      readStack(cpu, POPPED, 0);
      moveStack(cpu, 8);
      write(cpu, POPPED[0]!, POPPED[1]!); // two words
    };
  }
  return (cpu) => {
    readStack(cpu, POPPED, 0);
    moveStackThen(cpu, 8, () => write(cpu, POPPED[0]!, POPPED[1]!)); // the scratch has as many words
  };
}

/** An address with RSP is computed after RSP has moved; a fault of the write moves it back. */
function moveStackThen(cpu: Cpu, offset: number, write: () => void): void {
  moveStack(cpu, offset);
  try {
    write();
  } catch (fault) {
    moveStack(cpu, -offset);
    throw fault;
  }
}

function leave(cpu: Cpu): void {
  const [low, high] = [cpu.gpr32[2 * GPR.RSP]!, cpu.gpr32[2 * GPR.RSP + 1]!]; // registers have two words
  cpu.gpr[GPR.RSP] = cpu.gpr[GPR.RBP]!;
  try {
    readStack(cpu, POPPED, 0);
  } catch (fault) {
    cpu.gpr32[2 * GPR.RSP] = low;
    cpu.gpr32[2 * GPR.RSP + 1] = high;
    throw fault;
  }
  moveStack(cpu, 8);
  cpu.gpr32[2 * GPR.RBP] = POPPED[0]!; // two words
  cpu.gpr32[2 * GPR.RBP + 1] = POPPED[1]!;
}

/** PUSH and POP with a hint: every PUSHP has its POPP, so that the processor may keep the value at hand. */
const BALANCED: readonly InstructionRow[] = [
  integerRow({
    mnemonic: 'pushp',
    summary: 'Push onto the stack, with a hint that POPP will pop it',
    operation: 'RSP -= 8, then memory at RSP = operand. The hint has no effect here.',
    features: ['APX_F'],
    exceptions: [...APX_MISSING, '#SS(0) when RSP is not canonical', '#PF for a page fault'],
    manual: 'APX 355828, PUSHP',
    forms: ['Pushp_r64'],
    compile: compilePush,
  }),
  integerRow({
    mnemonic: 'popp',
    summary: 'Pop from the stack what PUSHP has pushed',
    operation: 'operand = memory at RSP, RSP += 8. The hint has no effect here.',
    features: ['APX_F'],
    exceptions: [...APX_MISSING, '#SS(0) when RSP is not canonical', '#PF for a page fault'],
    manual: 'APX 355828, POPP',
    forms: ['Popp_r64'],
    compile: compilePop,
  }),
];

export const INTEGER_STACK: readonly InstructionRow[] = [
  integerRow({
    mnemonic: 'push',
    summary: 'Push onto the stack',
    operation: 'RSP -= 8 (2 for 16-bit operands), then memory at RSP = operand. PUSH RSP stores the old RSP.',
    exceptions: STACK_FAULTS,
    forms: ['Push_r64', 'Push_r16', 'Push_rm64', 'Push_rm16', 'Pushq_imm8', 'Pushq_imm32'],
    compile: compilePush,
  }),
  integerRow({
    mnemonic: 'pop',
    summary: 'Pop from the stack',
    operation: 'operand = memory at RSP, RSP += 8 (2 for 16-bit operands). POP RSP loads RSP.',
    exceptions: STACK_FAULTS,
    forms: ['Pop_r64', 'Pop_r16', 'Pop_rm64', 'Pop_rm16'],
    compile: compilePop,
  }),
  ...BALANCED,
  integerRow({
    mnemonic: 'leave',
    summary: 'High-level procedure exit',
    operation: 'RSP = RBP, then RBP is popped.',
    exceptions: ['#SS(0) when RBP is not canonical', '#PF for a page fault'],
    forms: ['Leaveq'],
    compile: () => leave,
  }),
];
