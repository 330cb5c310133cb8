/**
 * Instruction forms. A form's name (that of its `iced-x86` code) declares its operands: `Add_rm32_imm8` takes a 32-bit
 * register or memory and a byte. Reading the shape off the name lets syntax be checked without any decoder tables.
 */

import type { RegisterFile, RegisterRef } from '../cpu/instruction';
import { registerByName } from '../cpu/register-names';
import { tableOf } from '../table';
import { stringElement } from './string-form';

/** What one operand may be; more than one of `file`, `memory`, ... when there is a choice. */
export interface OperandPattern {
  /** As manuals write it: `r/m32`. */
  readonly text: string;
  /** A register of this file and of `size` bytes. */
  readonly file?: RegisterFile;
  readonly size: number;
  /** Only this register of the file: the accumulator, or CL. */
  readonly fixed?: RegisterRef;
  /** The size of the memory operand in bytes; 0 if the instruction does not say. */
  readonly memory?: number;
  /** `sib`: must have a SIB byte (tiles); `absolute`: a 64-bit address and no registers. */
  readonly addressing?: 'sib' | 'absolute';
  /** Bytes of an encoded immediate; the processor extends it to `size` bytes. */
  readonly immediate?: number;
  /** The only value, which is not encoded. */
  readonly constant?: bigint;
  /** Bytes of a relative displacement. */
  readonly branch?: number;
  /** Broadcast: one element of `element` bytes, copied `copies` times, in place of all of `memory`. */
  readonly broadcast?: { readonly element: number; readonly copies: number };
  /** The address has a vector of this file as its index. */
  readonly indices?: RegisterFile;
  /** An opmask may or must select its elements: those not selected stay, or also become zero on demand. */
  readonly masking?: 'merge' | 'merge or zero' | 'required';
}

export interface Form {
  readonly name: string;
  /** With the EVEX prefix: vector registers 16 to 31, masks and broadcasts exist. */
  readonly evex: boolean;
  readonly operands: readonly OperandPattern[];
  /** Bytes: 1, 2, 4 or 8. */
  readonly operandSize: number;
  /** Among forms that take the same operands, the assembler chooses the lowest: the shortest, then the usual one. */
  readonly rank: number;
}

/** With these an imm8 is sign-extended to the operand size; elsewhere it is a count, a control or a byte. */
const SIGN_EXTENDED = /^(Add|Adc|Sub|Sbb|And|Or|Xor|Cmp|Ccmp[a-z]+|Imul|Imulzu|Pushq|Pushw)$/;

/** Operand sizes that neither the name's operands nor its last letter tell. */
const SIZES = tableOf<number>({
  Cbw: 2,
  Cwd: 2,
  Cdq: 4,
  Cdqe: 8,
  Cqo: 8,
  Cmpxchg16b: 8,
  Nopw: 2,
  Pushfw: 2,
  Popfw: 2,
});

const cache = new Map<string, Form | undefined>();

/** The form of that name, or undefined if the name has operands that are not modelled. */
export function formByName(name: string): Form | undefined {
  if (!cache.has(name)) cache.set(name, readForm(name));
  return cache.get(name);
}

function readForm(name: string): Form | undefined {
  const element = stringElement(name);
  if (element !== undefined) return { name, evex: false, operands: [], operandSize: element, rank: 0 };
  const [head, ...tokens] = name.replace(/^(VEX|EVEX)_/, '').split('_') as [string, ...string[]]; // split gives one at least
  const last = tokens.at(-1) ?? '';
  // `Je_rel8_64` and `Loop_rel8_64_RCX` name the mode and the counter behind the operand.
  const shown = /^(16|64|RCX|ECX)$/.test(last) || /^F[67]r1$/.test(last) ? tokens.slice(0, -1) : tokens;
  const words = (shown.at(-1) === '64' ? shown.slice(0, -1) : shown)
    .filter((word) => !NO_OPERAND.test(word))
    .slice(hidesFirst(name) ? 1 : 0);
  const operandSize = SIZES[head] ?? operandBytes(head, words, name);
  const read = words
    .filter((word) => MASKING[word] === undefined)
    .map((word) => readOperand(word, SIGN_EXTENDED.test(head), operandSize));
  if (!read.every((operand) => operand !== undefined)) return undefined;
  const masking = read.some((operand) => operand.indices) ? REQUIRED[words[1] ?? ''] : MASKING[words[1] ?? ''];
  const operands = masking ? read.map((operand, index) => (index === 0 ? { ...operand, masking } : operand)) : read;
  const evex = name.startsWith('EVEX_');
  return { name, evex, operands, operandSize, rank: rank(operands, evex) + encodingRank(name) };
}

