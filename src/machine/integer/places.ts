/**
 * Operands as places: compiled once into functions that read and write them. Up to 32 bits values are unsigned numbers;
 * a 64-bit source is a pair of words somewhere in an array. Writing 32 bits of a register clears the upper 32
 * (Intel SDM vol. 1, 3.4.1.1); writing 8 or 16 leaves the rest.
 */
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Instruction, MemoryRef, Operand, RegisterRef } from '../cpu/instruction';
import type { NarrowSize } from './operation';

export type Read = (cpu: Cpu) => number;
export type Write = (cpu: Cpu, value: number) => void;

/** A pair of words: those at `index` and `index + 1` of what `words` returns, until the next call of it. */
export interface WideSource {
  readonly words: (cpu: Cpu) => Uint32Array;
  readonly index: number;
}

export function operandAt({ operands, form }: Instruction, index: number): Operand {
  const operand = operands[index];
  if (!operand) throw new TypeError(`${form} has no operand ${index}`);
  return operand;
}

export function isNarrow(size: number): size is NarrowSize {
  return size === 1 || size === 2 || size === 4;
}

export function reader(operand: Operand, size: NarrowSize): Read {
  switch (operand.kind) {
    case 'register':
      return registerReader(operand.register, size);
    case 'memory':
      return memoryReader(operand.memory, size);
    case 'immediate': {
      const value = Number(BigInt.asUintN(size * 8, operand.value));
      return () => value;
    }
    case 'branch':
      throw new TypeError('a branch target is not read');
  }
}

export function registerReader(register: RegisterRef, size: NarrowSize): Read {
  const word = 2 * register.index;
  const byte = byteIndex(register);
  // The indices lie within the register file.
  if (size === 4) return (cpu) => cpu.gpr32[word]!;
  if (size === 2) return (cpu) => cpu.gpr32[word]! & 0xffff; // all registers are in the file
  return (cpu) => cpu.gpr8[byte]!;
}

export function registerWriter(register: RegisterRef, size: NarrowSize): Write {
  const word = 2 * register.index;
  const byte = byteIndex(register);
  if (size === 4) {
    return (cpu, value) => {
      cpu.gpr32[word] = value;
      cpu.gpr32[word + 1] = 0;
    };
  }
  if (size === 2) {
    return (cpu, value) => {
      cpu.gpr32[word] = (cpu.gpr32[word]! & 0xffff_0000) | value; // all registers are in the file
    };
  }
  return (cpu, value) => {
    cpu.gpr8[byte] = value;
  };
}

/** Writes all of it or faults; also what decides whether a read-modify-write may begin. */
export function writer(operand: Operand, size: NarrowSize): Write {
  if (operand.kind === 'register') return registerWriter(operand.register, size);
  if (operand.kind !== 'memory') throw new TypeError('only registers and memory are written');
  const addressOf = compileAddress(operand.memory);
  const write = narrowMemory(size).write;
  return (cpu, value) => write(cpu, addressOf(cpu), value);
}

function memoryReader(memory: MemoryRef, size: NarrowSize): Read {
  const addressOf = compileAddress(memory);
  const { read } = narrowMemory(size);
  return (cpu) => read(cpu, addressOf(cpu));
}

interface NarrowMemory {
  readonly read: (cpu: Cpu, address: number) => number;
  readonly write: (cpu: Cpu, address: number, value: number) => void;
}

const NARROW_MEMORY: Readonly<Record<NarrowSize, NarrowMemory>> = {
  1: {
    read: (cpu, address) => cpu.memory.read8(cpu.access, address),
    write: (cpu, address, value) => cpu.memory.write8(cpu.access, address, value),
  },
  2: {
    read: (cpu, address) => cpu.memory.read16(cpu.access, address),
    write: (cpu, address, value) => cpu.memory.write16(cpu.access, address, value),
  },
  4: {
    read: (cpu, address) => cpu.memory.read32(cpu.access, address),
    write: (cpu, address, value) => cpu.memory.write32(cpu.access, address, value),
  },
};

export function narrowMemory(size: NarrowSize): NarrowMemory {
  return NARROW_MEMORY[size];
}

/** Where a wide memory operand is put while it is used. Scratch, not state. */
const LOADED = new Uint32Array(2);

export function wideSource(operand: Operand): WideSource {
  switch (operand.kind) {
    case 'register':
      return { words: (cpu) => cpu.gpr32, index: 2 * operand.register.index };
    case 'memory': {
      const addressOf = compileAddress(operand.memory);
      const words = (cpu: Cpu) => {
        cpu.memory.readWords(cpu.access, addressOf(cpu), LOADED, 0);
        return LOADED;
      };
      return { words, index: 0 };
    }
    case 'immediate': {
      const words = new Uint32Array(new BigUint64Array([operand.value]).buffer);
      return { words: () => words, index: 0 };
    }
    case 'branch':
      throw new TypeError('a branch target is not read');
  }
}

function byteIndex({ index, high }: RegisterRef): number {
  return 8 * index + (high ? 1 : 0);
}
