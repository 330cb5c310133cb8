/** Bits of the registers that control the processor, and what some registers hold after a reset. */

/** RFLAGS bits (SDM vol. 1, 3.4.3). */
export const FLAG = {
  CF: 1 << 0,
  PF: 1 << 2,
  AF: 1 << 4,
  ZF: 1 << 6,
  SF: 1 << 7,
  TF: 1 << 8,
  IF: 1 << 9,
  DF: 1 << 10,
  OF: 1 << 11,
  AC: 1 << 18,
} as const;

/** CR0 bits (SDM vol. 3, 2.5). */
export const CR0 = {
  PE: 1n << 0n,
  MP: 1n << 1n,
  EM: 1n << 2n,
  TS: 1n << 3n,
  NE: 1n << 5n,
  WP: 1n << 16n,
  AM: 1n << 18n,
  PG: 1n << 31n,
} as const;

/** CR4 bits (SDM vol. 3, 2.5). */
export const CR4 = {
  PAE: 1n << 5n,
  OSFXSR: 1n << 9n,
  OSXMMEXCPT: 1n << 10n,
  FSGSBASE: 1n << 16n,
  OSXSAVE: 1n << 18n,
  PKE: 1n << 22n,
} as const;

/** IA32_EFER bits (SDM vol. 4, table 2-2). */
export const EFER = { SCE: 1n << 0n, LME: 1n << 8n, LMA: 1n << 10n, NXE: 1n << 11n, FFXSR: 1n << 14n } as const;

export const MXCSR_DEFAULT = 0x1f80;
export const FCW_DEFAULT = 0x37f;
export const RFLAGS_DEFAULT = 0x202;
