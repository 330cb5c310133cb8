/** State that no register shows: the processor's tracking for XSAVE, and the selected address space. */
import type { StoredRegister } from './row';

/** The address in XRSTOR_INFO before the first XRSTOR: no area lies there, so no save can match it. */
const NO_XRSTOR = -1;

export const TRACKED_STATE = {
  /**
   * Components that count as in use even while their contents are initial: XRSTOR loaded them from memory (SDM vol. 1,
   * 13.8), or an instruction wrote them and the processor tracks writes (`Choices.inUse`). XINUSE itself is
   * `inUse(cpu)`, which adds the components whose contents are not initial.
   */
  xinuse: { storage: 'u64' },
  /** Components that count as modified since the last XRSTOR; `modifiedAmong` adds those whose contents changed. */
  xmodified: { storage: 'u64', reset: 0xffff_ffff_ffff_ffffn },
  /**
   * XRSTOR_INFO (SDM vol. 1, 13.9): the address of the area that the last XRSTOR or XRSTORS loaded, for the modified
   * optimisation.
   */
  xrstorAddress: { storage: 'linear', reset: NO_XRSTOR },
  /** XCOMP_BV of this area, cut to 32 bits and unsigned: its components, and bit 31 in place of bit 63. */
  xrstorFormat: { storage: 'u32' },
  /** The CPL at which this XRSTOR was executed. */
  xrstorCpl: { storage: 'u32' },
  /** Errata that have not happened yet: bits of `errata.ts`. */
  errata: { storage: 'u32' },
  /** ES, DS, FS and GS: 16 bits each, at 16 times the number of the segment register. */
  selectors: { storage: 'u64' },
  /** The number of the address space that CR3 selects. */
  addressSpace: { storage: 'u32' },
} as const satisfies Record<string, StoredRegister>;
