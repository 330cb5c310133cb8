/** Combinations of registers that no encoding can express. */
import type { RegisterRef } from '../cpu/instruction';
import { isVector, registerName } from '../cpu/register-names';
import type { AssemblerOperand, AssemblyError } from '../encoding/operand';
import { stackPairProblem } from '../encoding/stack-pair';

export function checkRegisters(
  mnemonic: string,
  form: string,
  operands: readonly AssemblerOperand[],
): AssemblyError | undefined {
  return (
    checkHighBytes(operands) ??
    checkStackPair(mnemonic, form, operands) ??
    checkTiles(mnemonic, operands) ??
    checkGather(mnemonic, operands) ??
    checkComplex(mnemonic, operands) ??
    checkAddresses(mnemonic, operands)
  );
}

/** AH, CH, DH and BH share their numbers with SPL...DIL, which a REX prefix selects (SDM vol. 1, 3.4.1.1). */
function checkHighBytes(operands: readonly AssemblerOperand[]): AssemblyError | undefined {
  const operand = operands.findIndex((each) => each.kind === 'register' && each.register.high);
  if (operand < 0) return undefined;
  const high = operands[operand];
  if (high?.kind !== 'register' || !operands.some(wantsRex)) return undefined;
  const name = registerName(high.register);
  const message = `\`${name}\` cannot stand beside a register that needs a REX prefix (r8-r31, spl-dil, 64-bit registers).`;
  return { code: 'high-byte-register', message, operand };
}

function wantsRex(operand: AssemblerOperand): boolean {
  if (operand.kind === 'memory')
    return [operand.base, operand.index].some((part) => part !== undefined && part.index > 7);
  if (operand.kind !== 'register') return false;
  const { index, size, high }: RegisterRef = operand.register;
  return index > 7 || size === 8 || (size === 1 && index > 3 && !high);
}

/** Products need three different tiles; with equal ones the encoding raises #UD. */
function checkTiles(mnemonic: string, operands: readonly AssemblerOperand[]): AssemblyError | undefined {
  if (operands.length !== 3) return undefined;
  const [a, b, c] = [tileOf(operands[0]), tileOf(operands[1]), tileOf(operands[2])];
  if (a === undefined || b === undefined || c === undefined || (a !== b && a !== c && b !== c)) return undefined;
  return { code: 'equal-tiles', message: `\`${mnemonic}\` needs three different tiles.`, operand: a === b ? 1 : 2 };
}

/** Destination, indices and mask of a gather; of a scatter the data may also be the indices. */
function checkGather(mnemonic: string, operands: readonly AssemblerOperand[]): AssemblyError | undefined {
  const [target, memory, mask] = operands;
  if (target?.kind !== 'register' || memory?.kind !== 'memory' || !memory.index) return undefined;
  if (!isVector(memory.index)) return undefined;
  const numbers = [target.register.index, memory.index.index];
  if (mask?.kind === 'register') numbers.push(mask.register.index);
  if (new Set(numbers).size === numbers.length) return undefined;
  const message = `\`${mnemonic}\` needs different registers for its destination, its indices and its mask.`;
  return { code: 'wrong-operand', message, operand: 0 };
}

const COMPLEX = /^vfc?m(ul|add)c[ps]h$/;

/** Products of complex numbers are made in two steps: with a source as the destination the encoding raises #UD. */
function checkComplex(mnemonic: string, [target, ...sources]: readonly AssemblerOperand[]): AssemblyError | undefined {
  if (!COMPLEX.test(mnemonic) || target?.kind !== 'register') return undefined;
  const { index } = target.register;
  const equal = sources.findIndex((source) => source.kind === 'register' && source.register.index === index);
  if (equal < 0) return undefined;
  return {
    code: 'wrong-operand',
    message: `\`${mnemonic}\` needs a destination that is none of its sources.`,
    operand: equal + 1,
  };
}

/** MOVDIR64B has an address in a register beside the one of its memory operand, and one size for both. */
function checkAddresses(mnemonic: string, operands: readonly AssemblerOperand[]): AssemblyError | undefined {
  const [target, memory] = operands;
  if (mnemonic !== 'movdir64b' || target?.kind !== 'register' || memory?.kind !== 'memory') return undefined;
  const part = memory.base ?? memory.index;
  const size = part === undefined || part.file === 'rip' ? 8 : part.size;
  if (target.register.size === size) return undefined;
  const message = `\`${registerName(target.register)}\` must have the size of the address that is beside it: ${8 * size} bits.`;
  return { code: 'wrong-operand', message, operand: 0 };
}

function tileOf(operand: AssemblerOperand | undefined): number | undefined {
  return operand?.kind === 'register' && operand.register.file === 'tmm' ? operand.register.index : undefined;
}

function checkStackPair(
  mnemonic: string,
  form: string,
  operands: readonly AssemblerOperand[],
): AssemblyError | undefined {
  const problem = stackPairProblem(form, operands);
  return problem === undefined
    ? undefined
    : { code: 'wrong-operand', message: `\`${mnemonic}\` ${problem}.`, operand: 1 };
}
