/**
 * Effective addresses: base + index * scale + displacement, modulo the address size (Intel SDM vol. 1, 3.7.5).
 * Segment bases are zero in 64-bit mode, except for those of FS and GS, which are added.
 */

import { Fault } from '../architecture/exception';
import { GPR } from '../architecture/gpr';
import { type LinearAddress, toLinear } from '../architecture/linear-address';
import type { Cpu } from './cpu';
import type { MemoryRef } from './instruction';

/** Sums of a few terms below this are exact doubles and cannot have wrapped at 64 bits. */
const EXACT = 2 ** 48;
const CANONICAL = 2 ** 47;
const WORD = 2 ** 32;

/** The linear address of a memory operand. Not canonical: #GP(0), or #SS(0) where the base is RSP or RBP. */
export function effectiveAddress(memory: MemoryRef, cpu: Cpu): LinearAddress {
  return compileAddress(memory)(cpu);
}

/** A memory operand as numbers: without a segment base, and with 64-bit registers if any. */
interface PlainOperand {
  readonly memory: MemoryRef;
  /** Register numbers; `NONE` without one. */
  readonly base: number;
  readonly index: number;
  readonly scale: number;
  readonly displacement: number;
}

const NONE = -1;

/** `effectiveAddress` for one operand, made once and called often. */
export function compileAddress(memory: MemoryRef): (cpu: Cpu) => LinearAddress {
  const plain = plainOperand(memory);
  if (plain) return (cpu) => plainAddress(plain, cpu);
  return memory.segment ? (cpu) => segmentAddress(memory, cpu) : (cpu) => narrowAddress(memory, cpu);
}

/** The operand as `plainAddress` takes it; undefined for an operand that needs the slower computation. */
export function plainOperand(memory: MemoryRef): PlainOperand | undefined {
  if (memory.segment || hasNarrowRegister(memory)) return undefined;
  const { base, index, scale, displacement } = memory;
  const [first, second] = [base && base.file !== 'rip' ? base.index : NONE, index?.index ?? NONE];
  return { memory, base: first, index: second, scale, displacement };
}

/** The linear address of a plain operand. Callers name this function, so that the compiler can inline it. */
export function plainAddress({ memory, base, index, scale, displacement }: PlainOperand, cpu: Cpu): LinearAddress {
  const start = base === NONE ? 0 : signed64(cpu.gpr32, base);
  const sum = start + (index === NONE ? 0 : signed64(cpu.gpr32, index) * scale) + displacement;
  // The base and the sum are exact, so the sums between them were exact too.
  const exact = sum >= -CANONICAL && sum < CANONICAL && start >= -EXACT && start < EXACT;
  return exact ? sum : slowAddress(memory, cpu);
}

/** Numbers of the segment registers that have a base of their own. */
export const SEGMENT = { ES: 0, CS: 1, SS: 2, DS: 3, FS: 4, GS: 5 } as const;

/** The base of the operand's segment: 0, except for FS and GS. */
export function segmentBase({ segment }: MemoryRef, cpu: Cpu): bigint {
  if (!segment) return 0n;
  return segment.index === SEGMENT.FS ? cpu.fsBase : cpu.gsBase;
}

function segmentAddress(memory: MemoryRef, cpu: Cpu): LinearAddress {
  return cpu.linear(BigInt.asUintN(64, effectiveAddressValue(memory, cpu) + segmentBase(memory, cpu)), false);
}

/** The effective address as LEA computes it: unsigned 64-bit, canonical or not, without the segment's base. */
export function effectiveAddressValue(memory: MemoryRef, cpu: Cpu): bigint {
  const { base, index, scale, displacement } = memory;
  if (hasNarrowRegister(memory)) return BigInt(narrowAddress(memory, cpu));
  let sum = BigInt(displacement);
  if (base && base.file !== 'rip') sum += cpu.gpr[base.index]!; // all registers are in the file
  if (index) sum += cpu.gpr[index.index]! * BigInt(scale);
  return BigInt.asUintN(64, sum);
}

/** Whether a bad address of this operand raises #SS instead of #GP: its default segment is SS. */
export function usesStackSegment(memory: MemoryRef): boolean {
  return (
    memory.segment === undefined &&
    memory.base?.file === 'gpr' &&
    (memory.base.index === GPR.RSP || memory.base.index === GPR.RBP)
  );
}

/** A register as signed. Exact where the magnitude is below 2^53, else rounded (and far beyond every canonical address). */
export function signed64(gpr32: Uint32Array, register: number): number {
  return (gpr32[2 * register + 1]! | 0) * WORD + gpr32[2 * register]!; // all registers are in the file
}

/** Address-size prefix 67h: 32-bit registers, modulo 2^32, zero-extended. */
function hasNarrowRegister(memory: MemoryRef): boolean {
  return memory.base?.size === 4 || memory.index?.size === 4;
}

function narrowAddress({ base, index, scale, displacement }: MemoryRef, cpu: Cpu): LinearAddress {
  let sum = displacement;
  if (base && base.file !== 'rip') sum += cpu.gpr32[2 * base.index]!; // all registers are in the file
  if (index) sum += cpu.gpr32[2 * index.index]! * scale;
  return sum - Math.floor(sum / WORD) * WORD;
}

function slowAddress(memory: MemoryRef, cpu: Cpu): LinearAddress {
  const value = effectiveAddressValue(memory, cpu);
  const address = toLinear(value);
  if (address === undefined) {
    throw new Fault(usesStackSegment(memory) ? '#SS' : '#GP', {
      errorCode: 0,
      why: `the address 0x${value.toString(16)} is not canonical: bits 63:47 must all be equal`,
    });
  }
  return address;
}
