/**
 * VMASKMOVPS, VPMASKMOVD and their like: loads and stores of the lanes whose sign bit in a vector is 1 (Intel SDM vol. 2,
 * VMASKMOV). The other lanes are not accessed; a load makes them 0.
 */
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Execute, Instruction, RegisterRef } from '../cpu/instruction';
import { CHECK, encodingOf } from './enabling';
import { VECTOR_BYTES } from './lanes';

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
