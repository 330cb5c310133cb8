/** Moves between the register stack and memory, and within the stack (Intel SDM vol. 1, 8.3.3). */
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { missing, type Operate, pop, readOperand, settle } from './complete';
import type { MemoryFormat } from './memory-formats';
import { extendedOf, INDEFINITE, numberOf } from './number';
import { x87Context } from './round';
import { freeX87, placeX87, popX87, pushX87, readX87, underflowX87, writeX87 } from './stack';
import { FSW, raiseX87 } from './status';

/** FLD and FILD of memory; undefined where the format is that of the registers. */
export function load(format: MemoryFormat | undefined): Operate {
  if (!format) {
    return (cpu, address) => {
      const view = viewAt(cpu, address);
      return pushX87(cpu, { significand: view.getBigUint64(0, true), signExponent: view.getUint16(8, true) });
    };
  }
  return (cpu, address) => {
    const number = readOperand(cpu, address, format);
    const context = x87Context(cpu, false);
    const isFull = readX87(cpu, 7) !== undefined;
    if (!isFull && number.kind === 'signaling') context.flags |= FSW.IE;
    if (!isFull && number.denormal) context.flags |= FSW.DE;
    if (context.flags & context.unmasked & FSW.IE) return settle(cpu, context);
    return pushX87(cpu, extendedOf(number)) && raiseX87(cpu, context.flags);
  };
}

const EXTENDED_BYTES = 10;

function viewAt(cpu: Cpu, address: LinearAddress): DataView {
  const image = cpu.memory.read(cpu.access, address, EXTENDED_BYTES);
  return new DataView(image.buffer, image.byteOffset, EXTENDED_BYTES);
}

/** FST, FIST and FBSTP. @param truncates FISTTP rounds towards zero whatever FCW says, and leaves C1 at 0. */
export function store(
  format: MemoryFormat,
  { pops = 0, truncates = false }: { readonly pops?: number; readonly truncates?: boolean },
): Operate {
  return (cpu, address) => {
    cpu.memory.checkWritable(cpu.access, address, format.bytes);
    const value = readX87(cpu, 0);
    const context = { ...x87Context(cpu, false), ...(truncates && { mode: TRUNCATE }) };
    if (!value) context.flags = FSW.IE | FSW.SF;
    const isBlocked = !value && (context.unmasked & FSW.IE) !== 0;
    const stored = value ? format.write(context, numberOf(value)) : isBlocked ? undefined : format.indefinite;
    if (stored !== undefined) writeBytes(cpu, address, stored, format.bytes);
    const completed = settle(cpu, truncates ? { ...context, roundedUp: false } : context);
    if (stored !== undefined) pop(cpu, pops);
    return completed;
  };
}

const TRUNCATE = 3;

function writeBytes(cpu: Cpu, address: LinearAddress, value: bigint, size: number): void {
  const bytes = Uint8Array.from({ length: size }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
  cpu.memory.write(cpu.access, address, bytes);
}

/** FSTP of 80 bits: whatever they are. */
export const storeExtended: Operate = (cpu, address) => {
  cpu.memory.checkWritable(cpu.access, address, EXTENDED_BYTES);
  const value = readX87(cpu, 0);
  const completed = value !== undefined || underflowX87(cpu);
  if (!completed) return false;
  if (value) cpu.fsw &= ~FSW.C1;
  const { significand, signExponent } = value ?? INDEFINITE;
  writeBytes(cpu, address, significand | (BigInt(signExponent) << 64n), EXTENDED_BYTES);
  popX87(cpu);
  return true;
};

/** FLD of a register. */
export function loadRegister(index: number): Operate {
  return (cpu) => {
    const value = readX87(cpu, index);
    if (value) return pushX87(cpu, value);
    const masked = underflowX87(cpu);
    if (masked) placeX87(cpu, INDEFINITE);
    return masked;
  };
}

/** FST and FSTP to a register. */
export function storeRegister(index: number, pops: number): Operate {
  return (cpu) => {
    const value = readX87(cpu, 0);
    if (!value) return missing(cpu, index, pops);
    cpu.fsw &= ~FSW.C1;
    writeX87(cpu, index, value);
    pop(cpu, pops);
    return true;
  };
}

/** FXCH. */
export function exchange(index: number): Operate {
  return (cpu) => {
    const [a, b] = [readX87(cpu, 0), readX87(cpu, index)];
    if ((!a || !b) && !underflowX87(cpu)) return false;
    if (a && b) cpu.fsw &= ~FSW.C1;
    writeX87(cpu, 0, b ?? INDEFINITE);
    writeX87(cpu, index, a ?? INDEFINITE);
    return true;
  };
}

/** FCMOVcc. */
export function moveIf(condition: (rflags: number) => boolean, index: number): Operate {
  return (cpu) => {
    const value = readX87(cpu, index);
    if (!value || !readX87(cpu, 0)) return missing(cpu, 0);
    if (condition(cpu.rflags)) writeX87(cpu, 0, value);
    return true;
  };
}

/** FFREE, and FFREEP, which also pops. */
export function free(index: number, pops: number): Operate {
  return (cpu) => {
    cpu.fsw &= ~FSW.C1;
    freeX87(cpu, index);
    pop(cpu, pops);
    return true;
  };
}
