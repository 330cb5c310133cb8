/** Arithmetic with APX's EVEX prefix: new destinations and no flags (APX 355828, 3.1.2.3.1). */
import { type ApxForm, type Bits, formsOfRow, type OpcodeRow, opcodeOf } from './form';

const ALL: readonly Bits[] = [8, 16, 32, 64];
const WORDS: readonly Bits[] = [16, 32, 64];

type Flags = Pick<OpcodeRow, 'nd' | 'nf'>;
const BOTH: Flags = { nd: true, nf: true };
/** They read flags, or write none. */
const ONLY_ND: Flags = { nd: true };
const ONLY_NF: Flags = { nf: true };

/** ADD and its like: also CCMP, whose opcodes are those of CMP. */
export function binaryRows(head: string, digit: number, flags: Flags): OpcodeRow[] {
  const at = (offset: number) => opcodeOf(8 * digit, offset);
  const common = { head, ...flags };
  return [
    { ...common, words: ['rm', 'r'], letters: 'MR', opcode: at(1), byteOpcode: at(0), sizes: ALL },
    { ...common, words: ['r', 'rm'], letters: 'RM', opcode: at(3), byteOpcode: at(2), sizes: ALL },
    { ...common, words: ['rm', 'imm'], letters: 'MI', opcode: '81', byteOpcode: '80', digit, sizes: ALL },
    { ...common, words: ['rm', 'imm8'], letters: 'MI', opcode: '83', digit, sizes: WORDS },
  ];
}

const BINARY = (
  [
    ['Add', 0, BOTH],
    ['Or', 1, BOTH],
    ['Adc', 2, ONLY_ND],
    ['Sbb', 3, ONLY_ND],
    ['And', 4, BOTH],
    ['Sub', 5, BOTH],
    ['Xor', 6, BOTH],
  ] as const
).flatMap(([head, digit, flags]) => binaryRows(head, digit, flags));

const UNARY = (
  [
    ['Inc', 'FE', 'FF', 0, BOTH],
    ['Dec', 'FE', 'FF', 1, BOTH],
    ['Not', 'F6', 'F7', 2, ONLY_ND],
    ['Neg', 'F6', 'F7', 3, BOTH],
    ['Mul', 'F6', 'F7', 4, ONLY_NF],
    ['Imul', 'F6', 'F7', 5, ONLY_NF],
    ['Div', 'F6', 'F7', 6, ONLY_NF],
    ['Idiv', 'F6', 'F7', 7, ONLY_NF],
  ] as const
).map(([head, byteOpcode, opcode, digit, flags]): OpcodeRow => {
  return { head, words: ['rm'], letters: 'M', opcode, byteOpcode, digit, sizes: ALL, ...flags };
});

const SHIFTS = (
  [
    ['Rol', 0, BOTH],
    ['Ror', 1, BOTH],
    ['Rcl', 2, ONLY_ND],
    ['Rcr', 3, ONLY_ND],
    ['Shl', 4, BOTH],
    ['Shr', 5, BOTH],
    ['Sal', 6, BOTH],
    ['Sar', 7, BOTH],
  ] as const
).flatMap(([head, digit, flags]): OpcodeRow[] => {
  const common = { head, digit, sizes: ALL, ...flags };
  return [
    { ...common, words: ['rm', 'imm8'], letters: 'MI', opcode: 'C1', byteOpcode: 'C0' },
    { ...common, words: ['rm', '1'], letters: 'MX', opcode: 'D1', byteOpcode: 'D0' },
    { ...common, words: ['rm', 'CL'], letters: 'MX', opcode: 'D3', byteOpcode: 'D2' },
  ];
});

const DOUBLE_SHIFTS = (
  [
    ['Shld', '24', 'A5'],
    ['Shrd', '2C', 'AD'],
  ] as const
).flatMap(([head, byImmediate, byCount]): OpcodeRow[] => [
  { head, words: ['rm', 'r', 'imm8'], letters: 'MRI', opcode: byImmediate, sizes: WORDS, ...BOTH },
  { head, words: ['rm', 'r', 'CL'], letters: 'MRX', opcode: byCount, sizes: WORDS, ...BOTH },
]);

const PRODUCTS: readonly OpcodeRow[] = [
  { head: 'Imul', words: ['r', 'rm'], letters: 'RM', opcode: 'AF', sizes: WORDS, ...BOTH },
  { head: 'Imul', words: ['r', 'rm', 'imm'], letters: 'RMI', opcode: '69', sizes: WORDS, ...ONLY_NF },
  { head: 'Imul', words: ['r', 'rm', 'imm8'], letters: 'RMI', opcode: '6B', sizes: WORDS, ...ONLY_NF },
];

const COUNTS = (
  [
    ['Popcnt', '88'],
    ['Tzcnt', 'F4'],
    ['Lzcnt', 'F5'],
  ] as const
).map(([head, opcode]): OpcodeRow => {
  return { head, words: ['r', 'rm'], letters: 'RM', opcode, sizes: WORDS, ...ONLY_NF };
});

/** IMUL by an immediate whose ND, here called ZU, clears the bits above the product. */
const ZERO_UPPER: readonly ApxForm[] = PRODUCTS.filter(({ opcode }) => opcode !== 'AF')
  .flatMap(formsOfRow)
  .map(({ form, line, ...rest }) => ({
    ...rest,
    form: form.replace('_Imul_', '_Imulzu_'),
    mnemonic: 'imulzu',
    line: line.replace('_Imul_', '_Imulzu_').replace(/\.(W[01])/, '.$1.ND1'),
    isNew: true,
  }));

export const ARITHMETIC_FORMS: readonly ApxForm[] = [
  ...[...BINARY, ...UNARY, ...SHIFTS, ...DOUBLE_SHIFTS, ...PRODUCTS, ...COUNTS].flatMap(formsOfRow),
  ...ZERO_UPPER,
];
