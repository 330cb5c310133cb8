/** The value of an operand as one number, for instructions that are too rare for words in place. */
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Operand } from '../cpu/instruction';
import { isNarrow, reader } from './places';

/** @param size 1, 2, 4 or 8 bytes. */
export function valueReader(operand: Operand, size: number): (cpu: Cpu) => bigint {
  if (isNarrow(size)) {
    const read = reader(operand, size);
    return (cpu) => BigInt(read(cpu) >>> 0);
  }
  if (operand.kind === 'register') {
    const { index } = operand.register;
    return (cpu) => cpu.gpr[index]!; // an operand's register exists
  }
  if (operand.kind !== 'memory') throw new TypeError('a register or memory');
  const addressOf = compileAddress(operand.memory);
  return (cpu) => {
    const { buffer, byteOffset } = cpu.memory.read(cpu.access, addressOf(cpu), size);
    return new DataView(buffer, byteOffset, size).getBigUint64(0, true);
  };
}
