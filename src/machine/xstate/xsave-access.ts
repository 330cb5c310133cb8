/**
 * What the six instructions of the XSAVE feature set check before they look at memory, in this order (Intel SDM
 * vol. 2, XSAVE and following; vol. 1, 13.7 to 13.12): #UD, #NM by CR0.TS, #GP by CPL, then the area's alignment.
 */

import type { Feature } from '../architecture/feature';
import type { LinearAddress } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import type { Access } from '../cpu/page';
import { checkAlignment, hasOsxsave, requireCpl0, requireOsxsave, requireTaskSwitchedClear } from '../cpu/requirements';
import type { Processor } from '../processor/processor';

export type XsaveMnemonic = 'xsave' | 'xsaveopt' | 'xsavec' | 'xsaves' | 'xrstor' | 'xrstors';

export interface XsaveOptions {
  /** The 64-bit forms (`xsave64`): FIP and FDP in full, without selectors. True unless given. */
  readonly rexW?: boolean;
  /** Whether `checkEnabled` of the instruction has passed already. */
  readonly isEnabled?: boolean;
  /** For a kernel that lends its area's access rights to user mode; the CPU's own otherwise. */
  readonly access?: Access;
}

/** What one of the instructions needs. */
export class XsaveInstruction {
  /** The last processor that was found to have the feature: there is hardly ever another. */
  private owner: Processor | undefined;

  /**
   * @param name for messages.
   * @param cpl0 whether the instruction needs CPL 0.
   */
  constructor(
    readonly name: string,
    private readonly feature: Feature,
    private readonly cpl0: boolean,
  ) {}

  isOfferedBy(processor: Processor): boolean {
    if (processor === this.owner) return true;
    if (!processor.has(this.feature)) return false;
    this.owner = processor;
    return true;
  }

  /** The checks that come before the address is formed. */
  checkEnabled(cpu: Cpu): void {
    if (!this.isOfferedBy(cpu.processor) || !hasOsxsave(cpu)) requireOsxsave(cpu, this.feature, this.name);
    requireTaskSwitchedClear(cpu, this.name);
    if (this.cpl0) requireCpl0(cpu, this.name);
  }
}

export const XSAVE_INSTRUCTION = {
  xsave: new XsaveInstruction('XSAVE', 'XSAVE', false),
  xsaveopt: new XsaveInstruction('XSAVEOPT', 'XSAVEOPT', false),
  xsavec: new XsaveInstruction('XSAVEC', 'XSAVEC', false),
  xsaves: new XsaveInstruction('XSAVES', 'XSAVES', true),
  xrstor: new XsaveInstruction('XRSTOR', 'XSAVE', false),
  xrstors: new XsaveInstruction('XRSTORS', 'XSAVES', true),
} as const satisfies Readonly<Record<XsaveMnemonic, XsaveInstruction>>;

/** Bytes: where an area must begin. */
const AREA_ALIGNMENT = 64;

/** The alignment of the area. */
export function checkAreaAligned(cpu: Cpu, address: LinearAddress): void {
  checkAlignment(cpu, address, AREA_ALIGNMENT, 'XSAVE area');
}
