/**
 * Control registers (Intel SDM vol. 3, 2.5; vol. 2, MOV to/from control registers, LMSW, CLTS). 64-bit mode only: what
 * would leave it raises #GP, as it does on a processor.
 */

import { CR0, CR4 } from '../architecture/bits';
import { Fault } from '../architecture/exception';
import { REGISTER_ROWS, REGISTERS, type Register, type RegisterKey } from '../architecture/registers';
import type { Cpu } from '../cpu/cpu';
import { requireCpl0 } from '../cpu/requirements';
import { loadStored, type StoredKey, store } from '../cpu/stored-register';
import { rowProblem } from './legal-value';

/** Bits that LMSW can set; of them it can clear all but PE. */
const LMSW_BITS = CR0.PE | CR0.MP | CR0.EM | CR0.TS;
const CR0_MAX = 0xffff_ffffn;

/** CR3 holds a page-table address; here it is the number of the address space, in page frames. */
const CR3_SHIFT = 12n;

/** A control register as MOV reaches it. */
interface ControlRegister {
  readonly read: (cpu: Cpu) => bigint;
  /** Throws `Fault`: #GP(0). */
  readonly write: (cpu: Cpu, value: bigint) => void;
}

/** Numbers of the registers that the kernel writes by name. */
export const CONTROL = { CR0: REGISTERS.cr0.control, CR4: REGISTERS.cr4.control } as const;

/** What a register obeys beyond its row. */
interface Rule {
  readonly problem?: (cpu: Cpu, value: bigint) => string | undefined;
  /** In place of the check by the row: CR0 ignores most bits that have no name, CR2 takes any value. */
  readonly replaces?: true;
  /** Bits that always read as one. */
  readonly ones?: bigint;
}

const RULES: Partial<Record<RegisterKey, Rule>> = {
  cr0: { problem: cr0Problem, replaces: true, ones: CR0.ET },
  cr2: { replaces: true },
  cr4: { problem: cr4Problem },
};

const BY_NUMBER: ReadonlyMap<number, ControlRegister> = new Map(
  REGISTER_ROWS.flatMap((row) => (row.control === undefined ? [] : [[row.control, controlRegister(row)]])),
);

function controlRegister(row: Register): ControlRegister {
  if (row.key === 'cr3') return { read: readCr3, write: writeCr3 };
  const key = row.key as StoredKey; // CR3 is the only derived one
  const { problem, replaces, ones = 0n } = RULES[row.key] ?? {};
  return {
    read: (cpu) => loadStored(cpu, key),
    write: (cpu, value) => {
      requireCpl0(cpu, `MOV to ${row.title}`);
      const why = (replaces ? undefined : rowProblem(row, cpu.processor, value)) ?? problem?.(cpu, value);
      if (why) throw new Fault('#GP', { errorCode: 0, why: `MOV of 0x${value.toString(16)} to ${row.title}: ${why}` });
      store(cpu, key, value | ones);
    },
  };
}

/** MOV from control register `number`. @throws Fault #UD for one that there is not; #GP(0) outside CPL 0. */
export function readControl(cpu: Cpu, number: number): bigint {
  const { read } = findControl(number);
  requireCpl0(cpu, `MOV from CR${number}`);
  return read(cpu);
}

/** MOV to control register `number`. @throws Fault #UD for one that there is not; #GP(0). */
export function writeControl(cpu: Cpu, number: number, value: bigint): void {
  findControl(number).write(cpu, value);
}

function findControl(number: number): ControlRegister {
  const register = BY_NUMBER.get(number);
  if (register) return register;
  const known = listed([...BY_NUMBER.keys()].sort((a, b) => a - b).map((one) => `CR${one}`));
  throw new Fault('#UD', { why: `CR${number} is not modelled: ${known} are` });
}

/** `CR0, CR2, CR3 and CR4`. */
function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** What CR3 holds. */
export function readCr3(cpu: Cpu): bigint {
  return BigInt(cpu.addressSpace) << CR3_SHIFT;
}

/** MOV to CR3: another address space; bits 11:0 and 63 are flags of no effect here. @throws Fault #GP(0). */
export function writeCr3(cpu: Cpu, value: bigint): void {
  requireCpl0(cpu, 'MOV to CR3');
  cpu.addressSpace = Number(BigInt.asUintN(32, (value & ~(1n << 63n)) >> CR3_SHIFT));
}

/** CLTS: clears CR0.TS. @throws Fault #GP(0) outside CPL 0. */
export function clearTaskSwitched(cpu: Cpu): void {
  requireCpl0(cpu, 'CLTS');
  cpu.cr0 &= ~CR0.TS;
}

/** LMSW: loads PE, MP, EM and TS from a 16-bit value, but cannot clear PE. @throws Fault #GP(0) outside CPL 0. */
export function loadMachineStatusWord(cpu: Cpu, value: bigint): void {
  requireCpl0(cpu, 'LMSW');
  cpu.cr0 = (cpu.cr0 & ~(LMSW_BITS & ~CR0.PE)) | (value & LMSW_BITS);
}

function cr0Problem(cpu: Cpu, value: bigint): string | undefined {
  if (value > CR0_MAX) return 'bits 63:32 are reserved';
  if (!(value & CR0.PG)) return 'paging cannot be turned off in 64-bit mode';
  if (!(value & CR0.PE)) return 'PG without PE';
  if (value & CR0.NW && !(value & CR0.CD)) return 'NW without CD';
  if (!(value & CR0.WP) && cpu.cr4 & CR4.CET) return 'WP cannot be cleared while CR4.CET is set';
  return undefined;
}

function cr4Problem(cpu: Cpu, value: bigint): string | undefined {
  if (!(value & CR4.PAE)) return 'PAE cannot be cleared in 64-bit mode';
  if (value & CR4.CET && !(cpu.cr0 & CR0.WP)) return 'CET needs CR0.WP';
  return undefined;
}
