/**
 * Conditions that many system instructions share (Intel SDM vol. 3, 2.5 and 13.1). Each raises its exception or does
 * nothing.
 */

import { CR0, CR4, FLAG } from '../architecture/bits';
import { xfeatureMask } from '../architecture/component';
import { Fault } from '../architecture/exception';
import type { Feature } from '../architecture/feature';
import { formatAddress, type LinearAddress } from '../architecture/linear-address';
import { SCALAR } from '../architecture/register-file';
import type { Cpu } from './cpu';

const OSXSAVE = Number(CR4.OSXSAVE);
const TS = Number(CR0.TS);
const SSE_AND_AVX = xfeatureMask('SSE', 'AVX');

/** #UD unless the processor has the feature; `name` is the instruction's, in capitals. */
export function requireFeature(cpu: Cpu, feature: Feature, name: string): void {
  if (cpu.processor.has(feature)) return;
  throw new Fault('#UD', { why: `${cpu.processor.name} has no ${name} (CPUID feature ${feature})` });
}

/** Whether the system has enabled XSAVE: CR4.OSXSAVE. */
export function hasOsxsave(cpu: Cpu): boolean {
  return (cpu.low(SCALAR.cr4) & OSXSAVE) !== 0;
}

/** #UD unless the feature is there and CR4.OSXSAVE is set; `name` is the instruction's, in capitals. */
export function requireOsxsave(cpu: Cpu, feature: Feature, name: string): void {
  requireFeature(cpu, feature, name);
  if (!hasOsxsave(cpu)) throw new Fault('#UD', { why: `CR4.OSXSAVE is 0: ${name} is not enabled` });
}

/** #NM when CR0.TS is set; IA32_XFD_ERR stays as it is. */
export function requireTaskSwitchedClear(cpu: Cpu, name: string): void {
  if (cpu.low(SCALAR.cr0) & TS) throw new Fault('#NM', { cause: 'ts', why: `CR0.TS is set and ${name} checks it` });
}

/** #GP(0) outside CPL 0. */
export function requireCpl0(cpu: Cpu, name: string): void {
  if (cpu.cpl !== 0) throw new Fault('#GP', { errorCode: 0, why: `${name} needs CPL 0, and CPL is ${cpu.cpl}` });
}

/** #UD when CR0.EM is set: MMX and SSE instructions are not to be emulated this way. */
export function requireEmulationOff(cpu: Cpu, name: string): void {
  if (cpu.cr0 & CR0.EM) throw new Fault('#UD', { why: `CR0.EM is set and ${name} checks it` });
}

/** #NM when CR0.EM or CR0.TS is set, as x87 instructions and FXSAVE raise it. */
export function requireX87Available(cpu: Cpu, name: string): void {
  if (cpu.cr0 & CR0.EM) throw new Fault('#NM', { cause: 'em', why: `CR0.EM is set and ${name} checks it` });
  requireTaskSwitchedClear(cpu, name);
}

/** #UD unless XCR0 enables SSE and AVX state, then #NM when CR0.TS is set: the checks of VEX-encoded instructions. */
export function requireAvxEnabled(cpu: Cpu, name: string): void {
  requireOsxsave(cpu, 'AVX', name);
  if ((cpu.xcr0 & SSE_AND_AVX) !== SSE_AND_AVX) {
    throw new Fault('#UD', { why: `XCR0 is 0x${cpu.xcr0.toString(16)}: ${name} needs bits 1 (SSE) and 2 (AVX)` });
  }
  requireTaskSwitchedClear(cpu, name);
}

/** #GP(0), or #AC(0) where alignment checking is on, unless `address` is a multiple of `alignment` bytes, a power of two. */
export function checkAlignment(cpu: Cpu, address: LinearAddress, alignment: number, what: string): void {
  if ((address & (alignment - 1)) === 0) return; // exact for every address: two's complement modulo 2^32
  const checking = (cpu.cr0 & CR0.AM) !== 0n && (cpu.rflags & FLAG.AC) !== 0 && cpu.cpl === 3;
  throw new Fault(checking && address % cpu.processor.choices.alignmentCheck !== 0 ? '#AC' : '#GP', {
    errorCode: 0,
    why: `the ${what} at ${formatAddress(address)} does not begin on a ${alignment}-byte boundary`,
  });
}
