/**
 * What must be enabled for vector instructions (Intel SDM vol. 3, 2.5 and 13.1; vol. 2, 2.4 and 2.8), by encoding, and
 * what their rows say of it.
 */

import { CR4 } from '../architecture/bits';
import { XFEATURE, xfeatureMask } from '../architecture/component';
import { Fault } from '../architecture/exception';
import type { Cpu } from '../cpu/cpu';
import { requireAvxEnabled, requireEmulationOff, requireTaskSwitchedClear } from '../cpu/requirements';
import { XMM_BYTES } from './lanes';

export type Encoding = 'legacy' | 'vex' | 'evex';

const AVX512 = xfeatureMask('OPMASK', 'ZMM_HI256', 'HI16_ZMM');

export function encodingOf(form: string): Encoding {
  return form.startsWith('EVEX_') ? 'evex' : form.startsWith('VEX_') ? 'vex' : 'legacy';
}

/** Bytes of the longest vector among the operands, memory and indices included; 16 where there is none. */
export function vectorLength(form: string): number {
  return /zmm|vm\d+z/.test(form) ? 64 : /ymm|vm\d+y/.test(form) ? 32 : XMM_BYTES;
}

/** Raises #UD or #NM when instructions of that encoding are not enabled; `name` is the instruction's, in capitals. */
export const CHECK: Readonly<Record<Encoding, (cpu: Cpu, name: string) => void>> = {
  legacy: requireSse,
  vex: requireAvxEnabled,
  evex: requireAvx512Enabled,
};

/** #UD by CR0.EM or without CR4.OSFXSR, then #NM by CR0.TS. */
function requireSse(cpu: Cpu, name: string): void {
  requireEmulationOff(cpu, name);
  if ((cpu.cr4 & CR4.OSFXSR) === 0n) throw new Fault('#UD', { why: `CR4.OSFXSR is 0: ${name} is not enabled` });
  requireTaskSwitchedClear(cpu, name);
}

/** As for AVX, and XCR0 enables opmask and ZMM state too: EVEX instructions, and those on opmasks. */
export function requireAvx512Enabled(cpu: Cpu, name: string): void {
  if ((cpu.cr4 & CR4.OSXSAVE) !== 0n && (cpu.xcr0 & AVX512) !== AVX512) {
    const why = `XCR0 is 0x${cpu.xcr0.toString(16)}: ${name} needs bits 1, 2, 5, 6 and 7 (SSE, AVX and AVX-512)`;
    throw new Fault('#UD', { why });
  }
  requireAvxEnabled(cpu, name);
}

const NOT_AVAILABLE = '#NM when CR0.TS is 1';

export const ENABLING: Readonly<Record<Encoding, readonly string[]>> = {
  legacy: ['#UD when CR0.EM is 1 or CR4.OSFXSR is 0', NOT_AVAILABLE],
  vex: ['#UD when CR4.OSXSAVE is 0 or XCR0 lacks SSE or AVX', NOT_AVAILABLE],
  evex: ['#UD when CR4.OSXSAVE is 0 or XCR0 lacks SSE, AVX or AVX-512', NOT_AVAILABLE],
};

export const COMPONENTS_OF: Readonly<Record<Encoding, readonly number[]>> = {
  legacy: [XFEATURE.SSE],
  vex: [XFEATURE.SSE, XFEATURE.AVX, XFEATURE.ZMM_HI256],
  evex: [XFEATURE.SSE, XFEATURE.AVX, XFEATURE.OPMASK, XFEATURE.ZMM_HI256, XFEATURE.HI16_ZMM],
};
