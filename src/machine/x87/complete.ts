/** How an x87 instruction ends: what it has raised, what it writes and what it pops (Intel SDM vol. 1, 8.1.2 and 8.5). */
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import type { Result } from './arithmetic';
import type { MemoryFormat } from './memory-formats';
import { INDEFINITE, type X87Number } from './number';
import type { X87Context } from './round';
import { popX87, underflowX87, writeX87 } from './stack';
import { FSW, raiseX87 } from './status';

/** False where an exception that FCW does not mask has been raised. `address` is that of the memory operand. */
export type Operate = (cpu: Cpu, address: LinearAddress) => boolean;

/** What an operation has raised goes into FSW. Whether FCW masks it all. */
export function settle(cpu: Cpu, { flags, roundedUp }: X87Context): boolean {
  cpu.fsw = roundedUp ? cpu.fsw | FSW.C1 : cpu.fsw & ~FSW.C1;
  return raiseX87(cpu, flags);
}

/** Writes what was computed, unless something is missing, and pops. */
export function finish(cpu: Cpu, context: X87Context, target: number, value: Result, pops: number): boolean {
  const completed = settle(cpu, context);
  if (value) {
    writeX87(cpu, target, value);
    pop(cpu, pops);
  }
  return completed;
}

/** Pops the stack so many times. */
export function pop(cpu: Cpu, count: number): void {
  for (let left = count; left > 0; left--) popX87(cpu);
}

/** Stack underflow: masked, the indefinite number is written, and what is to be popped is. */
export function missing(cpu: Cpu, target: number, pops = 0): boolean {
  const masked = underflowX87(cpu);
  if (masked) {
    writeX87(cpu, target, INDEFINITE);
    pop(cpu, pops);
  }
  return masked;
}

/** What memory holds, as a number. */
export function readOperand(cpu: Cpu, address: LinearAddress, { bytes, read }: MemoryFormat): X87Number {
  const image = cpu.memory.read(cpu.access, address, bytes);
  return read(new DataView(image.buffer, image.byteOffset, bytes));
}
