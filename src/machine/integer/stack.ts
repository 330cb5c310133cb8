/** PUSH, POP and the transfers of control that use the stack (Intel SDM vol. 1, 6.2 and 6.4). */

import { Fault } from '../architecture/exception';
import { GPR } from '../architecture/gpr';
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { signed64 } from '../cpu/effective-address';

const WORD = 2 ** 32;
const CANONICAL = 2 ** 47;
const RSP = 2 * GPR.RSP;

/** The linear address `offset` bytes from RSP; #SS(0) when it is not canonical. */
export function stackAddress(cpu: Cpu, offset: number): LinearAddress {
  const address = signed64(cpu.gpr32, GPR.RSP) + offset;
  if (address >= -CANONICAL && address < CANONICAL) return address;
  const value = BigInt.asUintN(64, cpu.gpr[GPR.RSP]! + BigInt(offset)); // RSP is one of the registers
  return cpu.linear(value, true);
}

/** RSP += offset, modulo 2^64. */
export function moveStack(cpu: Cpu, offset: number): void {
  const low = cpu.gpr32[RSP]! + offset; // RSP has two words
  cpu.gpr32[RSP] = low;
  cpu.gpr32[RSP + 1]! += Math.floor(low / WORD); // all registers are in the file
}

export function push(cpu: Cpu, low: number, high: number): void {
  cpu.memory.writeWords(cpu.access, stackAddress(cpu, -8), low, high);
  moveStack(cpu, -8);
}

/** Reads the top of the stack into `target`. The caller moves RSP, because it may still fault. */
export function readStack(cpu: Cpu, target: Uint32Array, index: number, offset = 0): void {
  cpu.memory.readWords(cpu.access, stackAddress(cpu, offset), target, index);
}

export function pushAddress(cpu: Cpu, address: LinearAddress): void {
  push(cpu, address >>> 0, Math.floor(address / WORD) >>> 0);
}

/** Writes below RSP what `pushAddress` would push, and leaves RSP as it is. */
export function writeBelowStack(cpu: Cpu, address: LinearAddress): void {
  cpu.memory.writeWords(cpu.access, stackAddress(cpu, -8), address >>> 0, Math.floor(address / WORD) >>> 0);
}

/** Whether a 64-bit value is a canonical address. */
export function isCanonical(low: number, high: number): boolean {
  const address = (high | 0) * WORD + low;
  return address >= -CANONICAL && address < CANONICAL;
}

/** Where a near jump or return to a 64-bit value goes; #GP(0) when that is not canonical. */
export function branchTarget(low: number, high: number, why: string): LinearAddress {
  if (isCanonical(low, high)) return (high | 0) * WORD + low;
  throw new Fault('#GP', { errorCode: 0, why: `${why} is not canonical` });
}
