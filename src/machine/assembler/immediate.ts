/** Which values an immediate operand can hold, as the GNU assembler has it. */

import type { AssemblerOperand } from '../encoding/operand';
import type { OperandPattern } from './form';

type Immediate = Extract<AssemblerOperand, { kind: 'immediate' }>;
type Limits = readonly [low: bigint, high: bigint];

/** Stands for the address of a label, which is not known yet: needs all of a positive 32-bit number. */
const ANY_ADDRESS = 0x7fff_ffffn;

/** By bytes: numbers with a sign, and numbers with or without one. */
const SIGNED = limits((bits) => [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n]);
const EITHER = limits((bits) => [-(1n << (bits - 1n)), (1n << bits) - 1n]);

function limits(ofBits: (bits: bigint) => Limits): Readonly<Record<number, Limits>> {
  return Object.fromEntries([1, 2, 4, 8].map((bytes) => [bytes, ofBits(BigInt(8 * bytes))]));
}

/**
 * Whether the value, signed or unsigned in the operand's width, survives encoding and extension. A 64-bit pattern counts
 * as the signed number that it is: `and eax, ~0xf` is meant for 32 bits.
 */
export function fitsImmediate(pattern: OperandPattern, { value, label }: Immediate): boolean {
  const wanted = label === undefined ? value : ANY_ADDRESS;
  const encodable = immediateRange(pattern);
  if (within(wanted, encodable)) return true;
  return survives(wanted, pattern.size, encodable) || survives(wanted, 8, encodable);
}

/** Whether the value, as a pattern of `size` bytes, is one of the encodable numbers. */
function survives(value: bigint, size: number, encodable: Limits): boolean {
  return within(value, EITHER[size]) && within(BigInt.asIntN(8 * size, value), encodable);
}

/** The values that the form encodes: with a sign where the processor extends them. */
export function immediateRange({ immediate = 1, size }: OperandPattern): Limits {
  const range = (immediate === size ? EITHER : SIGNED)[immediate];
  if (!range) throw new RangeError(`no immediate has ${immediate} bytes`);
  return range;
}

function within(value: bigint, range: Limits | undefined): boolean {
  return range !== undefined && value >= range[0] && value <= range[1];
}
