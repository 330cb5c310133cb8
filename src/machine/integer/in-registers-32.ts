/**
 * Arithmetic on 32 bits of a register (Intel SDM vol. 2; the upper half becomes zero: vol. 1, 3.4.1.1).
 * The functions are written out for each operation although they look alike. An engine inlines a function that a call
 * names; a number that passes through a call by way of a variable becomes an object whenever its highest bits are set.
 */
import type { Cpu } from '../cpu/cpu';
import { ADC, ADD, AND, CMP, DEC, INC, NEG, NOT, OR, SBB, SUB, TEST, XOR } from './arithmetic';
import { multiplyWords } from './multiply';
import { type BinaryOperation, RESULT, type ShiftOperation, type UnaryOperation } from './operation';
import { type MakeBinary, type MakeShift, type MakeUnary, word } from './register-words';
import { SAR, SHL, SHR } from './shift';

const add = ADD.narrow(4);
const adc = ADC.narrow(4);
const sub = SUB.narrow(4);
const sbb = SBB.narrow(4);
const and = AND.narrow(4);
const or = OR.narrow(4);
const xor = XOR.narrow(4);
const inc = INC.narrow(4);
const dec = DEC.narrow(4);
const neg = NEG.narrow(4);
const not = NOT.narrow(4);
const shl = SHL.narrow(4);
const shr = SHR.narrow(4);
const sar = SAR.narrow(4);

function put(cpu: Cpu, to: number, flags: number): void {
  cpu.rflags = flags;
  cpu.gpr32[to] = RESULT[0]!; // two words
  cpu.gpr32[to + 1] = 0;
}

export const BINARY_32: ReadonlyMap<BinaryOperation, MakeBinary> = new Map<BinaryOperation, MakeBinary>([
  [ADD, (to, first, w, at) => (cpu) => put(cpu, to, add(word(cpu, null, first), word(cpu, w, at), cpu.rflags))],
  [ADC, (to, first, w, at) => (cpu) => put(cpu, to, adc(word(cpu, null, first), word(cpu, w, at), cpu.rflags))],
  [SUB, (to, first, w, at) => (cpu) => put(cpu, to, sub(word(cpu, null, first), word(cpu, w, at), cpu.rflags))],
  [SBB, (to, first, w, at) => (cpu) => put(cpu, to, sbb(word(cpu, null, first), word(cpu, w, at), cpu.rflags))],
  [AND, (to, first, w, at) => (cpu) => put(cpu, to, and(word(cpu, null, first), word(cpu, w, at), cpu.rflags))],
  [OR, (to, first, w, at) => (cpu) => put(cpu, to, or(word(cpu, null, first), word(cpu, w, at), cpu.rflags))],
  [XOR, (to, first, w, at) => (cpu) => put(cpu, to, xor(word(cpu, null, first), word(cpu, w, at), cpu.rflags))],
  [
    CMP,
    (_, first, w, at) => (cpu) => {
      cpu.rflags = sub(word(cpu, null, first), word(cpu, w, at), cpu.rflags);
    },
  ],
  [
    TEST,
    (_, first, w, at) => (cpu) => {
      cpu.rflags = and(word(cpu, null, first), word(cpu, w, at), cpu.rflags);
    },
  ],
]);

export const UNARY_32: ReadonlyMap<UnaryOperation, MakeUnary> = new Map<UnaryOperation, MakeUnary>([
  [INC, (to, first) => (cpu) => put(cpu, to, inc(word(cpu, null, first), cpu.rflags))],
  [DEC, (to, first) => (cpu) => put(cpu, to, dec(word(cpu, null, first), cpu.rflags))],
  [NEG, (to, first) => (cpu) => put(cpu, to, neg(word(cpu, null, first), cpu.rflags))],
  [NOT, (to, first) => (cpu) => put(cpu, to, not(word(cpu, null, first), cpu.rflags))],
]);

export const MULTIPLY_32: MakeBinary = (to, first, w, at) => (cpu) =>
  put(cpu, to, multiplyWords(word(cpu, null, first), word(cpu, w, at), cpu.rflags));

export const SHIFT_32: ReadonlyMap<ShiftOperation, MakeShift> = new Map<ShiftOperation, MakeShift>([
  [SHL, (to, first, count) => (cpu) => put(cpu, to, shl(word(cpu, null, first), count, cpu.rflags))],
  [SHR, (to, first, count) => (cpu) => put(cpu, to, shr(word(cpu, null, first), count, cpu.rflags))],
  [SAR, (to, first, count) => (cpu) => put(cpu, to, sar(word(cpu, null, first), count, cpu.rflags))],
]);
