/** What x87 instructions do with the register stack (Intel SDM vol. 1, 8.1.2 and 8.5): each answers whether it has completed. */
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import type { Result, Unary } from './arithmetic';
import { CLASS_EMPTY, CODES, classOf, compare, type Relation } from './compare';
import type { MemoryFormat } from './memory-formats';
import { type Extended, extendedOf, INDEFINITE, numberOf, type X87Number } from './number';
import { type X87Context, x87Context } from './round';
import { extract, remainder } from './scale';
import { freeX87, placeX87, popX87, pushX87, readX87, underflowX87, writeX87 } from './stack';
import { FSW, raiseX87 } from './status';

/** False where an exception that FCW does not mask has been raised. `address` is that of the memory operand. */
export type Operate = (cpu: Cpu, address: LinearAddress) => boolean;

/** What an operation has raised goes into FSW. Whether FCW masks it all. */
function settle(cpu: Cpu, { flags, roundedUp }: X87Context): boolean {
  cpu.fsw = roundedUp ? cpu.fsw | FSW.C1 : cpu.fsw & ~FSW.C1;
  return raiseX87(cpu, flags);
}

/** Writes what was computed, unless something is missing, and pops. */
function finish(cpu: Cpu, context: X87Context, target: number, value: Result, pops: number): boolean {
  const completed = settle(cpu, context);
  if (value) {
    writeX87(cpu, target, value);
    pop(cpu, pops);
  }
  return completed;
}

function pop(cpu: Cpu, count: number): void {
  for (let left = count; left > 0; left--) popX87(cpu);
}

/** Stack underflow: masked, the indefinite number is written, and what is to be popped is. */
function missing(cpu: Cpu, target: number, pops = 0): boolean {
  const masked = underflowX87(cpu);
  if (masked) {
    writeX87(cpu, target, INDEFINITE);
    pop(cpu, pops);
  }
  return masked;
}

/** ST(`target`) = `compute`(ST(`target`), ST(`source`)). @param isControlled whether the precision control counts. */
export function twoRegisters(
  compute: (context: X87Context, a: X87Number, b: X87Number) => Result,
  target: number,
  source: number,
  { pops = 0, isControlled = false }: { readonly pops?: number; readonly isControlled?: boolean } = {},
): Operate {
  return (cpu) => {
    const [a, b] = [readX87(cpu, target), readX87(cpu, source)];
    if (!a || !b) return missing(cpu, target, pops);
    const context = x87Context(cpu, isControlled);
    return finish(cpu, context, target, compute(context, numberOf(a), numberOf(b)), pops);
  };
}

/** ST(0) = `compute`(ST(0), memory). */
export function withMemory(
  compute: (context: X87Context, a: X87Number, b: X87Number) => Result,
  format: MemoryFormat,
): Operate {
  return (cpu, address) => {
    const operand = readOperand(cpu, address, format);
    const a = readX87(cpu, 0);
    if (!a) return missing(cpu, 0);
    const context = x87Context(cpu, true);
    return finish(cpu, context, 0, compute(context, numberOf(a), operand), 0);
  };
}

function readOperand(cpu: Cpu, address: LinearAddress, { bytes, read }: MemoryFormat): X87Number {
  const image = cpu.memory.read(cpu.access, address, bytes);
  return read(new DataView(image.buffer, image.byteOffset, bytes));
}

/** ST(0) = `compute`(ST(0)). */
export function onTop(compute: Unary, isControlled = false): Operate {
  return (cpu) => {
    const a = readX87(cpu, 0);
    if (!a) return missing(cpu, 0);
    const context = x87Context(cpu, isControlled);
    return finish(cpu, context, 0, compute(context, numberOf(a)), 0);
  };
}

/** FCHS and FABS: the sign, and nothing else of any encoding. */
export function onSign(change: (value: Extended) => Extended): Operate {
  return (cpu) => {
    const a = readX87(cpu, 0);
    if (!a) return missing(cpu, 0);
    cpu.fsw &= ~FSW.C1;
    writeX87(cpu, 0, change(a));
    return true;
  };
}

const CONDITION = FSW.C0 | FSW.C2 | FSW.C3;

function setCodes(cpu: Cpu, codes: number): void {
  cpu.fsw = (cpu.fsw & ~CONDITION) | codes;
}

interface Comparison {
  readonly quietly?: boolean;
  readonly pops?: number;
  /** FCOMI: the flags of RFLAGS get the codes. */
  readonly toFlags?: boolean;
}

