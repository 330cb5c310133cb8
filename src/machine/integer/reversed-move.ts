/** MOVBE: loads and stores with the bytes in reverse order (Intel SDM vol. 2, MOVBE). */
import type { Cpu } from '../cpu/cpu';
import { compileAddress } from '../cpu/effective-address';
import type { Execute, Instruction, Operand } from '../cpu/instruction';
import { wideWriter } from './move';
import { isNarrow, operandAt, registerWriter } from './places';

function reversed(bytes: Uint8Array): DataView {
  return new DataView(bytes.toReversed().buffer);
}

/** The bytes of a register, or of memory. */
function bytesReader(operand: Operand, size: number): (cpu: Cpu) => Uint8Array {
  if (operand.kind === 'memory') {
    const addressOf = compileAddress(operand.memory);
    return (cpu) => cpu.memory.read(cpu.access, addressOf(cpu), size);
  }
  if (operand.kind !== 'register') throw new TypeError('MOVBE reads a register or memory');
  const start = 8 * operand.register.index;
  return (cpu) => cpu.gpr8.subarray(start, start + size);
}

/** From register to register with APX only. */
export function compileReversedMove(instruction: Instruction): Execute {
  const [target, source] = [operandAt(instruction, 0), operandAt(instruction, 1)];
  const size = instruction.operandSize;
  const read = bytesReader(source, size);
  if (target.kind === 'register') {
    const load = (cpu: Cpu) => reversed(read(cpu));
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
  if (target.kind !== 'memory') throw new TypeError('MOVBE writes a register or memory');
  const addressOf = compileAddress(target.memory);
  return (cpu) => cpu.memory.write(cpu.access, addressOf(cpu), read(cpu).toReversed());
}
