/** State that no register shows: what the processor tracks for XSAVE, and the selected address space. */
import type { StoredRegister } from './row';

/** In XRSTOR_INFO before the first XRSTOR: no area lies there, so no save can match it. */
const NO_XRSTOR = -1;

export const TRACKED_STATE = {
  /**
   * Components that count as in use even while their contents are initial: because XRSTOR loaded them from memory (SDM
   * vol. 1, 13.8), or an instruction wrote them on a processor that goes by that (`Choices.inUse`). XINUSE itself is `inUse(cpu)`, which adds the components whose contents are not initial.
   */
  xinuse: { storage: 'u64' },
  /** Components that count as modified since the last XRSTOR; `modified(cpu)` adds those whose contents changed. */
  xmodified: { storage: 'u64', reset: 0xffff_ffff_ffff_ffffn },
  /** XRSTOR_INFO (SDM vol. 1, 13.9): what the last XRSTOR or XRSTORS loaded from, for the modified optimisation. */
  xrstorAddress: { storage: 'linear', reset: NO_XRSTOR },
  /** XCOMP_BV there, cut to 32 bits and unsigned: its components, and bit 31 in place of bit 63. */
  xrstorFormat: { storage: 'u32' },
  /** CPL of that XRSTOR. */
  xrstorCpl: { storage: 'u32' },
  /** Errata that have not shown themselves yet: bits of `errata.ts`. */
  errata: { storage: 'u32' },
  /** ES, DS, FS and GS: 16 bits each, at 16 times the number of the segment register. */
  selectors: { storage: 'u64' },
  /** What CR3 selects. */
  addressSpace: { storage: 'u32' },
} as const satisfies Record<string, StoredRegister>;
