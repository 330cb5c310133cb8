/**
 * The x87 control and status words (Intel SDM vol. 1, 8.1.3 to 8.1.5): what they can hold, which exceptions wait, where
 * the top of the stack is.
 */
import { Fault } from '../architecture/exception';
import type { Cpu } from '../cpu/cpu';

export const FSW = {
  /** Invalid operation. */
  IE: 1 << 0,
  /** Denormal operand. */
  DE: 1 << 1,
  /** Division by zero. */
  ZE: 1 << 2,
  /** Overflow, underflow, and a result that is not exact. */
  OE: 1 << 3,
  UE: 1 << 4,
  PE: 1 << 5,
  /** The invalid operation was a stack overflow (C1 = 1) or underflow (C1 = 0). */
  SF: 1 << 6,
  /** Condition codes. */
  C0: 1 << 8,
  C1: 1 << 9,
  C2: 1 << 10,
  C3: 1 << 14,
} as const;

/** All six exception flags; their masks are the same bits of FCW. */
export const X87_EXCEPTIONS = 0x3f;
/** Exception summary and its copy, the busy flag: both follow from the exceptions and their masks. */
const SUMMARY = 0x8080;

/** Bits that always read as one. */
const FCW_RESERVED_ONE = 0x40;
const ROUNDING_SHIFT = 10;

const TOP_SHIFT = 11;
const TOP = 7 << TOP_SHIFT;

/** The rounding control of FCW (SDM vol. 1, 8.1.5.3). */
export const X87_ROUNDING = { NEAREST: 0, DOWN: 1, UP: 2, TRUNCATE: 3 } as const;

/** What FCW holds once `value` is loaded: it does not have all bits. */
export function loadedFcw({ processor }: Cpu, value: number): number {
  return (value & processor.choices.fcw) | FCW_RESERVED_ONE;
}

/** What FSW holds once `value` is loaded: its summary follows from FCW. */
export function loadedFsw(value: number, fcw: number): number {
  const waits = (value & ~fcw & X87_EXCEPTIONS) !== 0;
  return waits ? value | SUMMARY : value & ~SUMMARY;
}

/** Loads FCW. The summary in FSW follows. */
export function setFcw(cpu: Cpu, value: number): void {
  cpu.fcw = loadedFcw(cpu, value);
  setFsw(cpu, cpu.fsw);
}

/** Loads FSW, after FCW. */
export function setFsw(cpu: Cpu, value: number): void {
  cpu.fsw = loadedFsw(value, cpu.fcw);
}

/** FNCLEX: no exception flag, no stack fault and no summary. */
export function clearX87Exceptions(cpu: Cpu): void {
  cpu.fsw &= ~(X87_EXCEPTIONS | FSW.SF | SUMMARY);
}

/** Sets exception flags; tells whether FCW masks them all. */
export function raiseX87(cpu: Cpu, flags: number): boolean {
  setFsw(cpu, cpu.fsw | flags);
  return (flags & ~cpu.fcw & X87_EXCEPTIONS) === 0;
}

/** Whether an unmasked x87 exception waits for the next waiting instruction (#MF). */
export function isX87ExceptionPending(cpu: Cpu): boolean {
  return hasPendingException(cpu.fsw);
}

/** The same of a value that FSW can hold. */
export function hasPendingException(fsw: number): boolean {
  return (fsw & SUMMARY) !== 0;
}

/** #MF while an unmasked x87 exception waits. */
export function requireNoPendingException(cpu: Cpu): void {
  if (isX87ExceptionPending(cpu)) throw new Fault('#MF', { why: 'an unmasked x87 exception is pending (FSW.ES is 1)' });
}

export function x87Rounding(cpu: Cpu): number {
  return (cpu.fcw >> ROUNDING_SHIFT) & 3;
}

/** The physical register that ST(0) is. */
export function topOfStack(cpu: Cpu): number {
  return topIn(cpu.fsw);
}

/** The same by a value of FSW. */
export function topIn(fsw: number): number {
  return (fsw & TOP) >> TOP_SHIFT;
}

/** @param top modulo 8. */
export function setTopOfStack(cpu: Cpu, top: number): void {
  cpu.fsw = (cpu.fsw & ~TOP) | ((top << TOP_SHIFT) & TOP);
}
