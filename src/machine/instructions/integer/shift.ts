/** Shifts and rotations (Intel SDM vol. 2, SAL/SAR/SHL/SHR, RCL/RCR/ROL/ROR, SHLD, SHRD). */
import type { InstructionRow } from '../../cpu/instruction';
import { compileShift } from '../../integer/compile';
import { compileDoubleShift } from '../../integer/double-shift';
import type { ShiftOperation } from '../../integer/operation';
import { RCL, RCR, ROL, ROR } from '../../integer/rotate';
import { SAR, SHL, SHR } from '../../integer/shift';
import { integerRow } from './row';

const FLAGS = [
  'The count is taken modulo 32, or 64 for 64-bit operands; by 0 no flag changes.',
  'CF = the last bit shifted out; SF, ZF and PF are set by the result. Undefined: AF (here: 0),',
  'OF for counts other than 1 (here: as the last single shift sets it).',
].join('\n');

const ROTATE_FLAGS = [
  'The count is taken modulo 32, or 64 for 64-bit operands; by 0 no flag changes.',
  'Only CF and OF change. Undefined: OF for counts other than 1 (here: as the last single rotation sets it).',
].join('\n');

function shiftForms(head: string): string[] {
  return ['imm8', '1', 'CL'].flatMap((count) => [8, 16, 32, 64].map((size) => `${head}_rm${size}_${count}`));
}

function shift(
  [mnemonic, ...aliases]: readonly [string, ...string[]],
  summary: string,
  operation: string,
  heads: readonly string[],
  meaning: ShiftOperation,
): InstructionRow {
  return integerRow({
    mnemonic,
    ...(aliases.length > 0 && { aliases }),
    summary,
    operation: `${operation}\n${FLAGS}`,
    manual: 'SDM vol. 2, SAL/SAR/SHL/SHR',
    forms: heads.flatMap(shiftForms),
    compile: (instruction) => compileShift(meaning, instruction),
  });
}

export const INTEGER_SHIFTS: readonly InstructionRow[] = [
  // The second group of forms is another encoding of the same, which assemblers never write.
  shift(['shl', 'sal'], 'Shift left', 'operand <<= count.', ['Shl', 'Sal'], SHL),
  shift(['shr'], 'Shift right, unsigned', 'operand >>= count, zeros come in.', ['Shr'], SHR),
  shift(['sar'], 'Shift right, signed', 'operand >>= count, copies of the sign come in.', ['Sar'], SAR),
  ...(
    [
      ['rol', 'Rotate left', 'operand is rotated left; CF = bit 0 of the result.', ROL],
      ['ror', 'Rotate right', 'operand is rotated right; CF = the top bit of the result.', ROR],
      ['rcl', 'Rotate left through carry', 'CF:operand is rotated left.', RCL],
      ['rcr', 'Rotate right through carry', 'operand:CF is rotated right.', RCR],
    ] as const
  ).map(([mnemonic, summary, operation, meaning]) =>
    integerRow({
      mnemonic,
      summary,
      operation: `${operation}\n${ROTATE_FLAGS}`,
      manual: 'SDM vol. 2, RCL/RCR/ROL/ROR',
      forms: shiftForms(`${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}`),
      compile: (instruction) => compileShift(meaning, instruction),
    }),
  ),
  ...(
    [
      ['shld', 'Double precision shift left', 'first <<= third, bits of second come in from the top.', true],
      ['shrd', 'Double precision shift right', 'first >>= third, bits of second come in from the bottom.', false],
    ] as const
  ).map(([mnemonic, summary, operation, left]) =>
    integerRow({
      mnemonic,
      summary,
      operation: `${operation}\n${FLAGS}`,
      forms: ['imm8', 'CL'].flatMap((count) =>
        [16, 32, 64].map((size) => `S${mnemonic.slice(1)}_rm${size}_r${size}_${count}`),
      ),
      compile: (instruction) => compileDoubleShift(instruction, left),
    }),
  ),
];
