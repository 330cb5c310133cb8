/** MOVBE: loads and stores with the bytes in reverse order (Intel SDM vol. 2, MOVBE). */
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Execute, Instruction } from '../cpu/instruction';
import { wideWriter } from './move';
import { isNarrow, operandAt, registerWriter } from './places';

function reversed(bytes: Uint8Array): DataView {
  return new DataView(bytes.toReversed().buffer);
}

export function compileReversedMove(instruction: Instruction): Execute {
  const [target, source] = [operandAt(instruction, 0), operandAt(instruction, 1)];
  const size = instruction.operandSize;
  if (source.kind === 'memory' && target.kind === 'register') {
    const addressOf = compileAddress(source.memory);
    const load = (cpu: Cpu) => reversed(cpu.memory.read(cpu.access, addressOf(cpu), size));
    if (!isNarrow(size)) {
      const write = wideWriter(target);
      return (cpu) => {
        const view = load(cpu);
        write(cpu, view.getUint32(0, true), view.getUint32(4, true));
      };
    }
    const write = registerWriter(target.register, size);
    return (cpu) => {
      const view = load(cpu);
      write(cpu, size === 2 ? view.getUint16(0, true) : view.getUint32(0, true));
    };
  }
  if (source.kind !== 'register' || target.kind !== 'memory') throw new TypeError('MOVBE has one memory operand');
  const addressOf = compileAddress(target.memory);
  const { index } = source.register;
  return (cpu) => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, cpu.gpr[index]!, true); // an operand's register exists
    cpu.memory.write(cpu.access, addressOf(cpu), bytes.subarray(0, size).toReversed());
  };
}
