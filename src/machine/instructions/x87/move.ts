/** x87 instructions that move numbers (Intel SDM vol. 2, FLD, FST, FILD, FIST, FBLD, FBSTP, FXCH, FFREE). */
import type { Instruction, InstructionRow } from '../../cpu/instruction';
import type { Operate } from '../../x87/complete';
import { exchange, free, load, loadRegister, store, storeExtended, storeRegister } from '../../x87/transfer';
import { formatOf, OF_MEMORY, registerIndex, x87Operation } from './operation';

function storing(pops: number, truncates = false): (instruction: Instruction) => Operate {
  return (instruction) => {
    if (instruction.operands[0]?.kind !== 'memory') return storeRegister(registerIndex(instruction, 0), pops);
    const format = formatOf(instruction);
    return format ? store(format, { pops, truncates }) : storeExtended;
  };
}

const loading = (instruction: Instruction): Operate =>
  instruction.operands[0]?.kind === 'memory'
    ? load(formatOf(instruction))
    : loadRegister(registerIndex(instruction, 0));

const ROUNDED = 'rounded as FCW says';

export const X87_MOVES: readonly InstructionRow[] = [
  x87Operation({
    mnemonic: 'fld',
    summary: 'Push a number onto the x87 stack',
    operation: 'Pushes the operand, which every format of memory fits exactly.',
    faults: OF_MEMORY,
    forms: ['Fld_m32fp', 'Fld_m64fp', 'Fld_m80fp', 'Fld_sti'],
    operate: loading,
  }),
  x87Operation({
    mnemonic: 'fild',
    summary: 'Push an integer onto the x87 stack',
    operation: 'Pushes the integer, exactly.',
    faults: OF_MEMORY,
    forms: ['Fild_m16int', 'Fild_m32int', 'Fild_m64int'],
    operate: loading,
  }),
  x87Operation({
    mnemonic: 'fbld',
    summary: 'Push a packed decimal onto the x87 stack',
    operation: 'Pushes the 18 decimal digits in 10 bytes, two a byte, with the sign in the highest bit.',
    faults: OF_MEMORY,
    forms: ['Fbld_m80bcd'],
    operate: loading,
  }),
  x87Operation({
    mnemonic: 'fst',
    summary: 'Store the top of the x87 stack',
    operation: `The operand = ST(0), ${ROUNDED}.`,
    manual: 'FST/FSTP',
    faults: OF_MEMORY,
    forms: ['Fst_m32fp', 'Fst_m64fp', 'Fst_sti'],
    operate: storing(0),
  }),
  x87Operation({
    mnemonic: 'fstp',
    summary: 'Store the top of the x87 stack, and pop',
    operation: `The operand = ST(0), ${ROUNDED}. Then ST(0) is popped.`,
    manual: 'FST/FSTP',
    faults: OF_MEMORY,
    forms: ['Fstp_m32fp', 'Fstp_m64fp', 'Fstp_m80fp', 'Fstp_sti'],
    operate: storing(1),
  }),
  x87Operation({
    mnemonic: 'fist',
    summary: 'Store the top of the x87 stack as an integer',
    operation: `The operand = ST(0) as an integer, ${ROUNDED}.`,
    manual: 'FIST/FISTP',
    faults: OF_MEMORY,
    forms: ['Fist_m16int', 'Fist_m32int'],
    operate: storing(0),
  }),
  x87Operation({
    mnemonic: 'fistp',
    summary: 'Store the top of the x87 stack as an integer, and pop',
    operation: `The operand = ST(0) as an integer, ${ROUNDED}. Then ST(0) is popped.`,
    manual: 'FIST/FISTP',
    faults: OF_MEMORY,
    forms: ['Fistp_m16int', 'Fistp_m32int', 'Fistp_m64int'],
    operate: storing(1),
  }),
  x87Operation({
    mnemonic: 'fisttp',
    summary: 'Store the top of the x87 stack as an integer, truncated, and pop',
    operation: 'The operand = ST(0) as an integer, rounded towards zero. Then ST(0) is popped.',
    feature: 'SSE3',
    faults: OF_MEMORY,
    forms: ['Fisttp_m16int', 'Fisttp_m32int', 'Fisttp_m64int'],
    operate: storing(1, true),
  }),
  x87Operation({
    mnemonic: 'fbstp',
    summary: 'Store the top of the x87 stack as a packed decimal, and pop',
    operation: `The operand = ST(0) as 18 decimal digits, ${ROUNDED}. Then ST(0) is popped.`,
    faults: OF_MEMORY,
    forms: ['Fbstp_m80bcd'],
    operate: storing(1),
  }),
  x87Operation({
    mnemonic: 'fxch',
    summary: 'Exchange x87 registers',
    operation: 'ST(0) and the operand change places.',
    forms: ['Fxch_st0_sti'],
    operate: (instruction) => exchange(registerIndex(instruction, 0)),
  }),
  x87Operation({
    mnemonic: 'ffree',
    summary: 'Tag an x87 register as empty',
    operation: 'ST(i) is empty. Its contents and the top of the stack stay.',
    forms: ['Ffree_sti'],
    operate: (instruction) => free(registerIndex(instruction, 0), 0),
  }),
  x87Operation({
    mnemonic: 'ffreep',
    summary: 'Tag an x87 register as empty, and pop',
    operation: 'ST(i) is empty. Then ST(0) is popped.',
    manual: 'FFREE',
    forms: ['Ffreep_sti'],
    operate: (instruction) => free(registerIndex(instruction, 0), 1),
  }),
];
