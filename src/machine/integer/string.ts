/**
 * String instructions (Intel SDM vol. 1, 7.3.9; vol. 2, REP): MOVS, STOS, LODS, SCAS, CMPS, once or RCX times. RSI and RDI
 * move by the element's size, down when DF is set. A fault in the middle leaves the registers as after the last
 * element that was done, so that the instruction goes on from there when it is executed again.
 */

import { FLAG } from '../architecture/bits';
import { Interruption } from '../architecture/exception';
import { GPR } from '../architecture/gpr';
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import { signed64 } from '../cpu/effective-address';
import type { Execute, Instruction } from '../cpu/instruction';
import { CMP } from './arithmetic';

const CANONICAL = 2 ** 47;

/** Does one element; RSI and RDI are moved by the caller. */
type Element = (cpu: Cpu) => void;

/** Which of RSI and RDI an instruction walks with. */
export interface StringOperation {
  readonly source: boolean;
  readonly destination: boolean;
  /** REPE and REPNE look at ZF after each element. */
  readonly compares: boolean;
  readonly element: (size: number) => Element;
}

/** One element, and one of the other operand. Scratch, not state. */
const FIRST = new Uint32Array(2);
const SECOND = new Uint32Array(2);

function addressIn(cpu: Cpu, register: number): LinearAddress {
  const address = signed64(cpu.gpr32, register);
  return address >= -CANONICAL && address < CANONICAL ? address : cpu.linear(cpu.gpr[register]!); // RSI and RDI exist
}

function load(cpu: Cpu, register: number, size: number, into: Uint32Array): void {
  const address = addressIn(cpu, register);
  const { access, memory } = cpu;
  if (size === 8) memory.readWords(access, address, into, 0);
  else into[0] = READ[size]!(cpu, address); // sizes are 1, 2 and 4
}

const READ: Readonly<Record<number, (cpu: Cpu, address: LinearAddress) => number>> = {
  1: ({ memory, access }, address) => memory.read8(access, address),
  2: ({ memory, access }, address) => memory.read16(access, address),
  4: ({ memory, access }, address) => memory.read32(access, address),
};

function store(cpu: Cpu, size: number, low: number, high: number): void {
  const address = addressIn(cpu, GPR.RDI);
  const { access, memory } = cpu;
  if (size === 8) memory.writeWords(access, address, low, high);
  else if (size === 4) memory.write32(access, address, low);
  else if (size === 2) memory.write16(access, address, low & 0xffff);
  else memory.write8(access, address, low & 0xff);
}

function compare(cpu: Cpu, size: number, first: Uint32Array, at: number): void {
  // Both arrays have these words; those of narrow elements in SECOND are whole words already.
  cpu.rflags =
    size === 8
      ? CMP.wide(first[at]!, first[at + 1]!, SECOND[0]!, SECOND[1]!, cpu.rflags) // the scratch has as many words
      : CMP.narrow(size as 1 | 2 | 4)(narrowed(first[at]!, size), SECOND[0]!, cpu.rflags);
}

function narrowed(word: number, size: number): number {
  return size === 4 ? word : word & (size === 2 ? 0xffff : 0xff);
}

export const MOVS: StringOperation = {
  source: true,
  destination: true,
  compares: false,
  element: (size) => (cpu) => {
    load(cpu, GPR.RSI, size, FIRST);
    store(cpu, size, FIRST[0]!, FIRST[1]!); // two words
  },
};

export const STOS: StringOperation = {
  source: false,
  destination: true,
  compares: false,
  element: (size) => (cpu) => store(cpu, size, cpu.gpr32[2 * GPR.RAX]!, cpu.gpr32[2 * GPR.RAX + 1]!), // RAX has both
};

export const LODS: StringOperation = {
  source: true,
  destination: false,
  compares: false,
  element: (size) => (cpu) => {
    load(cpu, GPR.RSI, size, FIRST);
    const { gpr32 } = cpu;
    const low = FIRST[0]!; // two words
    if (size < 4) gpr32[2 * GPR.RAX] = (gpr32[2 * GPR.RAX]! & (size === 2 ? ~0xffff : ~0xff)) | low;
    else {
      gpr32[2 * GPR.RAX] = low;
      gpr32[2 * GPR.RAX + 1] = size === 8 ? FIRST[1]! : 0; // the scratch has as many words
    }
  },
};

export const SCAS: StringOperation = {
  source: false,
  destination: true,
  compares: true,
  element: (size) => (cpu) => {
    load(cpu, GPR.RDI, size, SECOND);
    compare(cpu, size, cpu.gpr32, 2 * GPR.RAX);
  },
};

export const CMPS: StringOperation = {
  source: true,
  destination: true,
  compares: true,
  element: (size) => (cpu) => {
    load(cpu, GPR.RSI, size, FIRST);
    load(cpu, GPR.RDI, size, SECOND);
    compare(cpu, size, FIRST, 0);
  },
};

/** The iterations after which an instruction can be interrupted. With RFLAGS.TF each iteration traps (SDM vol. 3, 18.3.1.4). */
const MOST_ITERATIONS = 0x1_0000;

export function compileString(operation: StringOperation, { operandSize: size, prefixes }: Instruction): Execute {
  const element = operation.element(size);
  const { source, destination, compares } = operation;
  const once: Execute = (cpu) => {
    element(cpu);
    const step = BigInt(cpu.rflags & FLAG.DF ? -size : size);
    if (source) cpu.gpr[GPR.RSI]! += step; // both exist
    if (destination) cpu.gpr[GPR.RDI]! += step;
  };
  const repeat = prefixes?.find((prefix) => prefix === 'rep' || prefix === 'repne');
  if (!repeat) return once;
  const wanted = repeat === 'rep' ? FLAG.ZF : 0;
  return (cpu) => {
    let left = cpu.rflags & FLAG.TF ? 1 : MOST_ITERATIONS;
    while (cpu.gpr[GPR.RCX] !== 0n) {
      if (left-- === 0) throw new Interruption('between two iterations');
      once(cpu);
      cpu.gpr[GPR.RCX]! -= 1n; // all registers are in the file
      if (compares && (cpu.rflags & FLAG.ZF) !== wanted) return;
    }
  };
}
