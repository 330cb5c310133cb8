/**
 * VMASKMOVPS, VPMASKMOVD and their like: loads and stores of the lanes whose sign bit in a vector is 1 (Intel SDM vol. 2,
 * VMASKMOV, MASKMOVQ). The other lanes are not accessed; a load makes them 0.
 */
import { GPR } from '../architecture/gpr';
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Execute, Instruction, RegisterRef } from '../cpu/instruction';
import type { Unit } from './compile';
import { CHECK, encodingOf } from './enabling';
import { VECTOR_BYTES } from './lanes';
import type { Meaning } from './meaning';
import { compileLoad } from './source';
import { FRAME } from './vector-frame';

function isSelected({ zmm }: Cpu, mask: RegisterRef, lane: number, bytes: number): boolean {
  return (zmm[mask.index * VECTOR_BYTES + (lane + 1) * bytes - 1]! & 0x80) !== 0; // within the register
}

/** @param bytes of a lane. */
export function compileMaskMove(instruction: Instruction, bytes: 4 | 8): Execute {
  const [first, mask, last] = instruction.operands;
  if (mask?.kind !== 'register') throw new TypeError('the mask is a register');
  const name = instruction.mnemonic.toUpperCase();
  const check = CHECK[encodingOf(instruction.form)];
  if (first?.kind === 'register' && last?.kind === 'memory') {
    const addressOf = compileAddress(last.memory);
    const { index, size } = first.register;
    const loaded = new Uint8Array(VECTOR_BYTES);
    return (cpu) => {
      check(cpu, name);
      const address = addressOf(cpu);
      loaded.fill(0);
      for (let lane = 0; lane < size / bytes; lane++) {
        if (!isSelected(cpu, mask.register, lane, bytes)) continue;
        cpu.memory.readInto(cpu.access, address + lane * bytes, loaded, lane * bytes, bytes);
      }
      cpu.zmm.set(loaded, index * VECTOR_BYTES);
    };
  }
  if (first?.kind !== 'memory' || last?.kind !== 'register') throw new TypeError('the other operand is a register');
  const addressOf = compileAddress(first.memory);
  const { index, size } = last.register;
  return (cpu) => {
    check(cpu, name);
    const address = addressOf(cpu);
    const lanes = Array.from({ length: size / bytes }, (_, lane) => lane).filter((lane) =>
      isSelected(cpu, mask.register, lane, bytes),
    );
    for (const lane of lanes) cpu.memory.checkWritable(cpu.access, address + lane * bytes, bytes);
    for (const lane of lanes) {
      const at = index * VECTOR_BYTES + lane * bytes;
      cpu.memory.write(cpu.access, address + lane * bytes, cpu.zmm.slice(at, at + bytes));
    }
  };
}

const BYTES: Meaning = { lane: 1, operate: () => {} };
const RDI = { file: 'gpr', index: GPR.RDI, size: 8 } as const;

/**
 * MASKMOVQ and MASKMOVDQU, whose address is RDI. Nothing is written unless all selected bytes can be. A mask without ones touches no memory.
 */
export function compileByteStore({ mnemonic, operands }: Instruction, { check, length, settle }: Unit): Execute {
  const name = mnemonic.toUpperCase();
  const context = { encoding: 'legacy', lanes: length, masked: false } as const;
  const loads = operands.map((operand, at) => compileLoad(operand, FRAME.sources[at]!, BYTES, context)); // two operands
  const addressOf = compileAddress({ base: RDI, scale: 1, displacement: 0, size: length });
  return (cpu: Cpu) => {
    check(cpu, name);
    for (const load of loads) load(cpu);
    const [data, mask] = FRAME.sources;
    const selected = Array.from({ length }, (_, at) => at).filter((at) => mask.u8[at]! & 0x80); // within the vector
    if (selected.length > 0) {
      const address = addressOf(cpu);
      for (const at of selected) cpu.memory.checkWritable(cpu.access, address + at, 1);
      for (const at of selected) cpu.memory.write(cpu.access, address + at, data.u8.subarray(at, at + 1));
    }
    settle?.(cpu);
  };
}
