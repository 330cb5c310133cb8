/**
 * Encodings of the general-purpose instructions (Intel SDM vol. 2, appendix A and the instructions' pages): nearly all
 * code consists of these, so they are written without the library's help. Test-held to the library and to GNU as.
 */
import { tableOf } from '../table';
import { type CodeRow, codeRow, type Place } from './code-row';

interface Opcode {
  readonly prefix?: number;
  readonly digit?: number;
  /** The operand is 64 bits wide without REX.W. */
  readonly isWide?: boolean;
}

const WORD = /^(rm?|imm|rel)(8|16|32|64)$/;
const BYTES_OF_FIXED = tableOf<number>({ AL: 1, AX: 2, EAX: 4, RAX: 8 });

/** The row of one form, whose name tells the operands: `Add_rm32_imm8`. */
function one(form: string, opcode: readonly number[], { prefix = 0, digit, isWide = false }: Opcode = {}): CodeRow {
  const words = form.split('_').slice(1);
  const hasMemory = words.some((word) => word.startsWith('rm') || word === 'm');
  const sizes = { immediate: 0, relative: 0 };
  const places = words.filter((word) => word !== '64').map((word) => placeOf(word, hasMemory, sizes));
  return codeRow(form, places, {
    prefix,
    opcode,
    digit: hasMemory ? (digit ?? 0) : -1,
    operandSize: isWide ? 4 : operandSize(words),
    ...sizes,
  });
}

function placeOf(word: string, hasMemory: boolean, sizes: { immediate: number; relative: number }): Place {
  const [, kind, bits] = WORD.exec(word) ?? [];
  if (word === 'm' || kind === 'rm') return 'rm';
  if (kind === 'r') return hasMemory ? 'reg' : 'opcode';
  if (kind === 'imm') sizes.immediate = Number(bits) / 8;
  if (kind === 'rel') sizes.relative = Number(bits) / 8;
  return kind === 'imm' ? 'immediate' : kind === 'rel' ? 'target' : 'implied';
}

/** The size of the first operand which has one; a byte and no size at all take no prefix, as 32 bits do. */
function operandSize([first = '']: readonly string[]): number {
  const [, kind, bits] = WORD.exec(first) ?? [];
  if (kind === 'r' || kind === 'rm') return Number(bits) / 8;
  return BYTES_OF_FIXED[first] ?? 4;
}

/** The rows of 16, 32 and 64 bits: `Add_rm_imm` stands for `Add_rm16_imm16`, `Add_rm32_imm32` and `Add_rm64_imm32`. */
function sized(pattern: string, opcode: readonly number[], more: Opcode = {}): readonly CodeRow[] {
  return [16, 32, 64].map((bits) => {
    const words = pattern.split('_').map((word) => {
      if (word === 'r' || word === 'rm') return `${word}${bits}`;
      if (word === 'eAX') return { 16: 'AX', 32: 'EAX' }[bits] ?? 'RAX';
      return word === 'imm' ? `imm${Math.min(bits, 32)}` : word;
    });
    return one(words.join('_'), opcode, more);
  });
}

const ARITHMETIC = ['Add', 'Or', 'Adc', 'Sbb', 'And', 'Sub', 'Xor', 'Cmp'].flatMap((name, digit) => [
  one(`${name}_rm8_r8`, [8 * digit]),
  ...sized(`${name}_rm_r`, [8 * digit + 1]),
  one(`${name}_r8_rm8`, [8 * digit + 2]),
  ...sized(`${name}_r_rm`, [8 * digit + 3]),
  one(`${name}_AL_imm8`, [8 * digit + 4]),
  ...sized(`${name}_eAX_imm`, [8 * digit + 5]),
  one(`${name}_rm8_imm8`, [0x80], { digit }),
  ...sized(`${name}_rm_imm`, [0x81], { digit }),
  ...sized(`${name}_rm_imm8`, [0x83], { digit }),
]);

