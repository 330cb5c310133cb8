/**
 * What the six instructions of the XSAVE feature set check before they look at memory, in this order (Intel SDM
 * vol. 2, XSAVE and following; vol. 1, 13.7 to 13.12): #UD, #NM by CR0.TS, #GP by CPL, then the area's alignment.
 */
import { formatAddress, type LinearAddress } from './address';
import { requireCpl0, requireOsxsave, requireTaskSwitchedClear } from './checks';
import { ALIGNMENT_CHECK_BYTES } from './choices';
import { type Cpu, CR0, FLAG } from './cpu';
import { Fault } from './exception';
import type { Feature } from './feature';
import type { Access } from './memory';

export type XsaveMnemonic = 'xsave' | 'xsaveopt' | 'xsavec' | 'xsaves' | 'xrstor' | 'xrstors';

export interface XsaveOptions {
  /** The 64-bit forms (`xsave64`): FIP and FDP in full, without selectors. True unless given. */
  readonly rexW?: boolean;
  /** For a kernel that lends its area's access rights to user mode; the CPU's own otherwise. */
  readonly access?: Access;
}

const FEATURE: Readonly<Record<XsaveMnemonic, Feature>> = {
  xsave: 'XSAVE',
  xsaveopt: 'XSAVEOPT',
  xsavec: 'XSAVEC',
  xsaves: 'XSAVES',
  xrstor: 'XSAVE',
  xrstors: 'XSAVES',
};

/** Bytes: where an area must begin. */
const AREA_ALIGNMENT = 64;

/** The checks that come before the address is formed. */
export function checkXsaveEnabled(cpu: Cpu, mnemonic: XsaveMnemonic): void {
  const name = mnemonic.toUpperCase();
  requireOsxsave(cpu, FEATURE[mnemonic], name);
  requireTaskSwitchedClear(cpu, name);
  if (mnemonic === 'xsaves' || mnemonic === 'xrstors') requireCpl0(cpu, name);
}

/** #GP(0), or #AC(0) where alignment checking is on, unless the area begins on a 64-byte boundary. */
export function checkAreaAligned(cpu: Cpu, address: LinearAddress): void {
  if (address % AREA_ALIGNMENT === 0) return;
  const checking = (cpu.cr0 & CR0.AM) !== 0n && (cpu.rflags & FLAG.AC) !== 0 && cpu.cpl === 3;
  throw new Fault(checking && address % ALIGNMENT_CHECK_BYTES !== 0 ? '#AC' : '#GP', {
    errorCode: 0,
    why: `the XSAVE area at ${formatAddress(address)} does not begin on a ${AREA_ALIGNMENT}-byte boundary`,
  });
}
