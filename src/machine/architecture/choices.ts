/**
 * Behaviour that the manuals leave open, or in which processors differ from the manuals: one row for each question,
 * with all possible answers. The answers of each processor, with their sources, are data beside the CPUID leaves
 * (`CpuModel.choices`). docs/silicon.md is generated from these rows.
 */

/** The answers of a processor, in the form that instructions read. */
export interface Choices {
  readonly inUse: 'contents' | 'writes';
  readonly tilesInUse: 'contents' | 'writes';
  /** The bits that FCW can hold beside bit 6, which reads as one. */
  readonly fcw: 0x1f3f;
  readonly fip: 'bit 47' | 'linear address';
  readonly fdp: 'bit 47' | 'linear address' | 'all bits';
  readonly x87Pointers: 'instructions' | 'exceptions';
  readonly areaReach: 'bytes touched' | 'whole extent';
  readonly failedRestore: 'nothing' | 'part';
  readonly callNotCanonical: 'nothing' | 'return address';
  /** Bytes. */
  readonly alignmentCheck: 4;
  readonly compactedXstateBv63: 'refused' | 'accepted';
  readonly tilecfgAndXfd: 'shapes first';
  readonly shaAlignment: 'aligned' | 'any';
  readonly dotProductNan: 'neighbour' | 'lowest';
  readonly denormalToHalf: 'inexact' | 'by value';
}

/** How a processor answers a question, and the source of the answer. */
export interface Answer<Value> {
  readonly value: Value;
  readonly source: string;
}

/** The answers of a processor with their sources. */
export type ModelChoices = { readonly [Name in keyof Choices]: Answer<Choices[Name]> };

export interface ChoiceRow<Value extends string | number> {
  readonly title: string;
  /** The question that the manuals leave open, with the section. */
  readonly question: string;
  /** What each answer means. */
  readonly answers: Readonly<Record<Value, string>>;
}

