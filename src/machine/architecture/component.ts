/**
 * The XSAVE state components (Intel SDM vol. 1, 13.1 and 13.4-13.5), independent of any CPU model. The place of a
 * component in memory follows from CPUID: see `area-layout.ts`.
 */
import type { Feature } from './feature';

export interface Component {
  /** Bit number in XCR0, IA32_XSS, XSTATE_BV and XCOMP_BV. */
  readonly index: number;
  /** The name that traces and the debugger use. */
  readonly id: string;
  readonly title: string;
  /** Bytes in the XSAVE area (for X87 and SSE: within the legacy region). */
  readonly size: number;
  /** Enabled by XCR0 (`user`) or by IA32_XSS (`supervisor`). */
  readonly kind: 'user' | 'supervisor';
  readonly documentation: string;
  /**
   * The CPUID feature that brings the component. A component without an owner belongs to every processor whose CPUID
   * lists the component.
   */
  readonly owner?: Feature;
  /** Offset in the standard format on Intel processors, for a flag that adds the component to a model without it. */
  readonly intelOffset?: number;
  /** Aligned to 64 bytes in the compacted format, if a flag adds the component to a model without it. */
  readonly aligned?: true;
}

const ROWS = {
  X87: {
    index: 0,
    title: 'x87 FPU',
    size: 160,
    kind: 'user',
    documentation: 'Control, status and tag words, last instruction and data pointers, ST0-ST7.',
  },
  SSE: {
    index: 1,
    title: 'SSE registers',
    size: 256,
    kind: 'user',
    documentation: 'XMM0-XMM15. MXCSR lies beside it, but is not part of its in-use tracking.',
  },
  AVX: {
    index: 2,
    title: 'AVX registers',
    size: 256,
    kind: 'user',
    owner: 'AVX',
    intelOffset: 0x240,
    documentation: 'Bits 255:128 of YMM0-YMM15.',
  },
  BNDREGS: {
    index: 3,
    title: 'MPX bounds registers',
    size: 64,
    kind: 'user',
    owner: 'MPX',
    intelOffset: 0x3c0,
    documentation: 'BND0-BND3.',
  },
  BNDCSR: {
    index: 4,
    title: 'MPX configuration',
    size: 64,
    kind: 'user',
    owner: 'MPX',
    intelOffset: 0x400,
    documentation: 'BNDCFGU and BNDSTATUS.',
  },
  OPMASK: {
    index: 5,
    title: 'AVX-512 opmask',
    size: 64,
    kind: 'user',
    owner: 'AVX512F',
    intelOffset: 0x440,
    documentation: 'K0-K7.',
  },
  ZMM_HI256: {
    index: 6,
    title: 'AVX-512 upper halves',
    size: 512,
    kind: 'user',
    owner: 'AVX512F',
    intelOffset: 0x480,
    documentation: 'Bits 511:256 of ZMM0-ZMM15.',
  },
  HI16_ZMM: {
    index: 7,
    title: 'AVX-512 upper registers',
    size: 1024,
    kind: 'user',
    owner: 'AVX512F',
    intelOffset: 0x680,
    documentation: 'ZMM16-ZMM31.',
  },
  PT: {
    index: 8,
    title: 'Processor Trace',
    size: 128,
    kind: 'supervisor',
    owner: 'INTEL_PT',
    documentation: 'The IA32_RTIT MSRs.',
  },
  PKRU: {
    index: 9,
    title: 'Protection keys',
    size: 8,
    kind: 'user',
    owner: 'PKU',
    intelOffset: 0xa80,
    documentation: 'PKRU: access-disable and write-disable bits of 16 keys.',
  },
  PASID: {
    index: 10,
    title: 'Process address space ID',
    size: 8,
    kind: 'supervisor',
    owner: 'ENQCMD',
    documentation: 'IA32_PASID.',
  },
  CET_U: {
    index: 11,
    title: 'Control-flow enforcement, user',
    size: 16,
    kind: 'supervisor',
    owner: 'CET_SS',
    documentation: 'IA32_U_CET and IA32_PL3_SSP.',
  },
  CET_S: {
    index: 12,
    title: 'Control-flow enforcement, kernel',
    size: 24,
    kind: 'supervisor',
    owner: 'CET_SS',
    documentation: 'IA32_PL0_SSP to IA32_PL2_SSP.',
  },
  HDC: {
    index: 13,
    title: 'Hardware duty cycling',
    size: 8,
    kind: 'supervisor',
    documentation: 'IA32_PM_CTL1.',
  },
  UINTR: {
    index: 14,
    title: 'User interrupts',
    size: 48,
    kind: 'supervisor',
    owner: 'UINTR',
    documentation: 'The IA32_UINTR MSRs.',
  },
  LBR: {
    index: 15,
    title: 'Last branch records',
    size: 808,
    kind: 'supervisor',
    owner: 'ARCH_LBR',
    documentation: 'Control, depth and 32 records.',
  },
  HWP: {
    index: 16,
    title: 'Hardware P-states',
    size: 8,
    kind: 'supervisor',
    documentation: 'IA32_HWP_REQUEST.',
  },
  XTILECFG: {
    index: 17,
    title: 'AMX tile configuration',
    size: 64,
    kind: 'user',
    owner: 'AMX_TILE',
    intelOffset: 0xac0,
    aligned: true,
    documentation: 'The 64-byte image that LDTILECFG loads.',
  },
  XTILEDATA: {
    index: 18,
    title: 'AMX tile data',
    size: 8192,
    kind: 'user',
    owner: 'AMX_TILE',
    intelOffset: 0xb00,
    aligned: true,
    documentation: 'TMM0-TMM7: 16 rows of 64 bytes each.',
  },
  APX: {
    index: 19,
    title: 'APX registers',
    size: 128,
    kind: 'user',
    owner: 'APX_F',
    intelOffset: 0x3c0,
    documentation: 'R16-R31.',
  },
} as const satisfies Record<string, Omit<Component, 'id'>>;

