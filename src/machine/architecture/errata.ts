/** Errata of processors that a trace can enable by name: `machine MODEL errata=NAME`. One row each. */

export interface ErratumRow {
  readonly name: string;
  readonly title: string;
  /** What goes wrong, and how often the emulator lets it happen. */
  readonly documentation: string;
  /** The publication that describes the erratum. */
  readonly source: string;
  /** The vendor of the processors that can have the erratum. */
  readonly vendor: 'GenuineIntel' | 'AuthenticAMD';
  /** The bit in `Cpu.errata`, which stays set until the erratum has happened. */
  readonly bit: number;
}

export const ERRATA: readonly ErratumRow[] = [
  {
    name: 'amd-1386',
    title: 'XSAVES may not write the XMM registers',
    documentation:
      'Once on each CPU, XSAVES does not write the section of XMM0-15, and says in XSTATE_BV that it has: XRSTORS brings back what an earlier save left there.',
    source: 'AMD, erratum 1386 of family 17h; Linux b0563468eeac, which takes XSAVES from those processors.',
    vendor: 'AuthenticAMD',
    bit: 1,
  },
  {
    name: 'spr4',
    title: 'Tiles may be saved as zeros across a VM exit',
    documentation:
      'Once on each CPU, the first save of live tiles behind a VM entry, in the guest or behind its exit, writes zeros for XTILEDATA, and XSTATE_BV as if they were right.',
    source: 'Intel, erratum SPR4 of Sapphire Rapids; OpenZFS c65aaa83876f, which leaves tiles out of what it saves.',
    vendor: 'GenuineIntel',
    bit: 2,
  },
];

/** A further bit of `Cpu.errata`: the CPU has been in a guest. */
export const BEEN_IN_GUEST = 1 << 31;

export function erratumRow(name: string): ErratumRow | undefined {
  return ERRATA.find((row) => row.name === name);
}
