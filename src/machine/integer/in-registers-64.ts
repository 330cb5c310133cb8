/**
 * Arithmetic on 64 bits of a register (Intel SDM vol. 2).
 * The functions are written out for each operation although they look alike. An engine inlines a function that a call
 * names; a number that passes through a call by way of a variable becomes an object whenever its highest bits are set.
 */
import type { Cpu } from '../cpu/cpu';
import { ADC, ADD, AND, CMP, DEC, INC, NEG, NOT, OR, SBB, SUB, TEST, XOR } from './arithmetic';
import { type BinaryOperation, RESULT, type ShiftOperation, type UnaryOperation } from './operation';
import { type MakeBinary, type MakeShift, type MakeUnary, word } from './register-words';
import { SAR, SHL, SHR } from './shift';

const add = ADD.wide;
const adc = ADC.wide;
const sub = SUB.wide;
const sbb = SBB.wide;
const and = AND.wide;
const or = OR.wide;
const xor = XOR.wide;
const inc = INC.wide;
const dec = DEC.wide;
const neg = NEG.wide;
const not = NOT.wide;
const shl = SHL.wide;
const shr = SHR.wide;
const sar = SAR.wide;

function put(cpu: Cpu, to: number, flags: number): void {
  cpu.rflags = flags;
  cpu.gpr32[to] = RESULT[0]!; // two words
  cpu.gpr32[to + 1] = RESULT[1]!; // as above
}

export const BINARY_64: ReadonlyMap<BinaryOperation, MakeBinary> = new Map<BinaryOperation, MakeBinary>([
  [
    ADD,
    (to, first, w, at) => (cpu) =>
      put(
        cpu,
        to,
        add(word(cpu, null, first), word(cpu, null, first + 1), word(cpu, w, at), word(cpu, w, at + 1), cpu.rflags),
      ),
  ],
  [
    ADC,
    (to, first, w, at) => (cpu) =>
      put(
        cpu,
        to,
        adc(word(cpu, null, first), word(cpu, null, first + 1), word(cpu, w, at), word(cpu, w, at + 1), cpu.rflags),
      ),
  ],
  [
    SUB,
    (to, first, w, at) => (cpu) =>
      put(
        cpu,
        to,
        sub(word(cpu, null, first), word(cpu, null, first + 1), word(cpu, w, at), word(cpu, w, at + 1), cpu.rflags),
      ),
  ],
  [
    SBB,
    (to, first, w, at) => (cpu) =>
      put(
        cpu,
        to,
        sbb(word(cpu, null, first), word(cpu, null, first + 1), word(cpu, w, at), word(cpu, w, at + 1), cpu.rflags),
      ),
  ],
  [
    AND,
    (to, first, w, at) => (cpu) =>
      put(
        cpu,
        to,
        and(word(cpu, null, first), word(cpu, null, first + 1), word(cpu, w, at), word(cpu, w, at + 1), cpu.rflags),
      ),
  ],
  [
    OR,
    (to, first, w, at) => (cpu) =>
      put(
        cpu,
        to,
        or(word(cpu, null, first), word(cpu, null, first + 1), word(cpu, w, at), word(cpu, w, at + 1), cpu.rflags),
      ),
  ],
  [
    XOR,
    (to, first, w, at) => (cpu) =>
      put(
        cpu,
        to,
        xor(word(cpu, null, first), word(cpu, null, first + 1), word(cpu, w, at), word(cpu, w, at + 1), cpu.rflags),
      ),
  ],
  [
    CMP,
    (_, first, w, at) => (cpu) => {
      cpu.rflags = sub(
        word(cpu, null, first),
        word(cpu, null, first + 1),
        word(cpu, w, at),
        word(cpu, w, at + 1),
        cpu.rflags,
      );
    },
  ],
  [
    TEST,
    (_, first, w, at) => (cpu) => {
      cpu.rflags = and(
        word(cpu, null, first),
        word(cpu, null, first + 1),
        word(cpu, w, at),
        word(cpu, w, at + 1),
        cpu.rflags,
      );
    },
  ],
]);

export const UNARY_64: ReadonlyMap<UnaryOperation, MakeUnary> = new Map<UnaryOperation, MakeUnary>([
  [INC, (to, first) => (cpu) => put(cpu, to, inc(word(cpu, null, first), word(cpu, null, first + 1), cpu.rflags))],
  [DEC, (to, first) => (cpu) => put(cpu, to, dec(word(cpu, null, first), word(cpu, null, first + 1), cpu.rflags))],
  [NEG, (to, first) => (cpu) => put(cpu, to, neg(word(cpu, null, first), word(cpu, null, first + 1), cpu.rflags))],
  [NOT, (to, first) => (cpu) => put(cpu, to, not(word(cpu, null, first), word(cpu, null, first + 1), cpu.rflags))],
]);

export const SHIFT_64: ReadonlyMap<ShiftOperation, MakeShift> = new Map<ShiftOperation, MakeShift>([
  [
    SHL,
    (to, first, count) => (cpu) =>
      put(cpu, to, shl(word(cpu, null, first), word(cpu, null, first + 1), count, cpu.rflags)),
  ],
  [
    SHR,
    (to, first, count) => (cpu) =>
      put(cpu, to, shr(word(cpu, null, first), word(cpu, null, first + 1), count, cpu.rflags)),
  ],
  [
    SAR,
    (to, first, count) => (cpu) =>
      put(cpu, to, sar(word(cpu, null, first), word(cpu, null, first + 1), count, cpu.rflags)),
  ],
]);