/** Whether its first operand is not written down: ST(0) of `fxch st(1)`, the memory at RDI of `maskmovq mm1, mm2`. */
export function hidesFirst(name: string): boolean {
  return /^(Fu?comp?|Fxch)_st0_|_rDI_/.test(name);
}

/** Rounding or no flags in the encoding, and an opcode that tells two forms apart. */
const NO_OPERAND = /^(er|sae|nf|0F11|MAP5|11)$/;

/** What follows the first operand of EVEX forms. */
const MASKING = tableOf<OperandPattern['masking']>({ k1z: 'merge or zero', k1: 'merge' });

/** Gathers and scatters do not go without one. */
const REQUIRED = tableOf<OperandPattern['masking']>({ k1: 'required' });

/** VEX before EVEX, but for what came to EVEX first; the usual one of two opcodes; and no flags only on demand. */
function encodingRank(name: string): number {
  const late = /^VEX_V(pdp|pmadd52|cvtneps2bf16)|_rel16$/.test(name) ? 20 : name.endsWith('_nf') ? 100 : 0;
  return late + (name.startsWith('EVEX_') ? 10 : 0) + (/_(0F11|MAP5_11)$/.test(name) ? 0.5 : 0);
}

function operandBytes(head: string, words: readonly string[], name: string): number {
  if (/^(Pushq|Popq|Retnq)$/.test(head) || /_64(_RCX)?$/.test(name)) return 8;
  if (name.endsWith('_rel16')) return 2;
  for (const word of words) {
    const size = /^rm?(8|16|32|64)/.exec(word)?.[1];
    if (size !== undefined) return bytes(size);
    // DX is the number of a port: the accumulator has the size.
    const fixed = word === 'DX' ? undefined : fixedRegister(word);
    if (fixed) return fixed.size;
  }
  return /q$|64$/.test(head) ? 8 : 4;
}

const FIXED_REGISTER = /^(AL|AX|EAX|RAX|CL|DX|[C-GS]S)$/;
const VECTOR = tableOf<number>({ x: 16, y: 32, z: 64 });

/** What the word's expression found, and what the rest of the form's name says. */
interface WordMatch {
  readonly word: string;
  /** The groups of the expression, in order. */
  readonly groups: readonly (string | undefined)[];
  readonly signExtended: boolean;
  readonly operandSize: number;
}

/** How the names of forms write operands, by regular expressions: the first that matches counts. */
const WORD_ROWS: readonly (readonly [RegExp, (match: WordMatch) => OperandPattern])[] = [
  [/^r(8|16|32|64)$/, ({ word, groups: [size] }) => ({ text: word, file: 'gpr', size: bytes(size) })],
  [
    /^rm(8|16|32|64)$/,
    ({ groups: [size] }) => ({ text: `r/m${size}`, file: 'gpr', size: bytes(size), memory: bytes(size) }),
  ],
  [
    /^r(32|64)m(8|16|32)$/,
    ({ groups: [size, memory] }) => ({
      text: `r${size}/m${memory}`,
      file: 'gpr',
      size: bytes(size),
      memory: bytes(memory),
    }),
  ],
  [
    /^imm(8|16|32|64)$/,
    ({ word, groups: [size], signExtended, operandSize }) => immediate(word, bytes(size), signExtended, operandSize),
  ],
  [/^rel(8|16|32)$/, ({ groups: [size] }) => ({ text: 'label', size: 8, branch: bytes(size) })],
  [
    /^moffs(8|16|32|64)$/,
    ({ groups: [size] }) => ({ text: `m${size}`, size: 0, memory: bytes(size), addressing: 'absolute' }),
  ],
  [
    /^m(8|16|32|64|80|128|256|512)(?:int|fp|bcd)?$/,
    ({ word, groups: [size] }) => ({ text: word, size: 0, memory: bytes(size) }),
  ],
  [/^m(2|28|108|512)byte$/, ({ word, groups: [size] }) => ({ text: word, size: 0, memory: Number(size) })],
  [/^mm$/, () => ({ text: 'mm', file: 'mm', size: 8 })],
  [/^mmm(32|64)$/, ({ groups: [size] }) => ({ text: `mm/m${size}`, file: 'mm', size: 8, memory: bytes(size) })],
  [/^([xyz])mm$/, ({ word, groups: [length] }) => ({ text: word, file: vectorFile(word), size: vectorSize(length) })],
  [/^([xyz])mmm(\d+)(?:b(\d+))?$/, vectorOrMemory],
  [
    /^vm(32|64)([xyz])$/,
    ({ word, groups: [, length] }) => ({
      text: word,
      size: 0,
      memory: 0,
      addressing: 'sib',
      indices: vectorFile(`${length}mm`),
    }),
  ],
  [/^km(8|16|32|64)$/, ({ groups: [size] }) => ({ text: `k/m${size}`, file: 'k', size: 8, memory: bytes(size) })],
];

