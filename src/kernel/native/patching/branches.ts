/** Near calls and jumps with a displacement of 32 bits, as patches write them (Intel SDM vol. 2, CALL, JMP, Jcc). */
import type { LinearAddress } from '../../../machine/architecture/linear-address';

export const OPCODE = {
  call: 0xe8,
  jmp: 0xe9,
  jmpShort: 0xeb,
  ret: 0xc3,
  int3: 0xcc,
  twoByte: 0x0f,
  group5: 0xff,
} as const;
/** Of CALL and JMP with a displacement of 32 bits. */
export const BRANCH_SIZE = 5;

/** CALL or JMP at `from` to `to`. */
export function branch(opcode: number, from: LinearAddress, to: LinearAddress): readonly number[] {
  return [opcode, ...littleEndian(to - (from + BRANCH_SIZE))];
}

/** The four bytes of a number of 32 bits. */
export function littleEndian(value: number): readonly number[] {
  return [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff];
}

/** Jcc with a displacement of 32 bits: its condition; undefined for another instruction. */
export function conditionOf(bytes: Uint8Array): number | undefined {
  const second = bytes[1] ?? 0;
  return bytes[0] === OPCODE.twoByte && second >> 4 === 8 ? second & 0xf : undefined;
}
