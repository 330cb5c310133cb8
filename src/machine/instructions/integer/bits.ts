/** Single bits, counts of bits and fields of bits: the BT family, scans, BSWAP, BMI1 and BMI2 (Intel SDM vol. 2). */

import type { Feature } from '../../architecture/feature';
import type { Cpu } from '../../cpu/cpu';
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { ANDN, BEXTR, BZHI, PDEP, PEXT, RORX, SARX, SHLX, SHRX } from '../../integer/bit-field';
import { BLSI, BLSMSK, BLSR, BSF, BSR, LZCNT, POPCNT, TZCNT } from '../../integer/bit-scan';
import { type BitChange, COMPLEMENT, compileBitTest, RESET, SET } from '../../integer/bit-test';
import type { BinaryOperation, UnaryOperation } from '../../integer/operation';
import { compileFromPair, compileFromSource, compileMultiplyExtended } from '../../integer/to-register';
import { registerOf } from '../operands';
import { integerRow, MEMORY_FAULTS, sizedForms } from './row';

const WIDE: readonly number[] = [32, 64];
const NARROW_AND_WIDE: readonly number[] = [16, 32, 64];

function bitTest(mnemonic: string, summary: string, change: string, meaning?: BitChange): InstructionRow {
  const head = `B${mnemonic.slice(1)}`;
  return integerRow({
    mnemonic,
    summary,
    operation: [
      `CF = the bit of first that second numbers${change}. ZF stays; OF, SF, AF and PF are undefined (here: they stay).`,
      'The number is taken modulo the width, except for a register with memory: it then counts from the address, signed.',
    ].join('\n'),
    forms: [
      ...sizedForms(head, ['rm', 'r'], NARROW_AND_WIDE),
      ...NARROW_AND_WIDE.map((size) => `${head}_rm${size}_imm8`),
    ],
    compile: (instruction) => compileBitTest(instruction, meaning),
  });
}

/** TZCNT on a processor without it is BSF, as the prefix is then ignored; and so for LZCNT and BSR. */
function compileCount(
  feature: Feature,
  count: UnaryOperation,
  scan: UnaryOperation,
  instruction: Instruction,
): Execute {
  const counts = compileFromSource(count, instruction);
  const scans = compileFromSource(scan, instruction, true);
  return (cpu) => (cpu.processor.has(feature) ? counts(cpu) : scans(cpu));
}

function compileByteSwap(instruction: Instruction): Execute {
  const { index } = registerOf(instruction, 0);
  const swap = (word: number): number =>
    ((word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff_0000) | (word << 24)) >>> 0;
  if (instruction.operandSize === 4) {
    return ({ gpr32 }: Cpu) => {
      gpr32[2 * index] = swap(gpr32[2 * index]!); // a register has two words
      gpr32[2 * index + 1] = 0;
    };
  }
  return ({ gpr32 }: Cpu) => {
    const [low, high] = [gpr32[2 * index]!, gpr32[2 * index + 1]!]; // all registers are in the file
    gpr32[2 * index] = swap(high);
    gpr32[2 * index + 1] = swap(low);
  };
}

function lowestBit(mnemonic: string, summary: string, operation: string, meaning: UnaryOperation): InstructionRow {
  return integerRow({
    mnemonic,
    summary,
    operation: `${operation} ZF and SF are set by the result, OF becomes 0; AF and PF are undefined.`,
    features: ['BMI1'],
    exceptions: ['#UD', ...MEMORY_FAULTS],
    forms: sizedForms(`VEX_B${mnemonic.slice(1)}`, ['r', 'rm'], WIDE),
    compile: (instruction) => compileFromSource(meaning, instruction),
  });
}

interface PairRow {
  readonly mnemonic: string;
  readonly summary: string;
  readonly operation: string;
  readonly feature: Feature;
  readonly operands: readonly [string, string];
  readonly meaning: BinaryOperation;
}

const PAIRS: readonly PairRow[] = [
  {
    mnemonic: 'andn',
    summary: 'Logical AND NOT',
    operation: 'first = ~second & third. SF and ZF are set by the result, OF and CF become 0; AF and PF are undefined.',
    feature: 'BMI1',
    operands: ['r', 'rm'],
    meaning: ANDN,
  },
  {
    mnemonic: 'bextr',
    summary: 'Bit field extract',
    operation: [
      'first = bits of second from bit third[7:0] on, third[15:8] of them.',
      'ZF is set by the result, CF and OF become 0; AF, SF and PF are undefined.',
    ].join('\n'),
    feature: 'BMI1',
    operands: ['rm', 'r'],
    meaning: BEXTR,
  },
  {
    mnemonic: 'bzhi',
    summary: 'Zero high bits starting with a position',
    operation: [
      'first = second without its bits from third[7:0] on; CF = there are no such bits.',
      'ZF and SF are set by the result, OF becomes 0; AF and PF are undefined.',
    ].join('\n'),
    feature: 'BMI2',
    operands: ['rm', 'r'],
    meaning: BZHI,
  },
  {
    mnemonic: 'pdep',
    summary: 'Parallel bits deposit',
    operation: 'The low bits of second go to the places that are set in third. No flags change.',
    feature: 'BMI2',
    operands: ['r', 'rm'],
    meaning: PDEP,
  },
  {
    mnemonic: 'pext',
    summary: 'Parallel bits extract',
    operation: 'The bits of second at the places that are set in third, side by side. No flags change.',
    feature: 'BMI2',
    operands: ['r', 'rm'],
    meaning: PEXT,
  },
  ...(
    [
      ['shlx', 'Shift left without flags', 'first = second << third', SHLX],
      ['shrx', 'Shift right, unsigned, without flags', 'first = second >> third, zeros come in', SHRX],
      ['sarx', 'Shift right, signed, without flags', 'first = second >> third, copies of the sign come in', SARX],
    ] as const
  ).map(
    ([mnemonic, summary, operation, meaning]): PairRow => ({
      mnemonic,
      summary,
      operation: `${operation}; the count is taken modulo the width. No flags change.`,
      feature: 'BMI2',
      operands: ['rm', 'r'],
      meaning,
    }),
  ),
];

