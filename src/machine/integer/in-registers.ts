/**
 * What most loops are made of: 32 or 64 bits of a register with those of another, or with an immediate (Intel SDM vol. 2).
 */
import type { Execute, Operand } from '../cpu/instruction';
import { BINARY_32, MULTIPLY_32, UNARY_32 } from './in-registers-32';
import { BINARY_64, UNARY_64 } from './in-registers-64';
import type { BinaryOperation, UnaryOperation } from './operation';
import type { MakeBinary } from './register-words';

/** What executes `operation` on a register and a source; undefined where that has to be put together from parts. */
export function binaryInRegisters(
  operation: BinaryOperation,
  target: Operand,
  source: Operand,
  size: number,
): Execute | undefined {
  return madeFor(
    size === 4 ? BINARY_32.get(operation) : size === 8 ? BINARY_64.get(operation) : undefined,
    target,
    source,
  );
}

/** The same for an operation on one register. */
export function unaryInRegister(operation: UnaryOperation, target: Operand, size: number): Execute | undefined {
  const make = size === 4 ? UNARY_32.get(operation) : size === 8 ? UNARY_64.get(operation) : undefined;
  return target.kind === 'register' ? make?.(2 * target.register.index) : undefined;
}

/** The same for the low half of a signed product. */
export function multiplyInRegisters(target: Operand, source: Operand, size: number): Execute | undefined {
  return madeFor(size === 4 ? MULTIPLY_32 : undefined, target, source);
}

function madeFor(make: MakeBinary | undefined, target: Operand, source: Operand): Execute | undefined {
  if (!make || target.kind !== 'register') return undefined;
  const to = 2 * target.register.index;
  if (source.kind === 'register') return make(to, null, 2 * source.register.index);
  if (source.kind !== 'immediate') return undefined;
  return make(to, new Uint32Array(BigInt64Array.of(source.value).buffer), 0);
}
