/** Comparisons with ST(0), and what kind of number it is (Intel SDM vol. 1, 8.3.6). */
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { CLASS_EMPTY, CODES, classOf, compare, type Relation } from './compare';
import { type Operate, pop, readOperand, settle } from './complete';
import type { MemoryFormat } from './memory-formats';
import { type Extended, INDEFINITE, numberOf, type X87Number } from './number';
import { x87Context } from './round';
import { readX87 } from './stack';
import { FSW } from './status';

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
