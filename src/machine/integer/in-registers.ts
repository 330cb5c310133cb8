/**
 * What most loops are made of: 32 or 64 bits of a register with those of another, with an immediate or with memory (Intel
 * SDM vol. 2).
 */
import { plainAddress, plainOperand } from '../cpu/effective-address';
import type { Execute, MemoryRef, Operand, RegisterRef } from '../cpu/instruction';
import { BINARY_32, MULTIPLY_32, SHIFT_32, UNARY_32 } from './in-registers-32';
import { BINARY_64, SHIFT_64, UNARY_64 } from './in-registers-64';
import type { BinaryOperation, ShiftOperation, UnaryOperation } from './operation';
import type { MakeBinary } from './register-words';

/** What is read first, and the register that is written in its place with APX's new destinations. */
interface Target {
  readonly operand: Operand;
  readonly destination?: RegisterRef;
}

/** What executes `operation` on a register and a source; undefined where that has to be put together from parts. */
export function binaryInRegisters(
  operation: BinaryOperation,
  target: Target,
  source: Operand,
  size: number,
): Execute | undefined {
  return madeFor(
    size === 4 ? BINARY_32.get(operation) : size === 8 ? BINARY_64.get(operation) : undefined,
    target,
    source,
    size,
  );
}

/** The same for an operation on one register. */
export function unaryInRegister(operation: UnaryOperation, target: Target, size: number): Execute | undefined {
  const make = size === 4 ? UNARY_32.get(operation) : size === 8 ? UNARY_64.get(operation) : undefined;
  const words = wordsOf(target);
  return words && make?.(...words);
}

/** The same for the low half of a signed product. */
export function multiplyInRegisters(target: Target, source: Operand, size: number): Execute | undefined {
  return madeFor(size === 4 ? MULTIPLY_32 : undefined, target, source, size);
}

/** The same for a shift by a count that the instruction names, and that shifts something. */
export function shiftInRegister(
  operation: ShiftOperation,
  target: Target,
  count: Operand,
  size: number,
): Execute | undefined {
  const make = size === 4 ? SHIFT_32.get(operation) : size === 8 ? SHIFT_64.get(operation) : undefined;
  const words = wordsOf(target);
  if (!make || !words || count.kind !== 'immediate') return undefined;
  const masked = Number(count.value) & (8 * size - 1);
  return masked === 0 ? undefined : make(...words, masked);
}

/** The low words of the register that is written and of the one that is read; undefined where memory is. */
function wordsOf({ operand, destination }: Target): readonly [to: number, first: number] | undefined {
  if (operand.kind !== 'register') return undefined;
  const first = 2 * operand.register.index;
  return [destination ? 2 * destination.index : first, first];
}

function madeFor(make: MakeBinary | undefined, target: Target, source: Operand, size: number): Execute | undefined {
  const words = wordsOf(target);
  if (!make || !words) return undefined;
  const [to, first] = words;
  switch (source.kind) {
    case 'register':
      return make(to, first, null, 2 * source.register.index);
    case 'immediate':
      return make(to, first, new Uint32Array(BigInt64Array.of(source.value).buffer), 0);
    case 'memory':
      return loading(source.memory, size, make(to, first, LOADED, 0));
    case 'branch':
      return undefined;
  }
}

/** A source in memory while it is used. Scratch, not state. */
const LOADED = new Uint32Array(2);

/** `execute`, which takes its source from `LOADED`. */
function loading(memory: MemoryRef, size: number, execute: Execute): Execute | undefined {
  const operand = plainOperand(memory);
  if (!operand) return undefined;
  if (size === 8) {
    return (cpu) => {
      cpu.memory.readWords(cpu.access, plainAddress(operand, cpu), LOADED, 0);
      execute(cpu);
    };
  }
  return (cpu) => {
    LOADED[0] = cpu.memory.read32(cpu.access, plainAddress(operand, cpu));
    execute(cpu);
  };
}