export const CHOICES: { readonly [Name in keyof Choices]: ChoiceRow<Choices[Name]> } = {
  inUse: {
    title: 'What counts as in use and as modified',
    question:
      'XINUSE and XMODIFIED may report too much, never too little (SDM vol. 1, 13.6): which instructions set their bits is open.',
    answers: {
      contents:
        'A component is in use when XRSTOR loaded it, or when its contents are not the initial ones; modified when its contents are not those that XRSTOR gave it.',
      writes: [
        'A component is in use from the first instruction that writes one of its registers, whatever it writes: a zero, a register to itself, or nothing under a mask of zeros.',
        'An instruction on vectors of 128 bits that writes one of XMM0-15 sets bit 1, one on 256 bits bits 1 and 2, one on 512 bits bits 1, 2 and 6 (its longest operand counts, so VEXTRACTI128 of a YMM register sets bits 1 and 2); writing XMM16-31, YMM16-31 or ZMM16-31 sets bit 7 alone; writing an opmask sets bit 5.',
        'LDMXCSR sets bit 1, WRPKRU bit 9; FXRSTOR sets bits 0 and 1; every x87 or MMX instruction sets bit 0, but not FNSTCW and FNSTSW.',
        'XRSTOR makes it RFBM & XSTATE_BV for what was asked for. VZEROUPPER clears bits 2 and 6, VZEROALL bits 1, 2 and 6. Reading sets nothing, and a narrow write clears nothing.',
        'A component is modified likewise; a VEX or EVEX write of XMM0-15 or YMM0-15 also modifies components 2 and 6.',
      ].join(' '),
    },
  },
  tilesInUse: {
    title: 'When tiles are in use',
    question:
      'XINUSE[18] after zeros were written to tiles, and XINUSE[17] after XRSTOR loaded a configuration without a palette (SDM vol. 1, 13.6).',
    answers: {
      contents:
        'XINUSE[18] is 1 while a byte of the tiles is not zero, XINUSE[17] while tiles are configured; and each after XRSTOR loaded its component, whatever it held.',
      writes: [
        'TILEZERO, every tile load and every product set XINUSE[18], whatever they write and also where a page fault cuts a load short; LDTILECFG, TILERELEASE and XRSTOR of an initial component clear it.',
        'XINUSE[17] is 1 while tiles are configured and at no other time: XRSTOR of a configuration without a palette, or of one that LDTILECFG would refuse, clears it.',
      ].join(' '),
    },
  },
  fcw: {
    title: 'Reserved bits of FCW',
    question:
      'Bits 6, 7 and 13 to 15 are reserved, and bit 12 has no meaning any more (SDM vol. 1, 8.1.5): what they read as is open.',
    answers: { 7999: 'Bit 6 reads as 1, bits 7 and 13 to 15 as 0, and bit 12 as it was loaded.' },
  },
  fip: {
    title: 'Bits of FIP in the 64-bit forms',
    question: 'The 64-bit forms of FXRSTOR and XRSTOR load FIP; how much of it a processor holds is open.',
    answers: {
      'bit 47': 'Bits 63:48 become copies of bit 47.',
      'linear address':
        'It holds a linear address, of 57 bits where CPUID lists LA57, whatever CR4.LA57: bits 63:57 become copies of bit 56. Without LA57 bits 63:48 become copies of bit 47.',
    },
  },
  fdp: {
    title: 'Bits of FDP in the 64-bit forms',
    question: 'They load FDP too.',
    answers: {
      'bit 47': 'Bits 63:48 become copies of bit 47.',
      'linear address': 'It holds a linear address, of 57 bits or of 48 as FIP does.',
      'all bits': 'All 64 bits are kept.',
    },
  },
  x87Pointers: {
    title: 'Who sets FIP, FOP and FDP',
    question:
      'Processors may keep the last instruction’s pointers, or those of the last exception (SDM vol. 1, 8.1.8).',
    answers: {
      instructions:
        'Every x87 instruction that is not control sets FIP, FNOP, FINCSTP and FDECSTP too; FOP is set by an unmasked exception alone, and FDP by one of an instruction with a memory operand.',
      exceptions: 'An unmasked exception sets all three; nothing else does.',
    },
  },
  areaReach: {
    title: 'How much of an area must be mapped, and CR2',
    question:
      'Which bytes of its area an instruction touches, and in which order, is open (SDM vol. 1, 13.7 to 13.12).',
    answers: {
      'bytes touched': 'What is read or written, from the lowest byte up.',
      'whole extent': [
        'The area to the end of its highest component, in use or not: of RFBM for XSAVE, XSAVEOPT, XSAVEC and XRSTOR from the standard format, of RFBM & XCOMP_BV for XRSTOR from the compacted one.',
        'XRSTOR touches byte 520 first, and raises #GP for bits of XCOMP_BV that XCR0 lacks. Then all touch the last byte of the extent, then the parts that are asked for from the lowest up; of FXSAVE and FXRSTOR the extent is 512 bytes.',
        'All that comes before XRSTOR looks at the rest of its header and at MXCSR: #PF wins over their #GP.',
      ].join(' '),
    },
  },
  failedRestore: {
    title: 'Registers after XRSTOR refused MXCSR in a compacted area',
    question:
      'XRSTOR raises #GP for reserved bits of MXCSR; whether components have been loaded by then is not said (SDM vol. 2, XRSTOR).',
    answers: {
      nothing: 'They are as they were.',
      part: 'Of what was asked for, x87 and XMM have been loaded or initialised, and what XSTATE_BV lacks has been initialised. The others, and MXCSR, are as they were.',
    },
  },
  callNotCanonical: {
    title: 'CALL to an address that is not canonical',
    question: '#GP(0) at the CALL, with RSP as it was; whether the return address has been written is open.',
    answers: {
      nothing: 'The target is checked first: nothing has been written.',
      'return address': 'The return address has been written below RSP; where it cannot be, #PF comes first.',
    },
  },
  alignmentCheck: {
    title: '#AC in place of #GP for an area that is not aligned',
    question:
      'With CR0.AM, RFLAGS.AC and CPL 3 an area that is not aligned may raise #AC in place of #GP (SDM vol. 2, XSAVE).',
    answers: { 4: '#AC unless the address is a multiple of 4, else #GP.' },
  },
  compactedXstateBv63: {
    title: 'XSTATE_BV[63] in a compacted area',
    question:
      'The rule “no bit that XCOMP_BV lacks” lets it pass, as XCOMP_BV[63] is 1; yet no processor writes it (SDM vol. 1, 13.8.2).',
    answers: { refused: 'XRSTOR raises #GP.', accepted: 'XRSTOR ignores it.' },
  },
  tilecfgAndXfd: {
    title: '#NM by XFD or #UD by TILECFG',
    question: 'Which of the two an AMX instruction raises when both apply (SDM vol. 2, 2.10 gives no order).',
    answers: {
      'shapes first':
        '#UD where tiles are not configured, an operand has no shape, a row is no multiple of 4 bytes, or the shapes of a product do not fit; then #NM; then #UD by start_row, and faults of memory.',
    },
  },
  shaAlignment: {
    title: 'Memory operands of SHA',
    question: 'SHA1RNDS4 to SHA256MSG2 have legacy encodings, whose operands of 16 bytes are aligned elsewhere.',
    answers: { aligned: '#GP unless the address is a multiple of 16.', any: 'Any address will do.' },
  },
  dotProductNan: {
    title: 'DPPS and DPPD with more than one NaN',
    question:
      'The products are summed in pairs; which of two NaNs a sum takes depends on which comes first, and the order is open (SDM vol. 2, DPPS).',
    answers: {
      neighbour:
        'For each place of the result, the neighbour’s product comes before its own, and the sum of its own pair before that of the other.',
      lowest: 'In all places the lowest product that is a NaN is taken.',
    },
  },
  denormalToHalf: {
    title: 'MXCSR.PE where VCVTPS2PH meets a denormal, and underflow is not masked',
    question:
      'A handler of underflow is told whether the result is exact with an exponent as small as need be (SDM vol. 1, 4.9.1.5); of a denormal source nothing is said.',
    answers: { inexact: 'PE is set for every denormal source.', 'by value': 'PE is set as for other numbers.' },
  },
};

