/** Jumps, calls, returns and loops (Intel SDM vol. 2). RIP is already at the next instruction when they execute. */

import { GPR } from '../../architecture/gpr';
import type { LinearAddress } from '../../architecture/linear-address';
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { CONDITIONS, type Condition, isMet } from '../../integer/condition';
import { returnFromInterrupt } from '../../integer/interrupt-return';
import { operandAt, wideSource } from '../../integer/places';
import { branchTarget, isCanonical, moveStack, pushAddress, readStack, writeBelowStack } from '../../integer/stack';
import { APX_MISSING, type IntegerRow, integerRow, MEMORY_FAULTS } from './row';

const TARGET = 'the target of the branch';
const TARGET_FAULT = '#GP(0) when the target is not canonical';

/** A row that sets RIP. */
function controlRow(row: IntegerRow): InstructionRow {
  return integerRow({ ...row, straight: false });
}

function directTarget(instruction: Instruction): LinearAddress {
  const operand = operandAt(instruction, 0);
  if (operand.kind !== 'branch') throw new TypeError(`${instruction.form} has a target`);
  return operand.target;
}

function compileJump(instruction: Instruction): Execute {
  const operand = operandAt(instruction, 0);
  if (operand.kind === 'branch') {
    const { target } = operand;
    return (cpu) => {
      cpu.rip = target;
    };
  }
  const { words, index } = wideSource(operand);
  return (cpu) => {
    const from = words(cpu);
    cpu.rip = branchTarget(from[index]!, from[index + 1]!, TARGET); // a wide source has both words
  };
}

function compileCall(instruction: Instruction): Execute {
  const operand = operandAt(instruction, 0);
  if (operand.kind === 'branch') {
    const { target } = operand;
    return (cpu) => {
      pushAddress(cpu, cpu.rip);
      cpu.rip = target;
    };
  }
  const { words, index } = wideSource(operand);
  return (cpu) => {
    const from = words(cpu);
    const low = from[index]!; // a wide source has both words
    const high = from[index + 1]!;
    if (!isCanonical(low, high) && cpu.processor.choices.callNotCanonical === 'return address') {
      writeBelowStack(cpu, cpu.rip);
    }
    const target = branchTarget(low, high, TARGET);
    pushAddress(cpu, cpu.rip);
    cpu.rip = target;
  };
}

/** The return address last popped. Scratch, not state. */
const POPPED = new Uint32Array(2);

function compileReturn({ operands }: Instruction): Execute {
  const [operand] = operands;
  const released = 8 + (operand?.kind === 'immediate' ? Number(operand.value) : 0);
  return (cpu) => {
    readStack(cpu, POPPED, 0);
    cpu.rip = branchTarget(POPPED[0]!, POPPED[1]!, 'the return address on the stack'); // two words
    moveStack(cpu, released);
  };
}

function compileConditionalJump(instruction: Instruction, condition: Condition): Execute {
  const target = directTarget(instruction);
  return (cpu) => {
    if (isMet(condition, cpu.rflags)) cpu.rip = target;
  };
}

/** RCX -= 1, then a jump unless it is 0 or `holds` is not met. No flags change. */
function compileLoop(instruction: Instruction, holds: (flags: number) => boolean): Execute {
  const target = directTarget(instruction);
  const [low, high] = [2 * GPR.RCX, 2 * GPR.RCX + 1];
  return (cpu) => {
    const { gpr32 } = cpu;
    const rest = gpr32[low]! - 1; // RCX has two words
    gpr32[low] = rest;
    if (rest < 0) gpr32[high]! -= 1; // all registers are in the file
    if ((gpr32[low]! | gpr32[high]!) !== 0 && holds(cpu.rflags)) cpu.rip = target;
  };
}

function compileJumpIfZero(instruction: Instruction, words: number): Execute {
  const target = directTarget(instruction);
  return (cpu) => {
    const { gpr32 } = cpu;
    if ((gpr32[2 * GPR.RCX]! | (words === 2 ? gpr32[2 * GPR.RCX + 1]! : 0)) === 0) cpu.rip = target; // RCX has two
  };
}

