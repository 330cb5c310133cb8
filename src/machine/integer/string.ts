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
import type { Access } from '../cpu/page';
import { CMP } from './arithmetic';
import { compareRun, moveRun, type StringRun, scanRun, storeRun } from './string-runs';

const CANONICAL = 2 ** 47;
const WORD = 2 ** 32;

/** Does one element by an access of the instruction; RSI and RDI are moved by the caller. */
type Element = (cpu: Cpu, access: Access) => void;

/** Which of RSI and RDI an instruction walks with. */
export interface StringOperation {
  readonly source: boolean;
  readonly destination: boolean;
  /** REPE and REPNE look at ZF after each element. */
  readonly compares: boolean;
  readonly element: (size: number) => Element;
  readonly run?: StringRun;
}

/** One element, and one of the other operand. Scratch, not state. */
const FIRST = new Uint32Array(2);
const SECOND = new Uint32Array(2);

function addressIn(cpu: Cpu, register: number): LinearAddress {
  const address = signed64(cpu.gpr32, register);
  return address >= -CANONICAL && address < CANONICAL ? address : cpu.linear(cpu.gpr[register]!); // RSI and RDI exist
}

function load(cpu: Cpu, access: Access, register: number, size: number, into: Uint32Array): void {
  const address = addressIn(cpu, register);
  const { memory } = cpu;
  if (size === 8) memory.readWords(access, address, into, 0);
  else if (size === 4) into[0] = memory.read32(access, address);
  else if (size === 2) into[0] = memory.read16(access, address);
  else into[0] = memory.read8(access, address);
}

function store(cpu: Cpu, access: Access, size: number, low: number, high: number): void {
  const address = addressIn(cpu, GPR.RDI);
  const { memory } = cpu;
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
  run: moveRun,
  element: (size) => (cpu, access) => {
    load(cpu, access, GPR.RSI, size, FIRST);
    store(cpu, access, size, FIRST[0]!, FIRST[1]!); // two words
  },
};

export const STOS: StringOperation = {
  source: false,
  destination: true,
  compares: false,
  run: storeRun,
  element: (size) => (cpu, access) => store(cpu, access, size, cpu.gpr32[2 * GPR.RAX]!, cpu.gpr32[2 * GPR.RAX + 1]!), // RAX has both
};

export const LODS: StringOperation = {
  source: true,
  destination: false,
  compares: false,
  element: (size) => (cpu, access) => {
    load(cpu, access, GPR.RSI, size, FIRST);
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
  run: scanRun,
  element: (size) => (cpu, access) => {
    load(cpu, access, GPR.RDI, size, SECOND);
    compare(cpu, size, cpu.gpr32, 2 * GPR.RAX);
  },
};

export const CMPS: StringOperation = {
  source: true,
  destination: true,
  compares: true,
  run: compareRun,
  element: (size) => (cpu, access) => {
    load(cpu, access, GPR.RSI, size, FIRST);
    load(cpu, access, GPR.RDI, size, SECOND);
    compare(cpu, size, FIRST, 0);
  },
};

/** The iterations after which an instruction can be interrupted. With RFLAGS.TF each iteration traps (SDM vol. 3, 18.3.1.4). */
const MOST_ITERATIONS = 0x1_0000;

export function compileString(operation: StringOperation, { operandSize: size, prefixes }: Instruction): Execute {
  const element = operation.element(size);
  const { source, destination, compares } = operation;
  const once = (cpu: Cpu, access: Access): void => {
    element(cpu, access);
    const step = cpu.rflags & FLAG.DF ? -size : size;
    if (source) move(cpu, GPR.RSI, step);
    if (destination) move(cpu, GPR.RDI, step);
  };
  const repeat = prefixes?.find((prefix) => prefix === 'rep' || prefix === 'repne');
  if (!repeat) return (cpu) => once(cpu, cpu.access);
  const wanted = repeat === 'rep' ? FLAG.ZF : 0;
  return (cpu) => {
    const { access, gpr32 } = cpu;
    let left = cpu.rflags & FLAG.TF ? 1 : MOST_ITERATIONS;
    while (gpr32[2 * GPR.RCX] !== 0 || gpr32[2 * GPR.RCX + 1] !== 0) {
      if (left === 0) throw new Interruption('between two iterations');
      left -= 1 + runOf(operation, cpu, access, size, left - 1, wanted !== 0);
      once(cpu, access);
      move(cpu, GPR.RCX, -1);
      if (compares && (cpu.rflags & FLAG.ZF) !== wanted) return;
    }
  };
}

/** Does many elements at once, where nobody has to be told of each, and says how many. One at least is left. */
function runOf(
  { run, source, destination }: StringOperation,
  cpu: Cpu,
  access: Access,
  size: number,
  left: number,
  goesOn: boolean,
): number {
  if (!run || left === 0 || cpu.rflags & FLAG.DF || access.aligned || cpu.memory.isWatched) return 0;
  const count = cpu.gpr32[2 * GPR.RCX]!; // RCX exists
  const most = cpu.gpr32[2 * GPR.RCX + 1] === 0 ? Math.min(left, count - 1) : left;
  if (most === 0) return 0;
  const place = {
    source: source ? addressIn(cpu, GPR.RSI) : 0,
    destination: destination ? addressIn(cpu, GPR.RDI) : 0,
  };
  const done = run(cpu, access, size, place, most, goesOn);
  if (done === 0) return 0;
  if (source) move(cpu, GPR.RSI, done * size);
  if (destination) move(cpu, GPR.RDI, done * size);
  move(cpu, GPR.RCX, -done);
  return done;
}

/** Adds to 64 bits in two words. */
function move({ gpr32 }: Cpu, register: number, step: number): void {
  const low = gpr32[2 * register]! + step; // all registers are in the file
  gpr32[2 * register] = low;
  if (low < 0)
    gpr32[2 * register + 1]!--; // so are their upper halves
  else if (low >= WORD) gpr32[2 * register + 1]!++; // so too
}
