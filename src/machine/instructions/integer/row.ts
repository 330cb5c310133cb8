/** The common part of integer instructions' rows. Few need a CPUID bit; none touches extended state. */
import type { InstructionRow } from '../../cpu/instruction';

export const MEMORY_FAULTS: readonly string[] = [
  '#GP(0) or #SS(0) for an address that is not canonical',
  '#PF for a page fault',
];

/** Of an address that is in a register, which no segment but DS can have to do with. */
export const REGISTER_ADDRESS: readonly string[] = [
  '#GP(0) for an address that is not canonical',
  '#PF for a page fault',
];

/** For operands that must be aligned: #AC(0) with alignment checking, at CPL 3. */
export const UNALIGNED = '#GP(0) or #AC(0)';

/** Of rows that need a CPUID bit. */
export const MISSING = '#UD without the CPUID feature';

/** Of instructions that use APX. */
export const APX_DISABLED = '#UD if CR4.OSXSAVE = 0 or XCR0[19] = 0';

/** Of instructions that came with APX. */
export const APX_MISSING: readonly string[] = [MISSING, APX_DISABLED];

export type IntegerRow = Omit<InstructionRow, 'features' | 'exceptions' | 'manual'> & {
  readonly features?: InstructionRow['features'];
  readonly exceptions?: readonly string[];
  readonly manual?: string;
};

/** A row with defaults: the exceptions of its features and of a memory operand, and the mnemonic as the manual's entry. */
export function integerRow(row: IntegerRow): InstructionRow {
  return {
    straight: true,
    ...row,
    features: row.features ?? [],
    exceptions: row.exceptions ?? [...(row.features ? [MISSING] : []), ...MEMORY_FAULTS],
    manual: row.manual ?? `SDM vol. 2, ${row.mnemonic.toUpperCase()}`,
  };
}

/** `Add` with `rm, r` becomes `Add_rm8_r8`, `Add_rm16_r16`, ... for the sizes in bits. */
export function sizedForms(
  head: string,
  operands: readonly string[],
  sizes: readonly number[] = [8, 16, 32, 64],
): string[] {
  return sizes.map((size) => [head, ...operands.map((operand) => `${operand}${size}`)].join('_'));
}
