/**
 * What the six instructions of the XSAVE feature set check before they look at memory, in this order (Intel SDM
 * vol. 2, XSAVE and following; vol. 1, 13.7 to 13.12): #UD, #NM by CR0.TS, #GP by CPL, then the area's alignment.
 */

import type { Feature } from '../architecture/feature';
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import type { Access } from '../cpu/page';
import { checkAlignment, requireCpl0, requireOsxsave, requireTaskSwitchedClear } from '../cpu/requirements';

export type XsaveMnemonic = 'xsave' | 'xsaveopt' | 'xsavec' | 'xsaves' | 'xrstor' | 'xrstors';

export interface XsaveOptions {
  /** The 64-bit forms (`xsave64`): FIP and FDP in full, without selectors. True unless given. */
  readonly rexW?: boolean;
  /** Whether `checkXsaveEnabled` has passed already. */
  readonly isEnabled?: boolean;
  /** For a kernel that lends its area's access rights to user mode; the CPU's own otherwise. */
  readonly access?: Access;
}

interface Needs {
  /** The instruction's name for messages. */
  readonly name: string;
  readonly feature: Feature;
  readonly cpl0: boolean;
}

const NEEDS: Readonly<Record<XsaveMnemonic, Needs>> = {
  xsave: { name: 'XSAVE', feature: 'XSAVE', cpl0: false },
  xsaveopt: { name: 'XSAVEOPT', feature: 'XSAVEOPT', cpl0: false },
  xsavec: { name: 'XSAVEC', feature: 'XSAVEC', cpl0: false },
  xsaves: { name: 'XSAVES', feature: 'XSAVES', cpl0: true },
  xrstor: { name: 'XRSTOR', feature: 'XSAVE', cpl0: false },
  xrstors: { name: 'XRSTORS', feature: 'XSAVES', cpl0: true },
};

/** Bytes: where an area must begin. */
const AREA_ALIGNMENT = 64;

/** The checks that come before the address is formed, unless they have passed already. */
export function checkXsaveEnabled(cpu: Cpu, mnemonic: XsaveMnemonic, isEnabled = false): void {
  if (isEnabled) return;
  const { name, feature, cpl0 } = NEEDS[mnemonic];
  requireOsxsave(cpu, feature, name);
  requireTaskSwitchedClear(cpu, name);
  if (cpl0) requireCpl0(cpu, name);
}

/** The alignment of the area. */
export function checkAreaAligned(cpu: Cpu, address: LinearAddress): void {
  checkAlignment(cpu, address, AREA_ALIGNMENT, 'XSAVE area');
}
