/**
 * The x87 register stack (Intel SDM vol. 1, 8.1.2 and 8.5.1.1): pushing a number in the 80-bit format, and what it is
 * called by the tag word.
 */
import type { Cpu } from '../cpu/cpu';
import { type Extended, INDEFINITE } from './number';
import { FSW, raiseX87, setTopOfStack, topOfStack } from './status';

const REGISTER_SIZE = 16;
const EXPONENT = 0x7fff;
const INTEGER_BIT = 1n << 63n;

/** Two bits a register in the tag word of FNSTENV (8.1.7). */
export const TAG = { VALID: 0, ZERO: 1, SPECIAL: 2, EMPTY: 3 } as const;

/**
 * Makes `value` the new ST(0). Where the register is not empty, that is a stack overflow: ST(0) becomes the indefinite
 * number; or, when FCW does not mask it, nothing is pushed.
 *
 * @returns whether it was pushed.
 */
export function pushX87(cpu: Cpu, value: Extended): boolean {
  const top = (topOfStack(cpu) - 1) & 7;
  if (cpu.ftw & (1 << top)) {
    const masked = raiseX87(cpu, FSW.IE | FSW.SF | FSW.C1);
    if (masked) placeX87(cpu, INDEFINITE);
    return masked;
  }
  cpu.fsw &= ~FSW.C1;
  placeX87(cpu, value);
  return true;
}

/** Pushes without a look at what is there. */
export function placeX87(cpu: Cpu, value: Extended): void {
  setTopOfStack(cpu, topOfStack(cpu) - 1);
  writeX87(cpu, 0, value);
}

/** ST(`index`); undefined where it is empty. */
export function readX87(cpu: Cpu, index: number): Extended | undefined {
  const register = (topOfStack(cpu) + index) & 7;
  if ((cpu.ftw & (1 << register)) === 0) return undefined;
  const view = registerView(cpu, register);
  return { signExponent: view.getUint16(8, true), significand: view.getBigUint64(0, true) };
}

/** ST(`index`) is `value`, and not empty. */
export function writeX87(cpu: Cpu, index: number, { signExponent, significand }: Extended): void {
  const register = (topOfStack(cpu) + index) & 7;
  const view = registerView(cpu, register);
  view.setBigUint64(0, significand, true);
  view.setUint16(8, signExponent, true);
  cpu.ftw |= 1 << register;
}

/** FFREE: ST(`index`) is empty, and keeps its contents. */
export function freeX87(cpu: Cpu, index: number): void {
  cpu.ftw &= ~(1 << ((topOfStack(cpu) + index) & 7));
}

/** ST(0) is empty, and the next register on top. */
export function popX87(cpu: Cpu): void {
  freeX87(cpu, 0);
  setTopOfStack(cpu, topOfStack(cpu) + 1);
}

/** What is not there was asked for: stack underflow. Whether FCW masks that. */
export function underflowX87(cpu: Cpu): boolean {
  cpu.fsw &= ~FSW.C1;
  return raiseX87(cpu, FSW.IE | FSW.SF);
}

/** FINCSTP and FDECSTP: another register is on top; none becomes full or empty. */
export function rotateX87(cpu: Cpu, by: 1 | -1): void {
  cpu.fsw &= ~FSW.C1;
  setTopOfStack(cpu, topOfStack(cpu) + by);
}

/** The meaning of a physical register's tag. */
export function tagOf(cpu: Cpu, register: number): number {
  if ((cpu.ftw & (1 << register)) === 0) return TAG.EMPTY;
  const view = registerView(cpu, register);
  const significand = view.getBigUint64(0, true);
  const exponent = view.getUint16(8, true) & EXPONENT;
  if (exponent === 0) return significand === 0n ? TAG.ZERO : TAG.SPECIAL;
  return exponent !== EXPONENT && (significand & INTEGER_BIT) !== 0n ? TAG.VALID : TAG.SPECIAL;
}

function registerView({ x87 }: Cpu, register: number): DataView {
  return new DataView(x87.buffer, x87.byteOffset + REGISTER_SIZE * register, REGISTER_SIZE);
}
