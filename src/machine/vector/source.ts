/** The sources of a vector instruction: from registers and memory into the frame. */

import { Fault } from '../architecture/exception';
import { formatAddress, type LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { MemoryRef, Operand, RegisterRef } from '../cpu/instruction';
import type { Encoding } from './enabling';
import { type Lanes, VECTOR_BYTES, X87_REGISTER_BYTES, XMM_BYTES } from './lanes';
import type { Meaning } from './meaning';
import { FRAME } from './vector-frame';

export type Load = (cpu: Cpu) => void;

/** MXCSR.MM (AMD): legacy instructions take memory at any address. */
const MISALIGNED = 1 << 17;

/** @param lanes of the result; `masked` tells whether a writemask selects among them. */
export function compileLoad(
  operand: Operand,
  into: Lanes,
  meaning: Meaning,
  context: { readonly encoding: Encoding; readonly lanes: number; readonly masked: boolean },
): Load {
  switch (operand.kind) {
    case 'register':
      return loadRegister(operand.register, into);
    case 'memory':
      return loadMemory(operand.memory, into, meaning, context);
    case 'immediate': {
      const value = Number(operand.value);
      return () => {
        FRAME.immediate = value;
      };
    }
    case 'branch':
      throw new TypeError('a vector instruction has no branch target');
  }
}

function loadRegister({ file, index, size }: RegisterRef, into: Lanes): Load {
  if (file === 'gpr' || file === 'k') {
    const registers = (cpu: Cpu) => (file === 'k' ? cpu.opmask : cpu.gpr);
    const bits = 8 * size;
    return (cpu) => {
      into.u8.fill(0);
      into.u64[0] = BigInt.asUintN(bits, registers(cpu)[index]!); // an operand's register exists
    };
  }
  if (file === 'mm') {
    const from = index * X87_REGISTER_BYTES;
    return (cpu) => {
      into.u8.fill(0, size);
      into.u8.set(cpu.x87.subarray(from, from + size));
    };
  }
  const start = index * VECTOR_BYTES;
  return (cpu) => {
    into.u8.fill(0, size);
    into.u8.set(cpu.zmm.subarray(start, start + size));
  };
}

function loadMemory(
  memory: MemoryRef,
  into: Lanes,
  meaning: Meaning,
  { encoding, lanes, masked }: { readonly encoding: Encoding; readonly lanes: number; readonly masked: boolean },
): Load {
  const addressOf = compileAddress(memory);
  const { size, broadcast } = memory;
  const check = alignmentCheck(size, meaning, encoding);
  if (broadcast !== undefined) {
    return (cpu) => {
      into.u8.fill(0);
      if (masked && meaning.lanewise && !isAnyLive(lanes)) return;
      const address = addressOf(cpu);
      cpu.memory.readInto(cpu.access, address, into.u8, 0, size);
      for (let copy = 1; copy < broadcast; copy++) into.u8.copyWithin(copy * size, 0, size);
    };
  }
  if (!masked || !meaning.lanewise) {
    return (cpu) => {
      const address = addressOf(cpu);
      check(cpu, address);
      into.u8.fill(0, size);
      cpu.memory.readInto(cpu.access, address, into.u8, 0, size);
    };
  }
  const step = size / lanes;
  if (meaning.contiguous) {
    return (cpu) => {
      let selected = 0;
      for (let lane = 0; lane < lanes; lane++) selected += FRAME.live[lane]!; // as many lanes as there can be
      into.u8.fill(0);
      if (selected > 0) cpu.memory.readInto(cpu.access, addressOf(cpu), into.u8, 0, selected * step);
    };
  }
  return (cpu) => {
    into.u8.fill(0);
    if (!isAnyLive(lanes)) return;
    const address = addressOf(cpu);
    check(cpu, address);
    for (let lane = 0; lane < lanes; lane++) {
      if (FRAME.live[lane]) cpu.memory.readInto(cpu.access, address + lane * step, into.u8, lane * step, step);
    }
  };
}

/** Whether the mask selects any lane: without one, memory is not looked at. */
export function isAnyLive(lanes: number): boolean {
  return FRAME.live.subarray(0, lanes).includes(1);
}

/** #GP(0) by the class of the instruction (SDM vol. 2, 2.4 and 2.8): 16-byte operands of SSE, and moves that say so. */
export function alignmentCheck(
  size: number,
  { aligned, unaligned, alignedByChoice }: Meaning,
  encoding: Encoding,
): (cpu: Cpu, address: LinearAddress) => void {
  if (!aligned && (encoding !== 'legacy' || unaligned || size < XMM_BYTES)) return () => {};
  return (cpu, address) => {
    if (address % size === 0 || (!aligned && (cpu.mxcsr & MISALIGNED) !== 0)) return;
    if (alignedByChoice && cpu.processor.choices.shaAlignment === 'any') return;
    const why = `the operand at ${formatAddress(address)} does not begin on a ${size}-byte boundary`;
    throw new Fault('#GP', { errorCode: 0, why });
  };
}