const SHIFTS = [...['Rol', 'Ror', 'Rcl', 'Rcr', 'Shl', 'Shr'].entries(), [7, 'Sar'] as const].flatMap(
  ([digit, name]) => [
    one(`${name}_rm8_imm8`, [0xc0], { digit }),
    ...sized(`${name}_rm_imm8`, [0xc1], { digit }),
    one(`${name}_rm8_1`, [0xd0], { digit }),
    ...sized(`${name}_rm_1`, [0xd1], { digit }),
    one(`${name}_rm8_CL`, [0xd2], { digit }),
    ...sized(`${name}_rm_CL`, [0xd3], { digit }),
  ],
);

/** One operand: opcode FE or F6 for a byte, FF or F7 for more. */
const UNARY = (
  [
    ['Inc', 0xfe, 0],
    ['Dec', 0xfe, 1],
    ['Not', 0xf6, 2],
    ['Neg', 0xf6, 3],
    ['Mul', 0xf6, 4],
    ['Imul', 0xf6, 5],
    ['Div', 0xf6, 6],
    ['Idiv', 0xf6, 7],
  ] as const
).flatMap(([name, opcode, digit]) => [
  one(`${name}_rm8`, [opcode], { digit }),
  ...sized(`${name}_rm`, [opcode + 1], { digit }),
]);

const MOVES = [
  one('Mov_rm8_r8', [0x88]),
  ...sized('Mov_rm_r', [0x89]),
  one('Mov_r8_rm8', [0x8a]),
  ...sized('Mov_r_rm', [0x8b]),
  one('Mov_r8_imm8', [0xb0]),
  one('Mov_r16_imm16', [0xb8]),
  one('Mov_r32_imm32', [0xb8]),
  one('Mov_r64_imm64', [0xb8]),
  one('Mov_rm8_imm8', [0xc6]),
  ...sized('Mov_rm_imm', [0xc7]),
  ...sized('Lea_r_m', [0x8d]),
  ...sized('Movzx_r_rm8', [0x0f, 0xb6]),
  ...sized('Movzx_r_rm16', [0x0f, 0xb7]),
  ...sized('Movsx_r_rm8', [0x0f, 0xbe]),
  ...sized('Movsx_r_rm16', [0x0f, 0xbf]),
  one('Movsxd_r64_rm32', [0x63]),
  one('Xchg_rm8_r8', [0x86]),
  ...sized('Xchg_rm_r', [0x87]),
  ...sized('Xchg_r_eAX', [0x90]),
  one('Xadd_rm8_r8', [0x0f, 0xc0]),
  ...sized('Xadd_rm_r', [0x0f, 0xc1]),
  one('Cmpxchg_rm8_r8', [0x0f, 0xb0]),
  ...sized('Cmpxchg_rm_r', [0x0f, 0xb1]),
  one('Bswap_r32', [0x0f, 0xc8]),
  one('Bswap_r64', [0x0f, 0xc8]),
  one('Push_r64', [0x50], { isWide: true }),
  one('Pop_r64', [0x58], { isWide: true }),
  one('Push_rm64', [0xff], { digit: 6, isWide: true }),
  one('Pop_rm64', [0x8f], { isWide: true }),
  one('Pushq_imm8', [0x6a]),
  one('Pushq_imm32', [0x68]),
];

