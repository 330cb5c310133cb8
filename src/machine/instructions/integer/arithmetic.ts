/** Arithmetic, logic and comparison of integers (Intel SDM vol. 2). */
import type { InstructionRow } from '../../cpu/instruction';
import { ADC, ADD, AND, CMP, DEC, INC, NEG, NOT, OR, SBB, SUB, TEST, XOR } from '../../integer/arithmetic';
import { compileBinary, compileUnary } from '../../integer/compile';
import type { BinaryOperation, UnaryOperation } from '../../integer/operation';
import { integerRow, sizedForms } from './row';

const ALL_FLAGS = 'OF, SF, ZF, AF, CF and PF are set by the result.';
const LOGIC_FLAGS = 'CF and OF become 0; SF, ZF and PF are set by the result; AF is undefined (here: 0).';

/** The forms that ADD has, and every instruction laid out like it. */
function binaryForms(head: string): string[] {
  return [
    ...sizedForms(head, ['rm', 'r']),
    ...sizedForms(head, ['r', 'rm']),
    `${head}_AL_imm8`,
    `${head}_AX_imm16`,
    `${head}_EAX_imm32`,
    `${head}_RAX_imm32`,
    `${head}_rm8_imm8`,
    `${head}_rm16_imm16`,
    `${head}_rm32_imm32`,
    `${head}_rm64_imm32`,
    `${head}_rm16_imm8`,
    `${head}_rm32_imm8`,
    `${head}_rm64_imm8`,
  ];
}

function binary(mnemonic: string, summary: string, operation: string, meaning: BinaryOperation): InstructionRow {
  const head = `${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}`;
  return integerRow({
    mnemonic,
    summary,
    operation,
    forms: binaryForms(head),
    compile: (instruction) => compileBinary(meaning, instruction),
  });
}

function unary(mnemonic: string, summary: string, operation: string, meaning: UnaryOperation): InstructionRow {
  const head = `${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}`;
  return integerRow({
    mnemonic,
    summary,
    operation,
    forms: sizedForms(head, ['rm']),
    compile: (instruction) => compileUnary(meaning, instruction),
  });
}

export const INTEGER_ARITHMETIC: readonly InstructionRow[] = [
  binary('add', 'Add', `first += second. ${ALL_FLAGS}`, ADD),
  binary('adc', 'Add with carry', `first += second + CF. ${ALL_FLAGS}`, ADC),
  binary('sub', 'Subtract', `first -= second. ${ALL_FLAGS}`, SUB),
  binary('sbb', 'Subtract with borrow', `first -= second + CF. ${ALL_FLAGS}`, SBB),
  binary('cmp', 'Compare two operands', `Flags as SUB sets them; nothing is written. ${ALL_FLAGS}`, CMP),
  binary('and', 'Logical AND', `first &= second. ${LOGIC_FLAGS}`, AND),
  binary('or', 'Logical inclusive OR', `first |= second. ${LOGIC_FLAGS}`, OR),
  binary('xor', 'Logical exclusive OR', `first ^= second. ${LOGIC_FLAGS}`, XOR),
  integerRow({
    mnemonic: 'test',
    summary: 'Logical compare',
    operation: `Flags as AND sets them; nothing is written. ${LOGIC_FLAGS}`,
    forms: [
      ...sizedForms('Test', ['rm', 'r']),
      'Test_AL_imm8',
      'Test_AX_imm16',
      'Test_EAX_imm32',
      'Test_RAX_imm32',
      'Test_rm8_imm8',
      'Test_rm16_imm16',
      'Test_rm32_imm32',
      'Test_rm64_imm32',
      'Test_rm8_imm8_F6r1',
      'Test_rm16_imm16_F7r1',
      'Test_rm32_imm32_F7r1',
      'Test_rm64_imm32_F7r1',
    ],
    compile: (instruction) => compileBinary(TEST, instruction),
  }),
  unary('inc', 'Increment by 1', 'operand += 1. Flags as ADD sets them, but CF stays.', INC),
  unary('dec', 'Decrement by 1', 'operand -= 1. Flags as SUB sets them, but CF stays.', DEC),
  unary(
    'neg',
    "Two's complement negation",
    'operand = 0 - operand. Flags as SUB sets them: CF = operand was not 0.',
    NEG,
  ),
  unary('not', "One's complement negation", 'operand = ~operand. No flags change.', NOT),
];
