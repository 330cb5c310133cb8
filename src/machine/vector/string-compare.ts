/**
 * PCMPESTRI, PCMPESTRM, PCMPISTRI and PCMPISTRM: two short strings compared in every way (Intel SDM vol. 2, 4.1, "Imm8 control
 * byte operation"). Operations are named as the manual does.
 */
import { FLAG } from '../architecture/bits';
import { GPR } from '../architecture/gpr';
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Execute, Instruction } from '../cpu/instruction';
import { CHECK, encodingOf } from './enabling';
import { VECTOR_BYTES, XMM_BYTES } from './lanes';

/** Fields of the immediate. */
const WORDS = 1;
const SIGNED = 2;
const AGGREGATION_SHIFT = 2;
const NEGATIVE = 0x10;
const MASKED = 0x20;
/** The last index, or a mask of whole elements. */
const WIDE_OUTPUT = 0x40;

interface Strings {
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Valid elements of either. */
  readonly lengthA: number;
  readonly lengthB: number;
}

type Aggregate = (strings: Strings, at: number) => boolean;

/** IntRes1 of element `at` of the second string, by the aggregation. */
const AGGREGATES: readonly Aggregate[] = [
  // Equal any.
  ({ a, b, lengthA, lengthB }, at) => at < lengthB && a.slice(0, lengthA).includes(b[at] ?? 0),
  // Ranges: pairs of a lowest and a highest element.
  ({ a, b, lengthA, lengthB }, at) => {
    const value = b[at] ?? 0;
    for (let low = 0; at < lengthB && low + 1 < lengthA; low += 2) {
      if (value >= (a[low] ?? 0) && value <= (a[low + 1] ?? 0)) return true;
    }
    return false;
  },
  // Equal each: two that are not valid are equal.
  ({ a, b, lengthA, lengthB }, at) => (at < lengthA && at < lengthB ? a[at] === b[at] : at >= lengthA && at >= lengthB),
  // Equal ordered: the first string begins here.
  ({ a, b, lengthA, lengthB }, at) => {
    for (let index = 0; index < lengthA && at + index < b.length; index++) {
      if (at + index >= lengthB || a[index] !== b[at + index]) return false;
    }
    return true;
  },
];

/** IntRes2, a bit an element. */
function compareStrings(strings: Strings, control: number): number {
  const aggregate = AGGREGATES[(control >> AGGREGATION_SHIFT) & 3]!; // four of them
  let bits = 0;
  for (const at of strings.b.keys()) if (aggregate(strings, at)) bits |= 1 << at;
  const all = (1 << strings.b.length) - 1;
  if (!(control & NEGATIVE)) return bits;
  return bits ^ (control & MASKED ? (1 << strings.lengthB) - 1 : all);
}

function elementsOf(bytes: Uint8Array, control: number): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, XMM_BYTES);
  const size = control & WORDS ? 2 : 1;
  return Array.from({ length: XMM_BYTES / size }, (_, index) => {
    if (size === 1) return control & SIGNED ? view.getInt8(index) : view.getUint8(index);
    return control & SIGNED ? view.getInt16(2 * index, true) : view.getUint16(2 * index, true);
  });
}

/** Up to the first zero. */
function impliedLength(elements: readonly number[]): number {
  const end = elements.indexOf(0);
  return end < 0 ? elements.length : end;
}

/** What a register says, without its sign, and at most all. */
function givenLength(value: bigint, bits: number, most: number): number {
  const signed = BigInt.asIntN(bits, value);
  const magnitude = signed < 0n ? -signed : signed;
  return magnitude > BigInt(most) ? most : Number(magnitude);
}

export interface StringComparison {
  /** The lengths are in RAX and RDX, as many bits of them; null where a zero ends a string. */
  readonly lengthBits: 32 | 64 | null;
  /** A mask goes to XMM0, or else an index to RCX. */
  readonly toMask: boolean;
}

export function compileStringCompare(instruction: Instruction, { lengthBits, toMask }: StringComparison): Execute {
  const [first, second, last] = instruction.operands;
  if (first?.kind !== 'register' || last?.kind !== 'immediate') throw new TypeError('a register and an immediate');
  const control = Number(last.value);
  const encoding = encodingOf(instruction.form);
  const name = instruction.mnemonic.toUpperCase();
  const check = CHECK[encoding];
  const { index } = first.register;
  const load = compileSecond(second);
  return (cpu) => {
    check(cpu, name);
    const b = elementsOf(load(cpu), control);
    const a = elementsOf(registerBytes(cpu, index), control);
    const length = (register: number, elements: readonly number[]) =>
      lengthBits === null ? impliedLength(elements) : givenLength(cpu.gpr[register]!, lengthBits, elements.length); // RAX and RDX exist
    const strings = { a, b, lengthA: length(GPR.RAX, a), lengthB: length(GPR.RDX, b) };
    const bits = compareStrings(strings, control);
    if (toMask) writeMask(cpu, bits, control, b.length, encoding === 'vex');
    else cpu.gpr[GPR.RCX] = BigInt(indexOf(bits, control, b.length));
    setFlags(cpu, bits, strings);
  };
}

function registerBytes({ zmm }: Cpu, index: number): Uint8Array {
  return zmm.subarray(index * VECTOR_BYTES, index * VECTOR_BYTES + XMM_BYTES);
}

/** Memory need not be aligned. */
function compileSecond(operand: Instruction['operands'][number] | undefined): (cpu: Cpu) => Uint8Array {
  if (operand?.kind === 'register') {
    const { index } = operand.register;
    return (cpu) => registerBytes(cpu, index);
  }
  if (operand?.kind !== 'memory') throw new TypeError('the second operand is a register or memory');
  const addressOf = compileAddress(operand.memory);
  return (cpu) => cpu.memory.read(cpu.access, addressOf(cpu), XMM_BYTES);
}

function indexOf(bits: number, control: number, none: number): number {
  if (bits === 0) return none;
  return 31 - Math.clz32(control & WIDE_OUTPUT ? bits : bits & -bits);
}

function writeMask(cpu: Cpu, bits: number, control: number, count: number, clears: boolean): void {
  const mask = new Uint8Array(clears ? VECTOR_BYTES : XMM_BYTES);
  const size = XMM_BYTES / count;
  if (control & WIDE_OUTPUT) {
    for (let element = 0; element < count; element++) {
      if (bits & (1 << element)) mask.fill(0xff, element * size, (element + 1) * size);
    }
  } else {
    mask[0] = bits;
    mask[1] = bits >> 8;
  }
  cpu.zmm.set(mask, 0);
}

const STATUS = FLAG.CF | FLAG.PF | FLAG.AF | FLAG.ZF | FLAG.SF | FLAG.OF;

function setFlags(cpu: Cpu, bits: number, { a, b, lengthA, lengthB }: Strings): void {
  const flags =
    (bits === 0 ? 0 : FLAG.CF) |
    (lengthB < b.length ? FLAG.ZF : 0) |
    (lengthA < a.length ? FLAG.SF : 0) |
    (bits & 1 ? FLAG.OF : 0);
  cpu.rflags = (cpu.rflags & ~STATUS) | flags;
}
