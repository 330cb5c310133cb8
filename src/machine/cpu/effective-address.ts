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
  const { base, index, displacement, segment } = memory;
  if (segment) return segmentAddress(memory, cpu);
  if (hasNarrowRegister(memory)) return narrowAddress(memory, cpu);
  let sum = displacement;
  if (base && base.file !== 'rip') {
    const value = signed64(cpu.gpr32, base.index);
    if (value >= EXACT || value < -EXACT) return slowAddress(memory, cpu);
    sum += value;
  }
  if (index) {
    const value = signed64(cpu.gpr32, index.index);
    if (value >= EXACT || value < -EXACT) return slowAddress(memory, cpu);
    sum += value * memory.scale;
  }
  return sum >= -CANONICAL && sum < CANONICAL ? sum : slowAddress(memory, cpu);
}

/** `effectiveAddress` for one operand, made once and called often. */
export function compileAddress(memory: MemoryRef): (cpu: Cpu) => LinearAddress {
  const { base, index, scale, displacement, segment } = memory;
  if (segment) return (cpu) => segmentAddress(memory, cpu);
  if (hasNarrowRegister(memory)) return (cpu) => narrowAddress(memory, cpu);
  const [first, second] = [base?.file === 'rip' ? undefined : base, index].filter((part) => part !== undefined);
  if (!first) return (cpu) => effectiveAddress(memory, cpu);
  const register = first.index;
  if (!second) {
    const factor = first === index ? scale : 1;
    return (cpu) => {
      // One register: a sum that is not exact is not canonical either.
      const sum = signed64(cpu.gpr32, register) * factor + displacement;
      return sum >= -CANONICAL && sum < CANONICAL ? sum : slowAddress(memory, cpu);
    };
  }
  const other = second.index;
  return (cpu) => {
    const start = signed64(cpu.gpr32, register);
    const sum = start + signed64(cpu.gpr32, other) * scale + displacement;
    // With the base and the sum exact, so was what lies between.
    const exact = sum >= -CANONICAL && sum < CANONICAL && start >= -EXACT && start < EXACT;
    return exact ? sum : slowAddress(memory, cpu);
  };
}

/** Numbers of the segment registers that have a base of their own. */
export const SEGMENT = { ES: 0, CS: 1, SS: 2, DS: 3, FS: 4, GS: 5 } as const;

/** The base of the operand's segment, which is 0 but for FS and GS. */
export function segmentBase({ segment }: MemoryRef, cpu: Cpu): bigint {
  if (!segment) return 0n;
  return segment.index === SEGMENT.FS ? cpu.fsBase : cpu.gsBase;
}

function segmentAddress(memory: MemoryRef, cpu: Cpu): LinearAddress {
  return cpu.linear(BigInt.asUintN(64, effectiveAddressValue(memory, cpu) + segmentBase(memory, cpu)), false);
}

/** The same as an unsigned 64-bit value, canonical or not, without the segment's base: what LEA computes. */
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