export type ComponentName = keyof typeof ROWS;

export const COMPONENTS: readonly Component[] = Object.entries<Omit<Component, 'id'>>(ROWS).map(([id, row]) => ({
  ...row,
  id,
}));

type Indices = { readonly [Name in ComponentName]: (typeof ROWS)[Name]['index'] };

/** Bit numbers by name: `XFEATURE.XTILEDATA === 18`. */
export const XFEATURE = Object.fromEntries(COMPONENTS.map(({ id, index }) => [id, index])) as Indices; // all rows

/** A 64-bit mask of components: `xfeatureMask('XTILECFG', 'XTILEDATA') === 0x60000n`. */
export function xfeatureMask(...names: readonly ComponentName[]): bigint {
  return names.reduce((mask, name) => mask | (1n << BigInt(XFEATURE[name])), 0n);
}

export function hasBit(mask: bigint, index: number): boolean {
  return ((mask >> BigInt(index)) & 1n) === 1n;
}

/** The components of a mask, in ascending bit order; bits that name no component are skipped. */
export function componentsIn(mask: bigint): readonly Component[] {
  const set = componentSet(mask);
  return COMPONENTS.filter(({ index }) => set & (1 << index));
}

/**
 * A set of components as the low bits of a number: bit i is component i. The hot paths use it in place of a 64-bit
 * mask. All component numbers are below 31.
 */
export type ComponentSet = number;

const KNOWN: ComponentSet = COMPONENTS.reduce((set, { index }) => set | (1 << index), 0);

/** The components of a mask, or of its low half; bits that name no component are skipped. */
export function componentSet(mask: bigint | number): ComponentSet {
  return (typeof mask === 'number' ? mask : Number(BigInt.asIntN(32, mask))) & KNOWN;
}

/** The lowest component of a non-empty set. `set & (set - 1)` is the set without this component. */
export function lowestIn(set: ComponentSet): number {
  return 31 - Math.clz32(set & -set);
}