const TESTS_AND_BITS = [
  one('Test_rm8_r8', [0x84]),
  ...sized('Test_rm_r', [0x85]),
  one('Test_AL_imm8', [0xa8]),
  ...sized('Test_eAX_imm', [0xa9]),
  one('Test_rm8_imm8', [0xf6]),
  ...sized('Test_rm_imm', [0xf7]),
  ...sized('Imul_r_rm', [0x0f, 0xaf]),
  ...sized('Imul_r_rm_imm', [0x69]),
  ...sized('Imul_r_rm_imm8', [0x6b]),
  ...sized('Bsf_r_rm', [0x0f, 0xbc]),
  ...sized('Bsr_r_rm', [0x0f, 0xbd]),
  ...sized('Tzcnt_r_rm', [0x0f, 0xbc], { prefix: 0xf3 }),
  ...sized('Lzcnt_r_rm', [0x0f, 0xbd], { prefix: 0xf3 }),
  ...sized('Popcnt_r_rm', [0x0f, 0xb8], { prefix: 0xf3 }),
  ...['Bt', 'Bts', 'Btr', 'Btc'].flatMap((name, index) => [
    ...sized(`${name}_rm_r`, [0x0f, 0xa3 + 8 * index]),
    ...sized(`${name}_rm_imm8`, [0x0f, 0xba], { digit: 4 + index }),
  ]),
  ...['Shld', 'Shrd'].flatMap((name, index) => [
    ...sized(`${name}_rm_r_imm8`, [0x0f, 0xa4 + 8 * index]),
    ...sized(`${name}_rm_r_CL`, [0x0f, 0xa5 + 8 * index]),
  ]),
];

const CONDITIONS = ['o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a', 's', 'ns', 'p', 'np', 'l', 'ge', 'le', 'g'];

const BRANCHES = [
  ...CONDITIONS.flatMap((condition, number) => [
    one(`J${condition}_rel8_64`, [0x70 + number]),
    one(`J${condition}_rel32_64`, [0x0f, 0x80 + number]),
    one(`Set${condition}_rm8`, [0x0f, 0x90 + number]),
    ...sized(`Cmov${condition}_r_rm`, [0x0f, 0x40 + number]),
  ]),
  one('Jmp_rel8_64', [0xeb]),
  one('Jmp_rel32_64', [0xe9]),
  one('Jmp_rm64', [0xff], { digit: 4, isWide: true }),
  one('Call_rel32_64', [0xe8]),
  one('Call_rm64', [0xff], { digit: 2, isWide: true }),
];

/** Instructions that are always the same bytes. */
/** 66 and REX.W. */
const SIZES_BY_PREFIX: ReadonlyMap<number, number> = new Map([
  [0x66, 2],
  [0x48, 8],
]);

const CONSTANT = Object.entries({
  Cbw: [0x66, 0x98],
  Cwde: [0x98],
  Cdqe: [0x48, 0x98],
  Cwd: [0x66, 0x99],
  Cdq: [0x99],
  Cqo: [0x48, 0x99],
  Leaveq: [0xc9],
  Retnq: [0xc3],
  Nopd: [0x90],
  Pause: [0xf3, 0x90],
  Endbr64: [0xf3, 0x0f, 0x1e, 0xfa],
  Syscall: [0x0f, 0x05],
  Ud2: [0x0f, 0x0b],
  Cpuid: [0x0f, 0xa2],
  Rdtsc: [0x0f, 0x31],
  Xgetbv: [0x0f, 0x01, 0xd0],
  Lfence: [0x0f, 0xae, 0xe8],
  Mfence: [0x0f, 0xae, 0xf0],
  Sfence: [0x0f, 0xae, 0xf8],
}).map(([form, bytes]) => constant(form, bytes));

/** Prefixes are fields of a row, so that REX2 has its place behind them and in the place of REX. */
function constant(form: string, bytes: readonly number[]): CodeRow {
  const [first = 0, ...opcode] = bytes;
  if (first === 0xf3) return one(form, opcode, { prefix: first });
  const operandSize = SIZES_BY_PREFIX.get(first);
  return operandSize === undefined ? one(form, bytes) : { ...one(form, opcode), operandSize };
}

export const GENERAL_ROWS: readonly CodeRow[] = [
  ...MOVES,
  ...ARITHMETIC,
  ...UNARY,
  ...SHIFTS,
  ...TESTS_AND_BITS,
  ...BRANCHES,
  ...CONSTANT,
];

const byForm: ReadonlyMap<string, CodeRow> = new Map(GENERAL_ROWS.map((row) => [row.form, row]));

/** The row of a form, or undefined. */
export function generalRow(form: string): CodeRow | undefined {
  return byForm.get(form);
}
