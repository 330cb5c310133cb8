/**
 * SHLD and SHRD (Intel SDM vol. 2): a shift whose incoming bits are those of a register. Undefined in the manual: AF (here
 * 0), OF for counts other than 1 (here: whether the sign changed in the last single shift), and for 16-bit operands
 * with a count above 16 everything (here: the bits that come in are those of the register, then of the operand again).
 */
import type { Execute, Instruction, Operand } from '../cpu/instruction';
import { withoutDestination } from './apx/destination';
import { countReader, modifyNarrow, modifyWide } from './compile';
import { statusFlags } from './flags';
import { RESULT } from './operation';
import { isNarrow, reader, wideSource } from './places';

/** By 1 to 63, of 128 or of 48 bits: bigints say it most plainly. */
function shift(value: bigint, filler: bigint, bits: number, left: boolean, count: number, flags: number): number {
  const width = BigInt(bits);
  // Operand, register, operand: a left shift takes bits from the right neighbour, a right shift from the left one.
  const chain = (((value << width) | filler) << width) | value;
  const by = BigInt(count);
  const shifted = left ? (chain << by) >> (2n * width) : chain >> by;
  const last = left ? (chain << by) >> (3n * width) : chain >> (by - 1n);
  const result = BigInt.asUintN(bits, shifted);
  const low = Number(result & 0xffff_ffffn);
  const high = Number(result >> 32n);
  RESULT[0] = low;
  RESULT[1] = high;
  const before = BigInt.asUintN(bits, left ? (chain << (by - 1n)) >> (2n * width) : chain >> (by - 1n));
  const sign = width - 1n;
  const negative = Number(result >> sign);
  const overflow = negative ^ Number(before >> sign);
  return statusFlags(flags, low, result === 0n, negative, Number(last & 1n), overflow, 0);
}

export function compileDoubleShift(instruction: Instruction, left: boolean): Execute {
  const target = withoutDestination(instruction, 3);
  const [, source, counting] = target.operands as [Operand, Operand, Operand]; // three without the destination
  const size = instruction.operandSize;
  const readCount = countReader(counting, size === 8 ? 63 : 31);
  if (isNarrow(size)) {
    const read = reader(source, size);
    return modifyNarrow(target, size, true, (cpu, value) => {
      const count = readCount(cpu);
      if (count !== 0) return shift(BigInt(value), BigInt(read(cpu)), 8 * size, left, count, cpu.rflags);
      RESULT[0] = value;
      return cpu.rflags;
    });
  }
  const { words, index } = wideSource(source);
  return modifyWide(target, true, (cpu, low, high) => {
    const count = readCount(cpu);
    const from = words(cpu);
    if (count !== 0) return shift(join(low, high), join(from[index]!, from[index + 1]!), 64, left, count, cpu.rflags); // a wide source has both words
    RESULT[0] = low;
    RESULT[1] = high;
    return cpu.rflags;
  });
}

function join(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}
