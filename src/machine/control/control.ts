/**
 * Control registers (Intel SDM vol. 3, 2.5; vol. 2, MOV to/from control registers, LMSW, CLTS). 64-bit mode only: what
 * would leave it raises #GP, as it does on a processor.
 */

import { CR0, CR4 } from '../architecture/bits';
import { Fault } from '../architecture/exception';
import type { Feature } from '../architecture/feature';
import { requireCpl0 } from '../cpu/checks';
import type { Cpu } from '../cpu/cpu';

/** Cache disable and not write-through. */
const CR0_NW = 1n << 29n;
const CR0_CD = 1n << 30n;
/** Always reads as one. */
const CR0_ET = 1n << 4n;
/** Bits that LMSW can set; of them it can clear all but PE. */
const LMSW_BITS = CR0.PE | CR0.MP | CR0.EM | CR0.TS;
const CR0_MAX = 0xffff_ffffn;

/** CR4 bits that can be set only where CPUID has the feature. */
const CR4_FEATURES: readonly (readonly [bit: bigint, name: string, feature: Feature])[] = [
  [CR4.OSFXSR, 'OSFXSR', 'FXSR'],
  [CR4.FSGSBASE, 'FSGSBASE', 'FSGSBASE'],
  [CR4.OSXSAVE, 'OSXSAVE', 'XSAVE'],
  [CR4.PKE, 'PKE', 'PKU'],
  [1n << 23n, 'CET', 'CET_SS'],
  [1n << 25n, 'UINTR', 'UINTR'],
];

/** VME to UMIP, VMXE, FSGSBASE, PCIDE, OSXSAVE, SMEP, SMAP, PKE, CET, PKS, UINTR. */
const CR4_KNOWN = 0x0377_2fffn;

/** CR3 holds a page-table address; here it is the number of the address space, in page frames. */
const CR3_SHIFT = 12n;

/** MOV to CR0. @throws Fault #GP(0). */
export function writeCr0(cpu: Cpu, value: bigint): void {
  requireCpl0(cpu, 'MOV to CR0');
  const problem = cr0Problem(value);
  if (problem) throw new Fault('#GP', { errorCode: 0, why: `MOV of 0x${value.toString(16)} to CR0: ${problem}` });
  cpu.cr0 = value | CR0_ET;
}

/** MOV to CR4. @throws Fault #GP(0). */
export function writeCr4(cpu: Cpu, value: bigint): void {
  requireCpl0(cpu, 'MOV to CR4');
  const problem = cr4Problem(cpu, value);
  if (problem) throw new Fault('#GP', { errorCode: 0, why: `MOV of 0x${value.toString(16)} to CR4: ${problem}` });
  cpu.cr4 = value;
}

/** MOV from CR3. @throws Fault #GP(0). */
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

function cr0Problem(value: bigint): string | undefined {
  if (value > CR0_MAX) return 'bits 63:32 are reserved';
  if (!(value & CR0.PG)) return 'paging cannot be turned off in 64-bit mode';
  if (!(value & CR0.PE)) return 'PG without PE';
  if (value & CR0_NW && !(value & CR0_CD)) return 'NW without CD';
  return undefined;
}

function cr4Problem(cpu: Cpu, value: bigint): string | undefined {
  const reserved = value & ~CR4_KNOWN;
  if (reserved) return `bits 0x${reserved.toString(16)} are reserved`;
  if (!(value & CR4.PAE)) return 'PAE cannot be cleared in 64-bit mode';
  for (const [bit, name, feature] of CR4_FEATURES) {
    if (value & bit && !cpu.processor.has(feature)) return `${name} cannot be set: CPUID has no ${feature}`;
  }
  return undefined;
}