const conditionalJumps = CONDITIONS.map((condition) =>
  controlRow({
    mnemonic: `j${condition.suffix}`,
    aliases: condition.aliases.map((alias) => `j${alias}`),
    summary: `Jump if ${condition.words}`,
    operation: `if ${condition.words}: RIP = target. No flags change.`,
    exceptions: [],
    manual: 'SDM vol. 2, Jcc',
    forms: [`J${condition.suffix}_rel8_64`, `J${condition.suffix}_rel32_64`],
    compile: (instruction) => compileConditionalJump(instruction, condition),
  }),
);

const loops = [
  { suffix: '', aliases: [], condition: '', of: 'e', always: true },
  { suffix: 'e', aliases: ['loopz'], condition: ' and ZF = 1', of: 'e', always: false },
  { suffix: 'ne', aliases: ['loopnz'], condition: ' and ZF = 0', of: 'ne', always: false },
].map(({ suffix, aliases, condition, of, always }) => {
  const holds = CONDITIONS.find((each) => each.suffix === of)?.holds;
  return controlRow({
    mnemonic: `loop${suffix}`,
    aliases,
    summary: 'Loop according to the RCX counter',
    operation: `RCX -= 1; if RCX != 0${condition}: RIP = target. No flags change.`,
    exceptions: [],
    manual: 'SDM vol. 2, LOOP/LOOPcc',
    forms: [`Loop${suffix}_rel8_64_RCX`],
    compile: (instruction) => compileLoop(instruction, always || !holds ? () => true : holds),
  });
});

export const INTEGER_CONTROL: readonly InstructionRow[] = [
  ...conditionalJumps,
  controlRow({
    mnemonic: 'jmp',
    summary: 'Jump',
    operation: 'RIP = target.',
    exceptions: [TARGET_FAULT, ...MEMORY_FAULTS],
    forms: ['Jmp_rel8_64', 'Jmp_rel32_64', 'Jmp_rm64'],
    compile: compileJump,
  }),
  controlRow({
    mnemonic: 'jmpabs',
    summary: 'Jump to an absolute address',
    operation: 'RIP = the 64-bit number in the instruction.',
    features: ['APX_F'],
    exceptions: [...APX_MISSING, TARGET_FAULT],
    manual: 'APX 355828, JMPABS',
    forms: ['Jmpabs_imm64'],
    compile: compileJump,
  }),
  controlRow({
    mnemonic: 'call',
    summary: 'Call procedure',
    operation: [
      'Pushes the address of the next instruction, then RIP = target.',
      'Intel’s processors have written that address below RSP when they find that the target is not canonical.',
    ].join('\n'),
    exceptions: [TARGET_FAULT, '#SS(0) when RSP is not canonical', ...MEMORY_FAULTS],
    forms: ['Call_rel32_64', 'Call_rm64'],
    compile: compileCall,
  }),
  controlRow({
    mnemonic: 'ret',
    summary: 'Return from procedure',
    operation: 'RIP is popped; with an operand, RSP += operand.',
    exceptions: [TARGET_FAULT, '#SS(0) when RSP is not canonical', '#PF for a page fault'],
    forms: ['Retnq', 'Retnq_imm16'],
    compile: compileReturn,
  }),
  ...loops,
  controlRow({
    mnemonic: 'jrcxz',
    summary: 'Jump if RCX is 0',
    operation: 'if RCX = 0: RIP = target. No flags change.',
    exceptions: [],
    manual: 'SDM vol. 2, Jcc',
    forms: ['Jrcxz_rel8_64'],
    compile: (instruction) => compileJumpIfZero(instruction, 2),
  }),
  controlRow({
    mnemonic: 'jecxz',
    summary: 'Jump if ECX is 0',
    operation: 'if ECX = 0: RIP = target. No flags change.',
    exceptions: [],
    manual: 'SDM vol. 2, Jcc',
    forms: ['Jecxz_rel8_64'],
    compile: (instruction) => compileJumpIfZero(instruction, 1),
  }),
  controlRow({
    mnemonic: 'iretq',
    summary: 'Return from interrupt',
    operation: [
      'RIP, CS, RFLAGS, RSP and SS are popped; the privilege level becomes that of CS.',
      'Segment registers are not modelled beyond that level; IF changes at level 0 only.',
    ].join('\n'),
    exceptions: [TARGET_FAULT, '#GP(selector) for a return to an inner level', '#SS(0)', '#PF for a page fault'],
    manual: 'SDM vol. 2, IRET/IRETD/IRETQ',
    forms: ['Iretq'],
    compile: () => returnFromInterrupt,
  }),
];
