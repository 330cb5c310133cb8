/** x87 instructions that push a number (Intel SDM vol. 2, FLD and FLD1 to FLDZ). */
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { roundedConstant, X87_CONSTANTS, type X87Constant } from '../../x87/constants';
import { noteX87Instruction, pointersOf } from '../../x87/pointers';
import { pushX87 } from '../../x87/stack';
import { x87Row } from './row';

const OVERFLOW = 'Where the register below the top is not empty: stack overflow, an invalid operation.';

function compileConstant(instruction: Instruction, constant: X87Constant): Execute {
  const pointers = pointersOf(instruction);
  return (cpu) => noteX87Instruction(cpu, pointers, pushX87(cpu, roundedConstant(cpu, constant)));
}

export const X87_LOADS: readonly InstructionRow[] = X87_CONSTANTS.map((constant) => {
  const { mnemonic, words, nearest } = constant;
  return x87Row({
    mnemonic,
    summary: `Push ${words} onto the x87 stack`,
    operation: `Pushes ${words}${nearest ? ', rounded as FCW says' : ''}. ${OVERFLOW}`,
    waits: true,
    manual: 'FLD1/FLDL2T/FLDL2E/FLDPI/FLDLG2/FLDLN2/FLDZ',
    forms: [`F${mnemonic.slice(1)}`],
    meaning: (instruction) => compileConstant(instruction, constant),
  });
});