export const INTEGER_BITS: readonly InstructionRow[] = [
  bitTest('bt', 'Bit test', ''),
  bitTest('bts', 'Bit test and set', '; it becomes 1', SET),
  bitTest('btr', 'Bit test and reset', '; it becomes 0', RESET),
  bitTest('btc', 'Bit test and complement', '; it is inverted', COMPLEMENT),
  ...(
    [
      ['bsf', 'Bit scan forward', 'lowest', BSF],
      ['bsr', 'Bit scan reverse', 'highest', BSR],
    ] as const
  ).map(([mnemonic, summary, which, meaning]) =>
    integerRow({
      mnemonic,
      summary,
      operation: [
        `first = the number of the ${which} bit of second that is 1; ZF = there is none, and first then stays.`,
        'CF, OF, SF, AF and PF are undefined (here: they stay).',
      ].join('\n'),
      forms: sizedForms(`B${mnemonic.slice(1)}`, ['r', 'rm'], NARROW_AND_WIDE),
      compile: (instruction) => compileFromSource(meaning, instruction, true),
    }),
  ),
  ...(
    [
      ['tzcnt', 'Count trailing zeros', 'BMI1', 'Tzcnt', TZCNT, BSF],
      ['lzcnt', 'Count leading zeros', 'LZCNT', 'Lzcnt', LZCNT, BSR],
    ] as const
  ).map(([mnemonic, summary, feature, head, count, scan]) =>
    integerRow({
      mnemonic,
      summary,
      operation: [
        'first = the number of zeros of second before its first 1, or its width: then CF = 1; ZF = first is 0.',
        'OF, SF, AF and PF are undefined (here: they stay).',
        `A processor without the feature executes ${mnemonic === 'tzcnt' ? 'BSF' : 'BSR'} in its place.`,
      ].join('\n'),
      forms: sizedForms(head, ['r', 'rm'], NARROW_AND_WIDE),
      compile: (instruction) => compileCount(feature, count, scan, instruction),
    }),
  ),
  integerRow({
    mnemonic: 'popcnt',
    summary: 'Count the ones',
    operation: 'first = the number of bits of second that are 1. ZF = there are none; the other status flags become 0.',
    features: ['POPCNT'],
    exceptions: ['#UD', ...MEMORY_FAULTS],
    forms: sizedForms('Popcnt', ['r', 'rm'], NARROW_AND_WIDE),
    compile: (instruction) => compileFromSource(POPCNT, instruction),
  }),
  integerRow({
    mnemonic: 'bswap',
    summary: 'Byte swap',
    operation: 'The bytes of the register change their order. No flags change.',
    exceptions: [],
    forms: sizedForms('Bswap', ['r'], WIDE),
    compile: compileByteSwap,
  }),
  lowestBit('blsr', 'Reset the lowest bit', 'first = second & (second - 1); CF = second is 0.', BLSR),
  lowestBit('blsi', 'Extract the lowest bit', 'first = second & -second; CF = second is not 0.', BLSI),
  lowestBit('blsmsk', 'Mask up to the lowest bit', 'first = second ^ (second - 1); CF = second is 0.', BLSMSK),
  ...PAIRS.map(({ mnemonic, summary, operation, feature, operands: [first, second], meaning }) =>
    integerRow({
      mnemonic,
      summary,
      operation,
      features: [feature],
      exceptions: ['#UD', ...MEMORY_FAULTS],
      forms: sizedForms(`VEX_${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}`, ['r', first, second], WIDE),
      compile: (instruction) => compileFromPair(meaning, instruction),
    }),
  ),
  integerRow({
    mnemonic: 'rorx',
    summary: 'Rotate right without flags',
    operation: 'first = second rotated right by third. No flags change.',
    features: ['BMI2'],
    exceptions: ['#UD', ...MEMORY_FAULTS],
    forms: WIDE.map((size) => `VEX_Rorx_r${size}_rm${size}_imm8`),
    compile: (instruction) => compileFromPair(RORX, instruction),
  }),
  integerRow({
    mnemonic: 'mulx',
    summary: 'Unsigned multiply without flags',
    operation: 'first:second = RDX (EDX for 32 bits) * third, the upper half in first. No flags change.',
    features: ['BMI2'],
    exceptions: ['#UD', ...MEMORY_FAULTS],
    forms: sizedForms('VEX_Mulx', ['r', 'r', 'rm'], WIDE),
    compile: compileMultiplyExtended,
  }),
];
