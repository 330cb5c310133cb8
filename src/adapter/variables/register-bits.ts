/** Names and meanings of register bits: CR0 and CR4 (Intel SDM vol. 3, 2.5), RFLAGS (vol. 1, 3.4.3), MXCSR (10.2.3). */
import { COMPONENTS } from '../../machine/architecture/component';
import type { BitField } from './bits';

type Row = readonly [name: string, bit: number, documentation: string, width?: number];

const table = (rows: readonly Row[]): readonly BitField[] =>
  rows.map(([name, bit, documentation, width]) => ({ name, bit, documentation, ...(width ? { width } : {}) }));

export const CR0_BITS = table([
  ['PE', 0, 'Protection enable.'],
  ['MP', 1, 'Monitor coprocessor: WAIT raises #NM when TS is set.'],
  ['EM', 2, 'Emulation: x87 instructions raise #NM, SSE instructions #UD.'],
  ['TS', 3, 'Task switched: x87 and SSE instructions raise #NM. AMX instructions do not look at it.'],
  ['ET', 4, 'Extension type; reads as 1 on processors of today.'],
  ['NE', 5, 'Numeric error: x87 errors raise #MF.'],
  ['WP', 16, 'Write protect: the kernel cannot write read-only pages either.'],
  ['AM', 18, 'Alignment mask: allows #AC.'],
  ['NW', 29, 'Not write-through.'],
  ['CD', 30, 'Cache disable.'],
  ['PG', 31, 'Paging.'],
]);

export const CR4_BITS = table([
  ['PAE', 5, 'Physical address extension.'],
  ['PGE', 7, 'Global pages.'],
  ['OSFXSR', 9, 'The system saves SSE state; without it SSE instructions raise #UD.'],
  ['OSXMMEXCPT', 10, 'The system handles #XM.'],
  ['FSGSBASE', 16, 'RDFSBASE and its like are allowed.'],
  ['OSXSAVE', 18, 'The system has enabled XSAVE: without it XGETBV, the XSAVE family, AVX and AMX raise #UD.'],
  ['SMEP', 20, 'The kernel cannot execute user pages.'],
  ['SMAP', 21, 'The kernel cannot touch user pages.'],
  ['PKE', 22, 'Protection keys: RDPKRU and WRPKRU are allowed.'],
  ['CET', 23, 'Control-flow enforcement.'],
]);

export const RFLAGS_BITS = table([
  ['CF', 0, 'Carry.'],
  ['PF', 2, 'Parity of the low byte is even.'],
  ['AF', 4, 'Carry out of bit 3.'],
  ['ZF', 6, 'Zero.'],
  ['SF', 7, 'Sign.'],
  ['TF', 8, 'Trap: #DB after each instruction.'],
  ['IF', 9, 'Interrupts are enabled.'],
  ['DF', 10, 'String instructions go downwards.'],
  ['OF', 11, 'Signed overflow.'],
  ['IOPL', 12, 'I/O privilege level.', 2],
  ['AC', 18, 'Alignment check.'],
]);

export const MXCSR_BITS = table([
  ['IE', 0, 'Invalid operation has happened.'],
  ['DE', 1, 'A denormal operand has been met.'],
  ['ZE', 2, 'Division by zero has happened.'],
  ['OE', 3, 'Overflow has happened.'],
  ['UE', 4, 'Underflow has happened.'],
  ['PE', 5, 'A result has been rounded.'],
  ['DAZ', 6, 'Denormal operands count as zero.'],
  ['IM', 7, 'Invalid operation is masked.'],
  ['DM', 8, 'Denormal operands are masked.'],
  ['ZM', 9, 'Division by zero is masked.'],
  ['OM', 10, 'Overflow is masked.'],
  ['UM', 11, 'Underflow is masked.'],
  ['PM', 12, 'Rounding is masked.'],
  ['RC', 13, 'Rounding: 0 nearest, 1 down, 2 up, 3 toward zero.', 2],
  ['FZ', 15, 'Underflow gives zero.'],
]);

/** The bits of a mask of state components that a processor can have, and any other that is set. */
export function componentBits(supported: bigint, value: bigint): readonly BitField[] {
  return COMPONENTS.filter(({ index }) => ((supported | value) >> BigInt(index)) & 1n).map(
    ({ index, id, title, documentation }) => ({ name: id, bit: index, documentation: `${title}. ${documentation}` }),
  );
}

/** IA32_PKRU has two bits for each of 16 keys. */
export const PKRU_BITS = table(
  Array.from({ length: 16 }, (_, key): readonly Row[] => [
    [`AD${key}`, 2 * key, `Key ${key}: access is disabled.`],
    [`WD${key}`, 2 * key + 1, `Key ${key}: writing is disabled.`],
  ]).flat(),
);

/** The header's XCOMP_BV: bit 63 says that the area is compacted. */
export const COMPACTED_BIT: BitField = {
  name: 'COMPACTED',
  bit: 63,
  documentation: 'The area is in the compacted format.',
};