/** A question with one answer for all models: no processor at hand has answered it, or the answer is not modelled yet. */
export interface UnsettledRow<Value> {
  readonly title: string;
  readonly question: string;
  readonly value: Value;
  /** What the answer means: a sentence that the documentation of the instructions repeats. */
  readonly modelled: string;
}

function unsettled<Value>(row: UnsettledRow<Value>): UnsettledRow<Value> {
  return row;
}

export const UNSETTLED = {
  fp8Products: unsettled<'once'>({
    title: 'Rounding of FP8 products',
    question:
      'The manual’s pseudo-code sums all products of an element exactly and rounds once (ISE 319433, TDPBF8PS), as LLVM’s description of the intrinsics does; an emulator and a patent of the maker sum in lanes of binary32.',
    value: 'once',
    modelled: 'No processor at hand has settled where it rounds; this follows the manual’s pseudo-code.',
  }),
  armingXfd: unsettled<'keep' | 'scrub'>({
    title: 'Tile data when IA32_XFD[18] becomes 1',
    question:
      'Setting the bit may drop the component’s state, and software must not rely on either (SDM vol. 1, 13.14).',
    value: 'keep',
    modelled:
      'No processor at hand has settled whether setting a bit drops live data of its component: here they are kept.',
  }),
  xfdHidesInUse: unsettled<boolean>({
    title: 'XGETBV(1) of a component that XFD disarms',
    question: 'The manual gives IA32_XFD an effect on XSAVE* only (SDM vol. 1, 13.14).',
    value: false,
    modelled: 'Its bit is as in XINUSE.',
  }),
} as const;

/** How the source of an answer begins that was taken over from another processor. */
const ASSUMED = 'assumed';

/** The answers of a processor without recordings, copied from a similar processor. */
export function assumedFrom(choices: ModelChoices, title: string): ModelChoices {
  const source = `${ASSUMED} to be as on ${title}`;
  return Object.fromEntries(
    Object.entries(choices).map(([name, { value }]) => [name, { value, source }]),
  ) as unknown as ModelChoices; // the same names
}

/** Whether nobody has looked at the processor itself. */
export function isAssumed({ source }: Answer<unknown>): boolean {
  return source.startsWith(ASSUMED);
}

/** The answers without their sources. */
export function answersOf(choices: ModelChoices): Choices {
  return Object.fromEntries(Object.entries(choices).map(([name, { value }]) => [name, value])) as unknown as Choices; // the same names
}
