/** Which values an immediate operand can hold, as the GNU assembler has it. */
import type { OperandPattern } from './form';
import type { AssemblerOperand } from './operand';

type Immediate = Extract<AssemblerOperand, { kind: 'immediate' }>;

/** Stands for the address of a label, which is not known yet: needs all of a positive 32-bit number. */
const ANY_ADDRESS = 0x7fff_ffffn;

/**
 * Whether the value, signed or unsigned in the operand's width, survives encoding and extension. A 64-bit pattern counts
 * as the signed number that it is: `and eax, ~0xf` is meant for 32 bits.
 */
export function fitsImmediate(pattern: OperandPattern, { value, label }: Immediate): boolean {
  const [low, high] = immediateRange(pattern);
  const plain = label === undefined ? value : ANY_ADDRESS;
  const wanted = plain > high && plain === BigInt.asUintN(64, plain) ? BigInt.asIntN(64, plain) : plain;
  if (wanted < low || wanted > high) return false;
  const encoded = (pattern.immediate ?? 0) * 8;
  if (encoded === pattern.size * 8) return true;
  const signed = BigInt.asIntN(pattern.size * 8, wanted);
  return BigInt.asIntN(encoded, signed) === signed;
}

/** The values that the operand's width allows, before the question of how many bytes the form encodes. */
export function immediateRange({ size }: OperandPattern): readonly [bigint, bigint] {
  const bits = BigInt(size * 8);
  return [-(1n << (bits - 1n)), (1n << bits) - 1n];
}
