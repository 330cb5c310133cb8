/** Moves, extensions and exchanges: what neither computes nor sets flags (Intel SDM vol. 1, 7.3.1). */

import { GPR } from '../architecture/gpr';
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Execute, Instruction, MemoryRef, Operand } from '../cpu/instruction';
import type { NarrowSize } from './operation';
import {
  isNarrow,
  narrowMemory,
  operandAt,
  reader,
  registerReader,
  registerWriter,
  wideSource,
  writer,
} from './places';
import { quickMove } from './quick-move';

/** Writes two words to a register or to memory. */
export type WriteWide = (cpu: Cpu, low: number, high: number) => void;

export function wideWriter(operand: Operand): WriteWide {
  if (operand.kind === 'register') {
    const index = 2 * operand.register.index;
    return (cpu, low, high) => {
      cpu.gpr32[index] = low;
      cpu.gpr32[index + 1] = high;
    };
  }
  if (operand.kind !== 'memory') throw new TypeError('only registers and memory are written');
  const addressOf = compileAddress(operand.memory);
  return (cpu, low, high) => cpu.memory.writeWords(cpu.access, addressOf(cpu), low, high);
}

export function compileMove(instruction: Instruction): Execute {
  const [target, source] = [operandAt(instruction, 0), operandAt(instruction, 1)];
  const size = instruction.operandSize;
  const quick = quickMove(target, source, size);
  return quick ?? moveTo(target, source, size);
}

/** @param narrowWriter of a target below 64 bits. */
export function moveTo(target: Operand, source: Operand, size: number, narrowWriter = writer): Execute {
  if (isNarrow(size)) {
    const read = reader(source, size);
    const write = narrowWriter(target, size);
    return (cpu) => write(cpu, read(cpu));
  }
  const { words, index } = wideSource(source);
  const write = wideWriter(target);
  return (cpu) => {
    const from = words(cpu);
    write(cpu, from[index]!, from[index + 1]!); // a wide source has both words
  };
}

/** MOVZX, MOVSX, MOVSXD: the source has its own, smaller size. */
export function compileExtend(instruction: Instruction, signed: boolean): Execute {
  const [target, source] = [operandAt(instruction, 0), operandAt(instruction, 1)];
  const sourceSize =
    source.kind === 'register' ? source.register.size : source.kind === 'memory' ? source.memory.size : 0;
  if (!isNarrow(sourceSize) || target.kind !== 'register')
    throw new TypeError(`${instruction.form} extends to a register`);
  return extend(target.register.index, instruction.operandSize, reader(source, sourceSize), sourceSize, signed);
}

/** CBW, CWDE, CDQE: the low half of the accumulator into all of it. */
export function compileExtendAccumulator(instruction: Instruction): Execute {
  const size = instruction.operandSize;
  const half = size / 2;
  if (!isNarrow(half)) throw new TypeError(`${instruction.form} extends the accumulator`);
  const read = registerReader({ file: 'gpr', index: GPR.RAX, size: half }, half);
  return extend(GPR.RAX, size, read, half, true);
}

function extend(target: number, size: number, read: (cpu: Cpu) => number, from: NarrowSize, signed: boolean): Execute {
  const shift = signed ? 32 - 8 * from : 0;
  const index = 2 * target;
  if (size === 2) {
    const write = registerWriter({ file: 'gpr', index: target, size }, size);
    return (cpu) => write(cpu, ((read(cpu) << shift) >> shift) & 0xffff);
  }
  return (cpu) => {
    const value = (read(cpu) << shift) >> shift;
    cpu.gpr32[index] = value;
    cpu.gpr32[index + 1] = signed && size === 8 ? value >> 31 : 0;
  };
}

/** CWD, CDQ, CQO: the sign of the accumulator into all of DX, EDX or RDX. */
export function compileSignIntoData({ operandSize }: Instruction): Execute {
  const [low, high] = [2 * GPR.RAX, 2 * GPR.RAX + 1];
  const write = registerWriter({ file: 'gpr', index: GPR.RDX, size: 2 }, 2);
  if (operandSize === 2) return (cpu) => write(cpu, ((cpu.gpr32[low]! << 16) >> 31) & 0xffff); // RAX has two words
  if (operandSize === 4) {
    return (cpu) => {
      cpu.gpr32[2 * GPR.RDX] = cpu.gpr32[low]! >> 31; // all registers are in the file
      cpu.gpr32[2 * GPR.RDX + 1] = 0;
    };
  }
  return (cpu) => {
    const sign = cpu.gpr32[high]! >> 31; // all registers are in the file
    cpu.gpr32[2 * GPR.RDX] = sign;
    cpu.gpr32[2 * GPR.RDX + 1] = sign;
  };
}

