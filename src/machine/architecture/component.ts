/**
 * The XSAVE state components (Intel SDM vol. 1, 13.1 and 13.4-13.5): what each one is, independent of
 * any CPU model. Where a component lies in memory follows from CPUID and is `area-layout.ts`'s business.
 */

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
}

const rows: readonly [number, string, string, number, 'user' | 'supervisor', string][] = [
  [0, 'X87', 'x87 FPU', 160, 'user', 'Control, status and tag words, last instruction and data pointers, ST0-ST7.'],
  [1, 'SSE', 'SSE registers', 256, 'user', 'XMM0-XMM15. MXCSR lies beside it, but is not part of its in-use tracking.'],
  [2, 'AVX', 'AVX registers', 256, 'user', 'Bits 255:128 of YMM0-YMM15.'],
  [3, 'BNDREGS', 'MPX bounds registers', 64, 'user', 'BND0-BND3.'],
  [4, 'BNDCSR', 'MPX configuration', 64, 'user', 'BNDCFGU and BNDSTATUS.'],
  [5, 'OPMASK', 'AVX-512 opmask', 64, 'user', 'K0-K7.'],
  [6, 'ZMM_HI256', 'AVX-512 upper halves', 512, 'user', 'Bits 511:256 of ZMM0-ZMM15.'],
  [7, 'HI16_ZMM', 'AVX-512 upper registers', 1024, 'user', 'ZMM16-ZMM31.'],
  [8, 'PT', 'Processor Trace', 128, 'supervisor', 'The IA32_RTIT MSRs.'],
  [9, 'PKRU', 'Protection keys', 8, 'user', 'PKRU: access-disable and write-disable bits of 16 keys.'],
  [10, 'PASID', 'Process address space ID', 8, 'supervisor', 'IA32_PASID.'],
  [11, 'CET_U', 'Control-flow enforcement, user', 16, 'supervisor', 'IA32_U_CET and IA32_PL3_SSP.'],
  [12, 'CET_S', 'Control-flow enforcement, kernel', 24, 'supervisor', 'IA32_PL0_SSP to IA32_PL2_SSP.'],
  [13, 'HDC', 'Hardware duty cycling', 8, 'supervisor', 'IA32_PM_CTL1.'],
  [14, 'UINTR', 'User interrupts', 48, 'supervisor', 'The IA32_UINTR MSRs.'],
  [15, 'LBR', 'Last branch records', 808, 'supervisor', 'Control, depth and 32 records.'],
  [16, 'HWP', 'Hardware P-states', 8, 'supervisor', 'IA32_HWP_REQUEST.'],
  [17, 'XTILECFG', 'AMX tile configuration', 64, 'user', 'The 64-byte image that LDTILECFG loads.'],
  [18, 'XTILEDATA', 'AMX tile data', 8192, 'user', 'TMM0-TMM7: 16 rows of 64 bytes each.'],
  [19, 'APX', 'APX registers', 128, 'user', 'R16-R31.'],
];

export const COMPONENTS: readonly Component[] = rows.map(([index, id, title, size, kind, documentation]) => ({
  index,
  id,
  title,
  size,
  kind,
  documentation,
}));

/** Bit numbers by name: `XFEATURE.XTILEDATA === 18`. */
export const XFEATURE = {
  X87: 0,
  SSE: 1,
  AVX: 2,
  BNDREGS: 3,
  BNDCSR: 4,
  OPMASK: 5,
  ZMM_HI256: 6,
  HI16_ZMM: 7,
  PT: 8,
  PKRU: 9,
  PASID: 10,
  CET_U: 11,
  CET_S: 12,
  HDC: 13,
  UINTR: 14,
  LBR: 15,
  HWP: 16,
  XTILECFG: 17,
  XTILEDATA: 18,
  APX: 19,
} as const;

export type ComponentName = keyof typeof XFEATURE;

/** A 64-bit mask of components: `xfeatureMask('XTILECFG', 'XTILEDATA') === 0x60000n`. */
export function xfeatureMask(...names: readonly ComponentName[]): bigint {
  return names.reduce((mask, name) => mask | (1n << BigInt(XFEATURE[name])), 0n);
}

export function hasBit(mask: bigint, index: number): boolean {
  return ((mask >> BigInt(index)) & 1n) === 1n;
}

/** The components of a mask, in ascending bit order; bits that name no component are left out. */
export function componentsIn(mask: bigint): readonly Component[] {
  return COMPONENTS.filter((component) => hasBit(mask, component.index));
}

/**
 * A set of components in the low bits of a number, one each: what the hot paths use in place of a 64-bit mask. All
 * numbers of components are below 31.
 */
export type ComponentSet = number;

const KNOWN: ComponentSet = COMPONENTS.reduce((set, { index }) => set | (1 << index), 0);

/** The components of a mask, or of its low half; bits that name no component are left out. */
export function componentSet(mask: bigint | number): ComponentSet {
  return (typeof mask === 'number' ? mask : Number(BigInt.asIntN(32, mask))) & KNOWN;
}

/** The lowest component of a set that is not empty. `set & (set - 1)` is the set without it. */
export function lowestIn(set: ComponentSet): number {
  return 31 - Math.clz32(set & -set);
}
