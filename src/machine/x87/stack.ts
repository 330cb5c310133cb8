/**
 * The x87 register stack (Intel SDM vol. 1, 8.1.2 and 8.5.1.1): pushing a number in the 80-bit format, and what it is
 * called by the tag word.
 */
import type { Cpu } from '../cpu/cpu';
import { FSW, raiseX87, setTopOfStack, topOfStack } from './status';

/** A number in double extended precision. */
export interface Extended {
  /** The sign in bit 15, the biased exponent below it. */
  readonly signExponent: number;
  /** 64 bits, with the integer bit on top. */
  readonly significand: bigint;
}

/** The masked response to an invalid operation. */
const INDEFINITE: Extended = { signExponent: 0xffff, significand: 0xc000_0000_0000_0000n };

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
    if (masked) place(cpu, top, INDEFINITE);
    return masked;
  }
  cpu.fsw &= ~FSW.C1;
  place(cpu, top, value);
  return true;
}

function place(cpu: Cpu, register: number, { signExponent, significand }: Extended): void {
  const view = registerView(cpu, register);
  view.setBigUint64(0, significand, true);
  view.setUint16(8, signExponent, true);
  cpu.ftw |= 1 << register;
  setTopOfStack(cpu, register);
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
