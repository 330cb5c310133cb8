/** The destination of a vector instruction: from the frame, under a mask, to registers and memory. */
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Masking, Operand, RegisterRef } from '../cpu/instruction';
import type { Encoding } from './enabling';
import { VECTOR_BYTES, X87_REGISTER_BYTES, X87_VALUE_BYTES, XMM_BYTES } from './lanes';
import type { Meaning } from './meaning';
import { alignmentCheck, isAnyLive } from './source';
import { FRAME } from './vector-frame';

export type Store = (cpu: Cpu) => void;

/** Gives the address once all of it can be written; any, where a mask selects nothing. */
export type Reach = (cpu: Cpu) => LinearAddress;

type MemoryTarget = Extract<Operand, { kind: 'memory' }>;

export interface TargetShape {
  readonly encoding: Encoding;
  /** Bytes of the result. */
  readonly bytes: number;
  readonly lanes: number;
}

export function compileStore(operand: Operand, meaning: Meaning, shape: TargetShape): Store {
  if (operand.kind === 'memory') return storeMemory(operand, meaning, shape);
  if (operand.kind !== 'register') throw new TypeError('only registers and memory are written');
  const { register } = operand;
  if (register.file === 'gpr') return storeGeneral(register);
  if (register.file === 'mm') return storeMmx(register);
  if (register.file === 'k') return storeOpmask(register, shape.lanes);
  return storeVector(register, operand, meaning, shape);
}

function storeGeneral({ index, size }: RegisterRef): Store {
  const bits = 8 * size;
  return (cpu) => {
    cpu.gpr[index] = BigInt.asUintN(bits, FRAME.result.u64[0]!); // all registers are in the file
  };
}

/** The exponent and the sign of the x87 register become ones (SDM vol. 1, 9.2). */
function storeMmx({ index, size }: RegisterRef): Store {
  const start = index * X87_REGISTER_BYTES;
  const value = FRAME.result.u8.subarray(0, size);
  return (cpu) => {
    cpu.x87.set(value, start);
    cpu.x87.fill(0xff, start + size, start + X87_VALUE_BYTES);
  };
}

/** Lanes that the mask leaves out, and bits beyond the lanes, become 0. */
function storeOpmask({ index }: RegisterRef, lanes: number): Store {
  return (cpu) => {
    let value = 0n;
    for (let lane = lanes - 1; lane >= 0; lane--) {
      value = (value << 1n) | (FRAME.bits[lane] && FRAME.live[lane] ? 1n : 0n);
    }
    cpu.opmask[index] = value;
  };
}

function storeVector(register: RegisterRef, masking: Masking, meaning: Meaning, shape: TargetShape): Store {
  const { encoding, bytes, lanes } = shape;
  const start = register.index * VECTOR_BYTES;
  const { u8 } = FRAME.result;
  const { lane } = meaning;
  // Legacy instructions leave everything above the lowest 128 bits.
  const end = start + (encoding === 'legacy' ? XMM_BYTES : VECTOR_BYTES);
  const written = Math.max(bytes, meaning.scalar || encoding === 'legacy' ? XMM_BYTES : 0);
  return (cpu) => {
    const { zmm } = cpu;
    if (masking.mask !== undefined && (masking.zeroing || !meaning.blends)) {
      for (let i = 0; i < lanes; i++) {
        if (FRAME.live[i]) continue;
        const from = i * lane;
        if (masking.zeroing) u8.fill(0, from, from + lane);
        else u8.set(zmm.subarray(start + from, start + from + lane), from);
      }
    }
    zmm.set(u8.subarray(0, written), start);
    zmm.fill(0, start + written, end);
  };
}

/** The address of a store, which is aligned where that is asked for. */
function compilePlace({ memory }: MemoryTarget, meaning: Meaning, { encoding }: TargetShape): Reach {
  const addressOf = compileAddress(memory);
  const check = alignmentCheck(memory.size, meaning, encoding);
  return (cpu) => {
    const address = addressOf(cpu);
    check(cpu, address);
    return address;
  };
}

/**
 * Raises the exceptions of a store to memory and writes nothing: those of floating point come after them (SDM vol. 3,
 * 7.9), and set flags in MXCSR.
 */
export function compileReach(target: MemoryTarget, meaning: Meaning, shape: TargetShape): Reach {
  const place = compilePlace(target, meaning, shape);
  const { bytes, lanes } = shape;
  const { lane } = meaning;
  if (target.mask === undefined) {
    return (cpu) => {
      const address = place(cpu);
      cpu.memory.checkWritable(cpu.access, address, bytes);
      return address;
    };
  }
  return (cpu) => {
    if (!isAnyLive(lanes)) return 0;
    const address = place(cpu);
    for (let i = 0; i < lanes; i++) {
      if (FRAME.live[i]) cpu.memory.checkWritable(cpu.access, address + i * lane, lane);
    }
    return address;
  };
}

/** Nothing is written unless all lanes of the mask can be. */
function storeMemory(target: MemoryTarget, meaning: Meaning, shape: TargetShape): Store {
  const { bytes, lanes } = shape;
  const { u8 } = FRAME.result;
  const { lane } = meaning;
  if (target.mask === undefined) {
    const place = compilePlace(target, meaning, shape);
    return (cpu) => cpu.memory.write(cpu.access, place(cpu), u8.subarray(0, bytes));
  }
  const reach = compileReach(target, meaning, shape);
  return (cpu) => {
    const address = reach(cpu);
    for (let i = 0; i < lanes; i++) {
      if (FRAME.live[i]) cpu.memory.write(cpu.access, address + i * lane, u8.subarray(i * lane, (i + 1) * lane));
    }
  };
}