/** Compares ST(0) with what `other` finds; undefined is an empty register. */
export function comparing(
  other: (cpu: Cpu, address: LinearAddress) => X87Number | undefined,
  { quietly = false, pops = 0, toFlags = false }: Comparison,
): Operate {
  const tell = toFlags ? tellFlags : (cpu: Cpu, relation: Relation) => setCodes(cpu, CODES[relation]);
  return (cpu, address) => {
    const b = other(cpu, address);
    const a = readX87(cpu, 0);
    const context = x87Context(cpu, false);
    if (!a || !b) context.flags = FSW.IE | FSW.SF;
    const relation = a && b ? compare(context, numberOf(a), b, quietly) : 'unordered';
    const c1 = cpu.fsw & FSW.C1;
    const completed = settle(cpu, context);
    // FCOMI leaves C1 alone, unless the stack is at fault.
    if (toFlags && !(context.flags & FSW.SF)) cpu.fsw |= c1;
    tell(cpu, relation);
    if (completed) pop(cpu, pops);
    return completed;
  };
}

/** ZF, PF and CF are what C3, C2 and C0 would be; OF, SF and AF are 0. */
function tellFlags(cpu: Cpu, relation: Relation): void {
  cpu.rflags = (cpu.rflags & ~STATUS) | FLAGS[relation];
}

const CF = 1;
const PF = 1 << 2;
const ZF = 1 << 6;
/** CF, PF, AF, ZF, SF and OF. */
const STATUS = 0x8d5;
const FLAGS: Readonly<Record<Relation, number>> = { greater: 0, less: CF, equal: ZF, unordered: ZF | PF | CF };

export function register(index: number): (cpu: Cpu) => X87Number | undefined {
  return (cpu) => {
    const value = readX87(cpu, index);
    return value && numberOf(value);
  };
}

export function memoryOperand(format: MemoryFormat): (cpu: Cpu, address: LinearAddress) => X87Number {
  return (cpu, address) => readOperand(cpu, address, format);
}

/** FXAM. */
export const examine: Operate = (cpu) => {
  const value = readX87(cpu, 0);
  const contents = value ?? readEmpty(cpu);
  setCodes(cpu, value ? classOf(numberOf(value)) : CLASS_EMPTY);
  cpu.fsw = contents.signExponent & 0x8000 ? cpu.fsw | FSW.C1 : cpu.fsw & ~FSW.C1;
  return true;
};

function readEmpty(cpu: Cpu): Extended {
  const tags = cpu.ftw;
  cpu.ftw = 0xff;
  const value = readX87(cpu, 0);
  cpu.ftw = tags;
  return value ?? INDEFINITE;
}

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

/** FXTRACT: the exponent in place of the number, then the significand above it. */
export const extractTop: Operate = (cpu) =>
  pushingSecond(cpu, (context, a) => {
    const { exponent, significand } = extract(context, a);
    return [exponent, significand];
  });

/** ST(0) = the first of two results, and the second is pushed. */
export function pushingSecond(
  cpu: Cpu,
  compute: (context: X87Context, a: X87Number) => readonly [Result, Result],
): boolean {
  const a = readX87(cpu, 0);
  if (!a || readX87(cpu, 7)) {
    const masked = raiseX87(cpu, FSW.IE | FSW.SF);
    cpu.fsw = a ? cpu.fsw | FSW.C1 : cpu.fsw & ~FSW.C1;
    if (masked) replaceTop(cpu, INDEFINITE, INDEFINITE);
    return masked;
  }
  const context = x87Context(cpu, false);
  const [first, second] = compute(context, numberOf(a));
  const completed = settle(cpu, context);
  if (first && second) replaceTop(cpu, first, second);
  return completed;
}

function replaceTop(cpu: Cpu, first: Extended, second: Extended): void {
  writeX87(cpu, 0, first);
  placeX87(cpu, second);
}

/** FPREM and FPREM1. */
export function remainderOf(toNearest: boolean): Operate {
  return (cpu) => {
    const [a, b] = [readX87(cpu, 0), readX87(cpu, 1)];
    if (!a || !b) {
      cpu.fsw &= ~FSW.C2;
      return missing(cpu, 0);
    }
    const context = x87Context(cpu, false);
    const { value, bits, isComplete } = remainder(context, numberOf(a), numberOf(b), toNearest);
    const completed = finish(cpu, context, 0, value, 0);
    cpu.fsw &= ~FSW.C2;
    if (!isComplete) cpu.fsw |= FSW.C2;
    if (bits === undefined) return completed;
    cpu.fsw &= ~(FSW.C0 | FSW.C3 | FSW.C1);
    cpu.fsw |= (bits & 4n ? FSW.C0 : 0) | (bits & 2n ? FSW.C3 : 0) | (bits & 1n ? FSW.C1 : 0);
    return completed;
  };
}