function readOperand(word: string, signExtended: boolean, operandSize: number): OperandPattern | undefined {
  for (const [expression, pattern] of WORD_ROWS) {
    const match = expression.exec(word);
    if (match) return pattern({ word, groups: match.slice(1), signExtended, operandSize });
  }
  return WORDS[word] ?? fixedRegister(word);
}

/** `zmmm512b32`: a register or memory, of which one element may be broadcast. */
function vectorOrMemory({ groups: [length, size, element] }: WordMatch): OperandPattern {
  const register = `${length}mm`;
  const text = `${register}/m${size}`;
  const pattern = { text, file: vectorFile(register), size: vectorSize(length), memory: bytes(size) };
  if (element === undefined) return pattern;
  const broadcast = { element: bytes(element), copies: Number(size) / Number(element) };
  return { ...pattern, text: `${text}/m${element}bcst`, broadcast };
}

function vectorSize(length: string | undefined): number {
  return VECTOR[length ?? ''] ?? 0;
}

const ST0: RegisterRef = { file: 'st', index: 0, size: 10 };

const WORDS = tableOf<OperandPattern>({
  m1664: { text: 'm16&64', size: 0, memory: 10 },
  mem: { text: 'memory', size: 0, memory: 0 },
  m: { text: 'memory', size: 0, memory: 0 },
  sibmem: { text: '[base + stride]', size: 0, memory: 0, addressing: 'sib' },
  tmm: { text: 'tmm', file: 'tmm', size: 1024 },
  kr: { text: 'k', file: 'k', size: 8 },
  kp1: { text: 'k', file: 'k', size: 8 },
  cr: { text: 'cr', file: 'cr', size: 8 },
  st0: { text: 'st', file: 'st', size: 10, fixed: ST0 },
  sti: { text: 'st(i)', file: 'st', size: 10 },
  Sreg: { text: 'segment register', file: 'segment', size: 2 },
  '1': { text: '1', size: 1, constant: 1n },
});

function fixedRegister(word: string): OperandPattern | undefined {
  const fixed = FIXED_REGISTER.test(word) ? registerByName(word) : undefined;
  return fixed && { text: word.toLowerCase(), file: fixed.file, size: fixed.size, fixed };
}

function immediate(text: string, encoded: number, signExtended: boolean, operandSize: number): OperandPattern {
  const extends32 = encoded === 4 && operandSize === 8;
  const extends8 = encoded === 1 && signExtended;
  return { text, immediate: encoded, size: extends32 || extends8 ? operandSize : encoded };
}

function vectorFile(word: string): RegisterFile {
  return word === 'xmm' ? 'xmm' : word === 'ymm' ? 'ymm' : 'zmm';
}

function isVector(pattern: OperandPattern | undefined): boolean {
  return pattern !== undefined && /^[xyz]?mm$/.test(pattern.file ?? '');
}

function bytes(bits: string | undefined): number {
  return Number(bits) / 8;
}

/** Bytes behind the opcode; a register in the opcode or a fixed one saves the ModRM byte. */
function rank(operands: readonly OperandPattern[], evex: boolean): number {
  const fields = operands.filter(({ file, fixed, memory, addressing }) =>
    memory === undefined ? file !== undefined && !fixed : addressing !== 'absolute',
  );
  const inOpcode = fields.length === 1 && fields[0]?.file === 'gpr' && fields[0].memory === undefined;
  let total = fields.length === 0 || inOpcode ? 0 : 1;
  for (const { immediate = 0, branch = 0, addressing } of operands) {
    // Of two forms of the same length, the one with the shorter immediate: `add ax, 1` is not the accumulator's.
    total += immediate * 1.1 + branch + (addressing === 'absolute' ? 8 : 0);
  }
  // Register to register: the store form (`r/m, r`) is the usual one of general registers, the load form of vectors.
  // Of three general operands, the first being a new destination, the same goes for the last two.
  const [first, second, third] = operands;
  const vector = isVector(first) || isVector(second);
  const unusual = vector ? first : third?.file ? third : second;
  if (unusual?.memory !== undefined && unusual.file !== undefined) total += 0.5;
  // MOVQ with memory is the one that also moves between vectors, but not with EVEX.
  return total + (vector && !evex && operands.some(({ file, memory }) => file === 'gpr' && memory === 8) ? 0.6 : 0);
}
