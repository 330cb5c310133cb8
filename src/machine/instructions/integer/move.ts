/** Moves between registers and memory, and changes of width (Intel SDM vol. 2). */
import type { InstructionRow } from '../../cpu/instruction';
import { compileCompareExchangePair } from '../../integer/compare-exchange-pair';
import { compileCompareExchange, compileExchangeAdd } from '../../integer/exchange-add';
import {
  compileExchange,
  compileExtend,
  compileExtendAccumulator,
  compileLoadAddress,
  compileMove,
  compileSignIntoData,
} from '../../integer/move';
import { compileReversedMove } from '../../integer/reversed-move';
import { integerRow, MEMORY_FAULTS, MISSING, sizedForms } from './row';

/** MOVZX and MOVSX: a byte or a word into something larger. */
function extensionForms(head: string): string[] {
  return ['r16_rm8', 'r32_rm8', 'r64_rm8', 'r16_rm16', 'r32_rm16', 'r64_rm16'].map((shape) => `${head}_${shape}`);
}

const NO_FLAGS = 'No flags change.';

export const INTEGER_MOVES: readonly InstructionRow[] = [
  integerRow({
    mnemonic: 'mov',
    aliases: ['movabs'],
    summary: 'Move',
    operation: `first = second. Writing a 32-bit register clears its upper half. ${NO_FLAGS}`,
    forms: [
      ...sizedForms('Mov', ['rm', 'r']),
      ...sizedForms('Mov', ['r', 'rm']),
      'Mov_r8_imm8',
      'Mov_r16_imm16',
      'Mov_r32_imm32',
      'Mov_r64_imm64',
      'Mov_rm8_imm8',
      'Mov_rm16_imm16',
      'Mov_rm32_imm32',
      'Mov_rm64_imm32',
      'Mov_AL_moffs8',
      'Mov_AX_moffs16',
      'Mov_EAX_moffs32',
      'Mov_RAX_moffs64',
      'Mov_moffs8_AL',
      'Mov_moffs16_AX',
      'Mov_moffs32_EAX',
      'Mov_moffs64_RAX',
    ],
    compile: compileMove,
  }),
  integerRow({
    mnemonic: 'lea',
    summary: 'Load effective address',
    operation: `first = the address of second, cut to the size of first; memory is not touched. ${NO_FLAGS}`,
    exceptions: [],
    forms: ['Lea_r16_m', 'Lea_r32_m', 'Lea_r64_m'],
    compile: compileLoadAddress,
  }),
  integerRow({
    mnemonic: 'movzx',
    summary: 'Move with zero extension',
    operation: `first = second, with zeros above. ${NO_FLAGS}`,
    forms: extensionForms('Movzx'),
    compile: (instruction) => compileExtend(instruction, false),
  }),
  integerRow({
    mnemonic: 'movsx',
    summary: 'Move with sign extension',
    operation: `first = second, with copies of its sign above. ${NO_FLAGS}`,
    manual: 'SDM vol. 2, MOVSX/MOVSXD',
    forms: extensionForms('Movsx'),
    compile: (instruction) => compileExtend(instruction, true),
  }),
  integerRow({
    mnemonic: 'movsxd',
    aliases: ['movsx'],
    summary: 'Move doubleword with sign extension',
    operation: `first = second, with copies of its sign above. ${NO_FLAGS}`,
    manual: 'SDM vol. 2, MOVSX/MOVSXD',
    forms: ['Movsxd_r64_rm32'],
    compile: (instruction) => compileExtend(instruction, true),
  }),
  integerRow({
    mnemonic: 'xchg',
    summary: 'Exchange',
    operation: `first and second change places; with memory it is atomic. ${NO_FLAGS}`,
    forms: [...sizedForms('Xchg', ['rm', 'r']), 'Xchg_r16_AX', 'Xchg_r32_EAX', 'Xchg_r64_RAX'],
    compile: compileExchange,
  }),
  integerRow({
    mnemonic: 'xadd',
    summary: 'Exchange and add',
    operation: 'first += second, and second = what first was. OF, SF, ZF, AF, CF and PF are set by the sum.',
    forms: sizedForms('Xadd', ['rm', 'r']),
    compile: compileExchangeAdd,
  }),
  integerRow({
    mnemonic: 'cmpxchg',
    summary: 'Compare and exchange',
    operation: [
      'Flags as CMP of the accumulator with first sets them; if equal: first = second, else the accumulator = first.',
      'first is written in either case.',
    ].join('\n'),
    forms: sizedForms('Cmpxchg', ['rm', 'r']),
    compile: compileCompareExchange,
  }),
  ...([8, 16] as const).map((bytes) => {
    const mnemonic = `cmpxchg${bytes}b`;
    const [accumulator, source] = bytes === 8 ? ['EDX:EAX', 'ECX:EBX'] : ['RDX:RAX', 'RCX:RBX'];
    return integerRow({
      mnemonic,
      summary: `Compare and exchange ${bytes} bytes`,
      operation: `ZF = ${accumulator} is equal to memory; if so memory = ${source}, else ${accumulator} = memory. Memory is written in either case.`,
      features: [bytes === 8 ? 'CX8' : 'CX16'],
      exceptions: [
        MISSING,
        ...(bytes === 8 ? [] : ['#GP(0) for memory that is not aligned to 16 bytes']),
        ...MEMORY_FAULTS,
      ],
      manual: 'SDM vol. 2, CMPXCHG8B/CMPXCHG16B',
      forms: [bytes === 8 ? 'Cmpxchg8b_m64' : 'Cmpxchg16b_m128'],
      compile: (instruction) => compileCompareExchangePair(instruction, bytes),
    });
  }),
  integerRow({
    mnemonic: 'movbe',
    summary: 'Move with the bytes in reverse order',
    operation: `first = second with its bytes reversed. ${NO_FLAGS}`,
    features: ['MOVBE'],
    forms: [...sizedForms('Movbe', ['r', 'm'], [16, 32, 64]), ...sizedForms('Movbe', ['m', 'r'], [16, 32, 64])],
    compile: compileReversedMove,
  }),
  integerRow({
    mnemonic: 'movrs',
    summary: 'Move with the hint that others read the line, too',
    operation: `first = second; caches are not modelled. ${NO_FLAGS}`,
    features: ['MOVRS'],
    exceptions: [MISSING, ...MEMORY_FAULTS],
    manual: 'ISE 319433, MOVRS',
    forms: sizedForms('Movrs', ['r', 'm']),
    compile: compileMove,
  }),
  integerRow({
    mnemonic: 'movnti',
    summary: 'Store doubleword or quadword with a non-temporal hint',
    operation: `first = second; caches are not modelled. ${NO_FLAGS}`,
    features: ['SSE2'],
    exceptions: ['#UD', ...MEMORY_FAULTS],
    forms: ['Movnti_m32_r32', 'Movnti_m64_r64'],
    compile: compileMove,
  }),
  ...[
    { mnemonic: 'cbw', form: 'Cbw', words: 'AX = AL' },
    { mnemonic: 'cwde', form: 'Cwde', words: 'EAX = AX' },
    { mnemonic: 'cdqe', form: 'Cdqe', words: 'RAX = EAX' },
  ].map(({ mnemonic, form, words }) =>
    integerRow({
      mnemonic,
      summary: 'Sign-extend the accumulator',
      operation: `${words} with copies of its sign above. ${NO_FLAGS}`,
      manual: 'SDM vol. 2, CBW/CWDE/CDQE',
      exceptions: [],
      forms: [form],
      compile: compileExtendAccumulator,
    }),
  ),
  ...[
    { mnemonic: 'cwd', form: 'Cwd', words: 'DX = the sign of AX' },
    { mnemonic: 'cdq', form: 'Cdq', words: 'EDX = the sign of EAX' },
    { mnemonic: 'cqo', form: 'Cqo', words: 'RDX = the sign of RAX' },
  ].map(({ mnemonic, form, words }) =>
    integerRow({
      mnemonic,
      summary: 'Sign-extend the accumulator into the data register',
      operation: `${words} in every bit. ${NO_FLAGS}`,
      manual: 'SDM vol. 2, CWD/CDQ/CQO',
      exceptions: [],
      forms: [form],
      compile: compileSignIntoData,
    }),
  ),
];
