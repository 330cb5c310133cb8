/** Who made a processor, and what it is called, as its CPUID says (Intel SDM vol. 2, CPUID, leaves 0 and 80000002h to 80000004h). */
import type { CpuidLeaves, CpuidResult } from './cpuid-leaves';

/** The makers of which something is known that their manuals leave open. */
export const MAKERS = ['GenuineIntel', 'AuthenticAMD'] as const;

export type Maker = (typeof MAKERS)[number];

/** The twelve letters of leaf 0, whoever it is. */
export function vendorText(leaves: CpuidLeaves): string {
  const [, ebx = 0, ecx = 0, edx = 0] = leaves['0.0'] ?? [];
  return lettersOf([ebx, edx, ecx]);
}

/** Undefined for another maker. */
export function makerOf(leaves: CpuidLeaves): Maker | undefined {
  const text = vendorText(leaves);
  return MAKERS.find((maker) => maker === text);
}

/** In EAX of leaf 1 (Intel SDM vol. 2, CPUID). */
export function familyAndModel([eax]: CpuidResult = [0, 0, 0, 0]): readonly [family: number, model: number] {
  const [family, model] = [(eax >>> 8) & 0xf, (eax >>> 4) & 0xf];
  const isExtended = family === 6 || family === 15;
  return [
    family === 15 ? family + ((eax >>> 20) & 0xff) : family,
    isExtended ? (((eax >>> 16) & 0xf) << 4) | model : model,
  ];
}

/** Empty where the leaves are not there. */
export function brandText(leaves: CpuidLeaves): string {
  const registers = (['80000002.0', '80000003.0', '80000004.0'] as const).flatMap((leaf) => leaves[leaf] ?? []);
  return lettersOf(registers).trim();
}

/** Registers as the bytes of a text, up to a zero. */
function lettersOf(registers: readonly number[]): string {
  const codes = registers.flatMap((register) => [0, 8, 16, 24].map((bit) => (register >>> bit) & 0xff));
  const end = codes.indexOf(0);
  return String.fromCharCode(...codes.slice(0, end < 0 ? codes.length : end)).replace(/[^\x20-\x7e]/g, '?');
}
