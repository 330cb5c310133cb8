/**
 * Code that has been written for one place, moved to another: what it names relative to RIP stays what it was
 * (apply_relocation, arch/x86/kernel/alternative.c). Branches within the code are left alone.
 */
import type { LinearAddress } from '../../../machine/architecture/linear-address';
import type { Instruction } from '../../../machine/cpu/instruction';
import { decode } from '../../../machine/disassembler/decoder';
import { conditionOf, littleEndian, OPCODE } from './branches';

/** @returns the bytes that have at `to` the meaning that `bytes` have at `from`. */
export function relocate(bytes: Uint8Array, from: LinearAddress, to: LinearAddress): Uint8Array {
  const moved = bytes.slice();
  const view = new DataView(moved.buffer);
  for (let at = 0; at < bytes.length; ) {
    const decoded = decode(bytes.subarray(at), from + at);
    if (decoded.kind !== 'instruction') {
      at += decoded.kind === 'not-modelled' ? decoded.length : 1;
      continue;
    }
    const { instruction } = decoded;
    const size = instruction.bytes.length;
    const field = branchField(instruction.bytes) ?? ripRelativeField(instruction);
    const target = field === undefined ? 0 : at + size + view.getInt32(at + field, true);
    if (field !== undefined && (target < 0 || target > bytes.length)) {
      const displacement = view.getInt32(at + field, true) + from - to;
      moved.set(littleEndian(displacement), at + field);
    }
    at += size;
  }
  return moved;
}

/** Where the displacement of CALL, JMP or Jcc lies in the instruction. */
function branchField(bytes: Uint8Array): number | undefined {
  if (bytes[0] === OPCODE.call || bytes[0] === OPCODE.jmp) return 1;
  return conditionOf(bytes) === undefined ? undefined : 2;
}

/** ModRM of an operand relative to RIP: mod is 0, and r/m 5. */
const MODRM_MASK = 0xc7;
const MODRM_RIP = 0x05;

/** Where the displacement of an operand relative to RIP lies: behind the ModRM byte that says so. */
function ripRelativeField({ bytes, operands, address }: Instruction): number | undefined {
  const operand = operands.find((one) => one.kind === 'memory' && one.memory.base?.file === 'rip');
  if (operand?.kind !== 'memory') return undefined;
  const displacement = littleEndian(operand.memory.displacement - (address + bytes.length));
  for (let at = 1; at + 4 < bytes.length + 1; at++) {
    const isOperand = ((bytes[at - 1] ?? 0) & MODRM_MASK) === MODRM_RIP;
    if (isOperand && displacement.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return undefined;
}
