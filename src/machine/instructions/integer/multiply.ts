/** Multiplication and division (Intel SDM vol. 2, IMUL, MUL, DIV and IDIV). */

import { GPR } from '../../architecture/gpr';
import type { Cpu } from '../../cpu/cpu';
import type { Execute, Instruction, InstructionRow, Operand } from '../../cpu/instruction';
import { zeroExtendingWriter } from '../../integer/apx/destination';
import { compileDivide } from '../../integer/divide';
import { multiplyInRegisters } from '../../integer/in-registers';
import { HALVES, multiplyNarrow, multiplyWide, PRODUCT } from '../../integer/multiply';
import { type NarrowSize, RESULT } from '../../integer/operation';
import { isNarrow, operandAt, reader, registerReader, registerWriter, wideSource } from '../../integer/places';
import { integerRow, MEMORY_FAULTS, sizedForms } from './row';

const FLAGS = 'CF = OF = the upper half matters. Undefined: SF, ZF and PF (here: of the low half), AF (here: 0).';

/** The accumulator times the operand, into the pair of data register and accumulator (AX for bytes). */
function compileAccumulator(instruction: Instruction, signed: boolean): Execute {
  const size = instruction.operandSize;
  const operand = operandAt(instruction, 0);
  if (!isNarrow(size)) return compileWideAccumulator(operand, signed);
  const read = reader(operand, size);
  const readAccumulator = registerReader({ file: 'gpr', index: GPR.RAX, size }, size);
  const store = storeHalves(size);
  return (cpu) => {
    cpu.rflags = multiplyNarrow(size, signed, readAccumulator(cpu), read(cpu), cpu.rflags);
    store(cpu, HALVES[0]!, HALVES[1]!); // two words
  };
}

function storeHalves(size: NarrowSize): (cpu: Cpu, low: number, high: number) => void {
  if (size === 1) {
    const write = registerWriter({ file: 'gpr', index: GPR.RAX, size: 2 }, 2);
    return (cpu, low, high) => write(cpu, (high << 8) | low);
  }
  const writeLow = registerWriter({ file: 'gpr', index: GPR.RAX, size }, size);
  const writeHigh = registerWriter({ file: 'gpr', index: GPR.RDX, size }, size);
  return (cpu, low, high) => {
    writeLow(cpu, low);
    writeHigh(cpu, high);
  };
}

function compileWideAccumulator(operand: Operand, signed: boolean): Execute {
  const { words, index } = wideSource(operand);
  return (cpu) => {
    const { gpr32 } = cpu;
    const from = words(cpu);
    const [low, high] = [gpr32[2 * GPR.RAX]!, gpr32[2 * GPR.RAX + 1]!]; // these and all below: arrays with such words
    cpu.rflags = multiplyWide(signed, low, high, from[index]!, from[index + 1]!, cpu.rflags);
    gpr32[2 * GPR.RAX] = PRODUCT[0]!; // the scratch has as many words
    gpr32[2 * GPR.RAX + 1] = PRODUCT[1]!;
    gpr32[2 * GPR.RDX] = PRODUCT[2]!; // the scratch has as many words
    gpr32[2 * GPR.RDX + 1] = PRODUCT[3]!;
  };
}

/** Of 16 bits: APX's forms with a new destination, and with ZU in place of ND, clear what is above the product. */
function hasZerosAbove(instruction: Instruction): boolean {
  return (
    instruction.form.startsWith('EVEX_Imulzu_') ||
    instruction.operands[2]?.kind === 'register' ||
    instruction.operands[2]?.kind === 'memory'
  );
}

/** IMUL with two or three operands: the low half of the product, into a register. */
function compileRegister(instruction: Instruction): Execute {
  const target = operandAt(instruction, 0);
  if (target.kind !== 'register') throw new TypeError(`${instruction.form} multiplies into a register`);
  const three = instruction.operands.length === 3;
  const [first, second] = [operandAt(instruction, three ? 1 : 0), operandAt(instruction, three ? 2 : 1)];
  const size = instruction.operandSize;
  const quick = multiplyInRegisters({ operand: first, destination: target.register }, second, size);
  if (quick) return quick;
  if (isNarrow(size)) {
    const [readFirst, readSecond] = [reader(first, size), reader(second, size)];
    const write = hasZerosAbove(instruction)
      ? zeroExtendingWriter(target.register)
      : registerWriter(target.register, size);
    return (cpu) => {
      cpu.rflags = multiplyNarrow(size, true, readFirst(cpu), readSecond(cpu), cpu.rflags);
      write(cpu, HALVES[0]!); // two words
    };
  }
  // At most one of the two is memory, so the scratch of wide sources is not used twice.
  const [a, b] = [wideSource(first), wideSource(second)];
  const index = 2 * target.register.index;
  return (cpu) => {
    const [x, y] = [a.words(cpu), b.words(cpu)];
    // Wide sources have both words, and so have registers and results.
    cpu.rflags = multiplyWide(true, x[a.index]!, x[a.index + 1]!, y[b.index]!, y[b.index + 1]!, cpu.rflags);
    cpu.gpr32[index] = RESULT[0]!; // the scratch has as many words
    cpu.gpr32[index + 1] = RESULT[1]!;
  };
}

export const INTEGER_MULTIPLICATION: readonly InstructionRow[] = [
  integerRow({
    mnemonic: 'imul',
    summary: 'Signed multiply',
    operation: [
      'One operand: DX:AX, EDX:EAX or RDX:RAX (AX for bytes) = accumulator * operand.',
      `Two: first *= second. Three: first = second * third. ${FLAGS}`,
    ].join('\n'),
    forms: [
      ...sizedForms('Imul', ['rm']),
      ...sizedForms('Imul', ['r', 'rm'], [16, 32, 64]),
      'Imul_r16_rm16_imm16',
      'Imul_r32_rm32_imm32',
      'Imul_r64_rm64_imm32',
      'Imul_r16_rm16_imm8',
      'Imul_r32_rm32_imm8',
      'Imul_r64_rm64_imm8',
    ],
    compile: (instruction) =>
      instruction.operands.length === 1 ? compileAccumulator(instruction, true) : compileRegister(instruction),
  }),
  integerRow({
    mnemonic: 'mul',
    summary: 'Unsigned multiply',
    operation: `DX:AX, EDX:EAX or RDX:RAX (AX for bytes) = accumulator * operand. ${FLAGS}`,
    forms: sizedForms('Mul', ['rm']),
    compile: (instruction) => compileAccumulator(instruction, false),
  }),
  ...(
    [
      ['div', 'Unsigned divide', 'Div', false],
      ['idiv', 'Signed divide', 'Idiv', true],
    ] as const
  ).map(([mnemonic, summary, head, signed]) =>
    integerRow({
      mnemonic,
      summary,
      operation: [
        'RAX, EAX or AX = DX:AX, EDX:EAX or RDX:RAX / operand; RDX, EDX or DX = the remainder. For bytes: AL and AH from AX.',
        'The status flags are undefined (here: they stay).',
      ].join('\n'),
      exceptions: [...MEMORY_FAULTS, '#DE for a division by 0, or a quotient that does not fit'],
      forms: sizedForms(head, ['rm']),
      compile: (instruction) => compileDivide(instruction, signed),
    }),
  ),
];
