/** Reading a register by its row, and writing it as the instruction does that the row names. */

import { Fault } from '../architecture/exception';
import type { DerivedRegister, Register, RegisterKey } from '../architecture/registers';
import type { WritingInstruction } from '../architecture/registers/row';
import type { Cpu } from '../cpu/cpu';
import { loadStored } from '../cpu/stored-register';
import { loadFlags } from '../integer/status';
import { xsetbv } from '../xstate/xcr';
import { inUse } from '../xstate/xinuse';
import { readCr3, writeControl } from './control';
import { writeMsr } from './msr';
import { checkMxcsr } from './mxcsr';
import { writePkru } from './pkru';

const DERIVED: Readonly<Record<DerivedRegister, (cpu: Cpu) => bigint>> = { cr3: readCr3, inUse };

/** What the register holds, unsigned in its width; an address as 64 bits. */
export function readRegister(cpu: Cpu, { key }: Register): bigint {
  return isDerived(key) ? DERIVED[key](cpu) : loadStored(cpu, key);
}

function isDerived(key: RegisterKey): key is DerivedRegister & RegisterKey {
  return Object.hasOwn(DERIVED, key);
}

const XCR0 = 0;

/** What each instruction does that writes a register. Throws `Fault` where the processor refuses the value. */
const WRITE: Readonly<Record<WritingInstruction, (cpu: Cpu, row: Register, value: bigint) => void>> = {
  MOV: (cpu, { control }, value) => {
    if (control !== undefined) writeControl(cpu, control, value);
  },
  WRMSR: (cpu, { msr }, value) => {
    if (msr !== undefined) writeMsr(cpu, msr, value);
  },
  XSETBV: (cpu, _, value) => xsetbv(cpu, XCR0, value),
  LDMXCSR: (cpu, _, value) => {
    checkMxcsr(cpu, Number(value));
    cpu.mxcsr = Number(value);
  },
  WRPKRU: (cpu, _, value) => {
    writePkru(cpu, Number(value));
  },
  POPFQ: (cpu, _, value) => loadFlags(cpu, Number(BigInt.asUintN(32, value))),
};

/** Whether an instruction writes the register. */
export function isWritable({ write }: Register): boolean {
  return typeof write === 'string';
}

/**
 * Writes a register as the instruction that its row names does at CPL 0. Does nothing for one that no instruction writes.
 *
 * @param value unsigned, 64 bits. @throws Fault where the processor refuses it.
 */
export function writeRegister(cpu: Cpu, row: Register, value: bigint): void {
  const { write, width, title } = row;
  if (typeof write !== 'string') return;
  if (value >> BigInt(width)) {
    throw new Fault('#GP', { errorCode: 0, why: `${title} has ${width} bits, and 0x${value.toString(16)} has more` });
  }
  const { cpl } = cpu;
  cpu.cpl = 0;
  try {
    WRITE[write](cpu, row, value);
  } finally {
    cpu.cpl = cpl;
  }
}
