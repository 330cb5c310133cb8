/**
 * Gathers and scatters: one memory access a lane, at the address that the lane of an index vector gives (Intel SDM vol. 2,
 * VPGATHERDD and VPSCATTERDD, 2.3.12 for the addresses). Lanes are done in order, lowest first; one that is done leaves the
 * mask, so that after a fault the instruction goes on where it stopped.
 */

import { Fault } from '../architecture/exception';
import { type LinearAddress, toLinear } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { effectiveAddressValue, segmentBase, usesStackSegment } from '../cpu/effective-address';
import type { Execute, Instruction, MemoryRef, Operand, RegisterRef } from '../cpu/instruction';
import { CHECK, encodingOf } from './enabling';
import { VECTOR_BYTES } from './lanes';

/** The parts of a form's name, as in `EVEX_Vpgatherdq_ymm_k1_vm32x`. */
export interface GatherShape {
  /** Bytes of an index and of an element. */
  readonly index: 4 | 8;
  readonly element: 4 | 8;
}

type AddressOfLane = (cpu: Cpu, lane: number) => LinearAddress;

export function compileGather(instruction: Instruction, shape: GatherShape): Execute {
  const [target, source, third] = instruction.operands;
  if (target?.kind !== 'register' || source?.kind !== 'memory') throw new TypeError('a gather reads memory');
  const { register } = target;
  const lanes = laneCount(register, indexOf(source.memory), shape);
  const mask = third?.kind === 'register' ? new VectorMask(third.register, shape.element, lanes) : opmaskOf(target);
  const name = instruction.mnemonic.toUpperCase();
  const check = CHECK[encodingOf(instruction.form)];
  const addressOf = compileLaneAddress(source.memory, shape.index);
  const start = register.index * VECTOR_BYTES;
  return (cpu) => {
    check(cpu, name);
    mask.begin(cpu);
    for (let lane = 0; lane < lanes; lane++) {
      if (!mask.has(cpu, lane)) continue;
      const at = start + lane * shape.element;
      cpu.memory.readInto(cpu.access, addressOf(cpu, lane), cpu.zmm, at, shape.element);
      mask.done(cpu, lane);
    }
    mask.end(cpu);
    cpu.zmm.fill(0, start + lanes * shape.element, start + VECTOR_BYTES);
  };
}

export function compileScatter(instruction: Instruction, shape: GatherShape): Execute {
  const [target, source] = instruction.operands;
  if (target?.kind !== 'memory' || source?.kind !== 'register') throw new TypeError('a scatter writes memory');
  const lanes = laneCount(source.register, indexOf(target.memory), shape);
  const mask = opmaskOf(target);
  const name = instruction.mnemonic.toUpperCase();
  const check = CHECK[encodingOf(instruction.form)];
  const addressOf = compileLaneAddress(target.memory, shape.index);
  const start = source.register.index * VECTOR_BYTES;
  return (cpu) => {
    check(cpu, name);
    for (let lane = 0; lane < lanes; lane++) {
      if (!mask.has(cpu, lane)) continue;
      const at = start + lane * shape.element;
      cpu.memory.write(cpu.access, addressOf(cpu, lane), cpu.zmm.slice(at, at + shape.element));
      mask.done(cpu, lane);
    }
    mask.end(cpu);
  };
}

/** As many as there are both elements and indices. */
function laneCount(data: RegisterRef, index: RegisterRef, { element, index: bytes }: GatherShape): number {
  return Math.min(data.size / element, index.size / bytes);
}

function indexOf({ index }: MemoryRef): RegisterRef {
  if (!index) throw new TypeError('the address has no vector of indices');
  return index;
}

/** Which lanes are still to be done. */
interface LaneMask {
  readonly begin: (cpu: Cpu) => void;
  readonly has: (cpu: Cpu, lane: number) => boolean;
  readonly done: (cpu: Cpu, lane: number) => void;
  readonly end: (cpu: Cpu) => void;
}

/** VEX: the sign bits of a vector, whose lanes become all ones or zero before the first access. */
class VectorMask implements LaneMask {
  private readonly start: number;

  constructor(
    register: RegisterRef,
    private readonly bytes: number,
    private readonly lanes: number,
  ) {
    this.start = register.index * VECTOR_BYTES;
  }

  begin({ zmm }: Cpu): void {
    for (let lane = 0; lane < this.lanes; lane++) {
      const at = this.start + lane * this.bytes;
      zmm.fill(zmm[at + this.bytes - 1]! & 0x80 ? 0xff : 0, at, at + this.bytes); // within the register
    }
  }

  has({ zmm }: Cpu, lane: number): boolean {
    return zmm[this.start + lane * this.bytes] !== 0;
  }

  done({ zmm }: Cpu, lane: number): void {
    const at = this.start + lane * this.bytes;
    zmm.fill(0, at, at + this.bytes);
  }

  end({ zmm }: Cpu): void {
    zmm.fill(0, this.start, this.start + VECTOR_BYTES);
  }
}

/** EVEX: an opmask, which is all zero at the end. */
function opmaskOf(operand: Operand): LaneMask {
  const register = 'mask' in operand ? (operand.mask ?? 0) : 0;
  return {
    begin: () => {},
    has: ({ opmask }, lane) => ((opmask[register]! >> BigInt(lane)) & 1n) === 1n, // a mask register exists
    done: ({ opmask }, lane) => {
      opmask[register] = opmask[register]! & ~(1n << BigInt(lane)); // all registers are in the file
    },
    end: ({ opmask }) => {
      opmask[register] = 0n;
    },
  };
}

/** Base and displacement, and the lane's index, signed and scaled. Not canonical: #GP(0) or #SS(0). */
function compileLaneAddress(memory: MemoryRef, bytes: 4 | 8): AddressOfLane {
  const { index: _, ...rest } = memory;
  const start = indexOf(memory).index * VECTOR_BYTES;
  const scale = BigInt(memory.scale);
  const bits = memory.base?.size === 4 ? 32 : 64;
  return (cpu, lane) => {
    const { zmm } = cpu;
    const view = new DataView(zmm.buffer, zmm.byteOffset + start + lane * bytes, bytes);
    const index = bytes === 4 ? BigInt(view.getInt32(0, true)) : view.getBigInt64(0, true);
    const offset = BigInt.asUintN(bits, effectiveAddressValue(rest, cpu) + index * scale);
    const value = BigInt.asUintN(64, offset + segmentBase(memory, cpu));
    const address = toLinear(value);
    if (address !== undefined) return address;
    const why = `the address 0x${value.toString(16)} of lane ${lane} is not canonical: bits 63:47 must all be equal`;
    throw new Fault(usesStackSegment(memory) ? '#SS' : '#GP', { errorCode: 0, why });
  };
}
