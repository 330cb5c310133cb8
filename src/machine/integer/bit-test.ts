/**
 * BT, BTS, BTR and BTC (Intel SDM vol. 2): CF is the bit. With memory and a register, the bit may lie anywhere around the
 * address. ZF stays; the other flags, which the manual leaves undefined, stay too.
 */

import { FLAG } from '../architecture/bits';
import type { Cpu } from '../cpu/cpu';
import { compileAddress, usesStackSegment } from '../cpu/effective-address';
import type { Execute, Instruction, MemoryRef, Operand } from '../cpu/instruction';
import { isNarrow, narrowMemory, operandAt } from './places';

/** The word that has the bit, as the instruction leaves it. */
export type BitChange = (word: number, bit: number) => number;

export const SET: BitChange = (word, bit) => word | bit;
export const RESET: BitChange = (word, bit) => word & ~bit;
export const COMPLEMENT: BitChange = (word, bit) => word ^ bit;

/** @param change none for BT, which only tests. */
export function compileBitTest(instruction: Instruction, change?: BitChange): Execute {
  const [target, source] = [operandAt(instruction, 0), operandAt(instruction, 1)];
  const size = instruction.operandSize;
  if (target.kind === 'memory') return compileMemory(target.memory, source, size, change);
  if (target.kind !== 'register') throw new TypeError(`${instruction.form} tests a register or memory`);
  const word = 2 * target.register.index;
  const readBit = bitReader(source, size);
  return (cpu) => {
    const { gpr32 } = cpu;
    const number = readBit(cpu);
    const at = word + (number >>> 5);
    const bit = 1 << (number & 31);
    const old = gpr32[at]!; // within the register file
    cpu.rflags = withCarry(cpu.rflags, old & bit);
    if (!change) return;
    gpr32[at] = change(old, bit);
    if (size === 4) gpr32[word + 1] = 0;
  };
}

/** Of a wide operand in memory. Scratch, not state. */
const LOADED = new Uint32Array(2);

function compileMemory(memory: MemoryRef, source: Operand, size: number, change?: BitChange): Execute {
  const readBit = bitReader(source, size);
  const addressOf =
    source.kind === 'register' ? farAddress(memory, source.register.index, size) : compileAddress(memory);
  if (isNarrow(size)) {
    const { read, write } = narrowMemory(size);
    return (cpu) => {
      const address = addressOf(cpu);
      if (change) cpu.memory.checkWritable(cpu.access, address, size);
      const old = read(cpu, address);
      const bit = 1 << readBit(cpu);
      if (change) write(cpu, address, change(old, bit) >>> 0);
      cpu.rflags = withCarry(cpu.rflags, old & bit);
    };
  }
  return (cpu) => {
    const address = addressOf(cpu);
    if (change) cpu.memory.checkWritable(cpu.access, address, size);
    cpu.memory.readWords(cpu.access, address, LOADED, 0);
    const number = readBit(cpu);
    const at = number >>> 5;
    const bit = 1 << (number & 31);
    const old = LOADED[at]!; // two words
    if (change) {
      LOADED[at] = change(old, bit);
      cpu.memory.writeWords(cpu.access, address, LOADED[0]!, LOADED[1]!); // the scratch has as many words
    }
    cpu.rflags = withCarry(cpu.rflags, old & bit);
  };
}

function withCarry(flags: number, bit: number): number {
  return (flags & ~FLAG.CF) | (bit === 0 ? 0 : FLAG.CF);
}

/** The number of the bit within an operand of `size` bytes. */
function bitReader(source: Operand, size: number): (cpu: Cpu) => number {
  const mask = 8 * size - 1;
  if (source.kind === 'register') {
    const word = 2 * source.register.index;
    return (cpu) => cpu.gpr32[word]! & mask; // within the register file
  }
  if (source.kind !== 'immediate') throw new TypeError('the number of a bit is a register or an immediate');
  const number = Number(source.value) & mask;
  return () => number;
}

/** The operand's address, moved by as many operands as the register, signed, counts off. */
function farAddress(memory: MemoryRef, register: number, size: number): (cpu: Cpu) => number {
  const addressOf = compileAddress(memory);
  const shift = BigInt(Math.log2(8 * size));
  const stack = usesStackSegment(memory);
  return (cpu) => {
    const bit = BigInt.asIntN(8 * size, cpu.gpr[register]!); // an operand's register exists
    const address = BigInt(addressOf(cpu)) + (bit >> shift) * BigInt(size);
    return cpu.linear(BigInt.asUintN(64, address), stack);
  };
}
