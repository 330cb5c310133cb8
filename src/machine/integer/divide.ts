/**
 * DIV and IDIV (Intel SDM vol. 2): the pair of data register and accumulator (AX for bytes) by the operand. The status
 * flags, which the manual leaves undefined, stay.
 */

import { Fault } from '../architecture/exception';
import { GPR } from '../architecture/gpr';
import type { Cpu } from '../cpu/cpu';
import type { Execute, Instruction } from '../cpu/instruction';
import { maskOf, type NarrowSize } from './operation';
import { isNarrow, operandAt, reader, registerReader, registerWriter, wideSource } from './places';

export function compileDivide(instruction: Instruction, signed: boolean): Execute {
  const size = instruction.operandSize;
  const operand = operandAt(instruction, 0);
  if (isNarrow(size)) {
    const read = reader(operand, size);
    return divideNarrow(size, signed, read);
  }
  const { words, index } = wideSource(operand);
  return (cpu) => {
    const from = words(cpu);
    const divisor = (BigInt(from[index + 1]!) << 32n) | BigInt(from[index]!); // a wide source has both words
    const dividend = (cpu.gpr[GPR.RDX]! << 64n) | cpu.gpr[GPR.RAX]!; // both exist
    const [quotient, remainder] = divide(dividend, divisor, 64, signed);
    cpu.gpr[GPR.RAX] = quotient;
    cpu.gpr[GPR.RDX] = remainder;
  };
}

function divideNarrow(size: NarrowSize, signed: boolean, read: (cpu: Cpu) => number): Execute {
  const bits = 8 * size;
  const mask = maskOf(size);
  const upper = mask + 1;
  const [readHigh, readLow, store] = halves(size);
  const [least, most] = signed ? [-upper / 2, upper / 2 - 1] : [0, mask];
  const value = (pattern: number): number => (signed && pattern > most ? pattern - upper : pattern);
  return (cpu) => {
    const pattern = read(cpu);
    const [high, low] = [readHigh(cpu), readLow(cpu)];
    const dividend = value(high) * upper + low;
    if (!Number.isSafeInteger(dividend)) {
      const wide = (BigInt(high) << BigInt(bits)) | BigInt(low);
      const [quotient, remainder] = divide(wide, BigInt(pattern), bits, signed);
      return store(cpu, Number(quotient), Number(remainder));
    }
    const divisor = value(pattern);
    const quotient = Math.trunc(dividend / divisor);
    if (divisor === 0 || quotient < least || quotient > most) throw divideError(divisor === 0);
    store(cpu, (quotient & mask) >>> 0, ((dividend % divisor) & mask) >>> 0);
  };
}

type Read = (cpu: Cpu) => number;
type Store = (cpu: Cpu, quotient: number, remainder: number) => void;

/** Where the dividend's halves are, and where the results go: AH and AL for bytes. */
function halves(size: NarrowSize): [high: Read, low: Read, store: Store] {
  const accumulator = { file: 'gpr', index: GPR.RAX, size } as const;
  const data = size === 1 ? { ...accumulator, high: true } : { ...accumulator, index: GPR.RDX };
  const [writeHigh, writeLow] = [registerWriter(data, size), registerWriter(accumulator, size)];
  const store: Store = (cpu, quotient, remainder) => {
    writeLow(cpu, quotient);
    writeHigh(cpu, remainder);
  };
  return [registerReader(data, size), registerReader(accumulator, size), store];
}

/** Quotient towards zero, and remainder with the dividend's sign; both as unsigned patterns. */
function divide(
  dividend: bigint,
  divisor: bigint,
  bits: number,
  signed: boolean,
): [quotient: bigint, remainder: bigint] {
  const [a, b] = signed ? [BigInt.asIntN(2 * bits, dividend), BigInt.asIntN(bits, divisor)] : [dividend, divisor];
  if (b === 0n) throw divideError(true);
  const quotient = a / b;
  const fits = (signed ? BigInt.asIntN(bits, quotient) : BigInt.asUintN(bits, quotient)) === quotient;
  if (!fits) throw divideError(false);
  return [BigInt.asUintN(bits, quotient), BigInt.asUintN(bits, a % b)];
}

function divideError(byZero: boolean): Fault {
  return new Fault('#DE', { why: byZero ? 'division by 0' : 'the quotient does not fit in its register' });
}
