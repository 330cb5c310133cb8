/** RFLAGS as a value: PUSHF, POPF, LAHF, SAHF and what IRET loads (Intel SDM vol. 1, 3.4.3; vol. 2). */

import { FLAG } from '../architecture/bits';
import { GPR } from '../architecture/gpr';
import type { Cpu } from '../cpu/cpu';

const ALWAYS_SET = 1 << 1;

/** What POPF and IRET may change of those bits that exist. */
const CHANGEABLE =
  FLAG.CF | FLAG.PF | FLAG.AF | FLAG.ZF | FLAG.SF | FLAG.TF | FLAG.DF | FLAG.OF | FLAG.NT | FLAG.AC | FLAG.ID;

/** The flags that AH holds in LAHF and SAHF. */
const IN_AH = FLAG.CF | FLAG.PF | FLAG.AF | FLAG.ZF | FLAG.SF;

/** Loads RFLAGS (or FLAGS, its low 16 bits, with a mask for them); IF changes at level 0 only. */
export function loadFlags(cpu: Cpu, value: number, width = ~0): void {
  const mask = (cpu.cpl === 0 ? CHANGEABLE | FLAG.IF : CHANGEABLE) & width;
  cpu.rflags = (cpu.rflags & ~mask) | (value & mask) | ALWAYS_SET;
}

export function loadAh(cpu: Cpu): void {
  cpu.gpr8[8 * GPR.RAX + 1] = (cpu.rflags & IN_AH) | ALWAYS_SET;
}

export function storeAh(cpu: Cpu): void {
  cpu.rflags = (cpu.rflags & ~IN_AH) | (cpu.gpr8[8 * GPR.RAX + 1]! & IN_AH); // AH is one of the bytes
}