/** LEA: the address, canonical or not, cut to the operand size. */
export function compileLoadAddress(instruction: Instruction): Execute {
  const [target, source] = [operandAt(instruction, 0), operandAt(instruction, 1)];
  if (target.kind !== 'register' || source.kind !== 'memory') throw new TypeError('LEA loads an address');
  const { index } = target.register;
  const wide = addressWords(source.memory);
  const size = instruction.operandSize;
  const writeWide = wideWriter(target);
  if (!isNarrow(size)) {
    return (cpu) => {
      wide(cpu);
      writeWide(cpu, ADDRESS[0]!, ADDRESS[1]!); // two words
    };
  }
  const write = registerWriter({ file: 'gpr', index, size }, size);
  return (cpu) => {
    wide(cpu);
    write(cpu, size === 2 ? ADDRESS[0]! & 0xffff : ADDRESS[0]!); // the scratch has as many words
  };
}

/** The words of the last address computed. Scratch, not state. */
const ADDRESS = new Uint32Array(2);

/** Leaves base + index * scale + displacement, modulo 2^64 (or 2^32 with narrow registers), in `ADDRESS`. */
function addressWords({ base, index, scale, displacement }: MemoryRef): (cpu: Cpu) => void {
  const narrow = base?.size === 4 || index?.size === 4;
  const shift = Math.log2(scale);
  const baseWord = base && base.file !== 'rip' ? 2 * base.index : undefined;
  const indexWord = index && 2 * index.index;
  const displacementHigh = Math.floor(displacement / 2 ** 32);
  const displacementLow = displacement >>> 0;
  return ({ gpr32 }) => {
    let low = displacementLow;
    let high = displacementHigh;
    // The register numbers are within the file.
    if (baseWord !== undefined) {
      low += gpr32[baseWord]!; // all registers are in the file
      high += gpr32[baseWord + 1]!;
    }
    if (indexWord !== undefined) {
      low += (gpr32[indexWord]! << shift) >>> 0; // all registers are in the file
      high += ((gpr32[indexWord + 1]! << shift) >>> 0) + (shift === 0 ? 0 : gpr32[indexWord]! >>> (32 - shift));
    }
    ADDRESS[0] = low;
    ADDRESS[1] = narrow ? 0 : high + Math.floor(low / 2 ** 32);
  };
}

/** XCHG; with memory it is locked, so that the write is certain before the read. */
export function compileExchange(instruction: Instruction): Execute {
  const [first, second] = [operandAt(instruction, 0), operandAt(instruction, 1)];
  if (second.kind !== 'register') throw new TypeError('XCHG has a register');
  const size = instruction.operandSize;
  const [memory, register] = [first.kind === 'memory' ? first.memory : undefined, second.register];
  if (memory) return exchangeMemory(memory, second, size);
  if (!isNarrow(size)) {
    const [from, to] = [wideSource(first).index, 2 * register.index];
    return ({ gpr32 }) => {
      const [low, high] = [gpr32[from]!, gpr32[from + 1]!]; // both are registers
      gpr32[from] = gpr32[to]!;
      gpr32[from + 1] = gpr32[to + 1]!; // all registers are in the file
      gpr32[to] = low;
      gpr32[to + 1] = high;
    };
  }
  const [readFirst, readSecond] = [reader(first, size), reader(second, size)];
  const [writeFirst, writeSecond] = [writer(first, size), writer(second, size)];
  return (cpu) => {
    const value = readFirst(cpu);
    writeFirst(cpu, readSecond(cpu));
    writeSecond(cpu, value);
  };
}

function exchangeMemory(memory: MemoryRef, register: Operand, size: number): Execute {
  const addressOf = compileAddress(memory);
  if (!isNarrow(size)) {
    const { words, index } = wideSource(register);
    const loaded = new Uint32Array(2);
    return (cpu) => {
      const address = addressOf(cpu);
      cpu.memory.checkWritable(cpu.access, address, 8);
      cpu.memory.readWords(cpu.access, address, loaded, 0);
      const from = words(cpu);
      cpu.memory.writeWords(cpu.access, address, from[index]!, from[index + 1]!); // a register has both words
      from[index] = loaded[0]!;
      from[index + 1] = loaded[1]!; // registers and scratch have these words
    };
  }
  const { read, write } = narrowMemory(size);
  const [readRegister, writeRegister] = [reader(register, size), writer(register, size)];
  return (cpu) => {
    const address = addressOf(cpu);
    cpu.memory.checkWritable(cpu.access, address, size);
    const value = read(cpu, address);
    write(cpu, address, readRegister(cpu));
    writeRegister(cpu, value);
  };
}
