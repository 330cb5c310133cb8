/** SETcc and CMOVcc (Intel SDM vol. 2): the conditions of jumps as values and as moves. */
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { resultWriter, withoutDestination } from '../../integer/apx/destination';
import { CONDITIONS } from '../../integer/condition';
import { isNarrow, operandAt, reader, registerReader, wideSource, writer } from '../../integer/places';
import { integerRow, sizedForms } from './row';

function compileSet(instruction: Instruction, holds: (flags: number) => boolean): Execute {
  const write = writer(operandAt(instruction, 0), 1);
  return (cpu) => write(cpu, holds(cpu.rflags) ? 1 : 0);
}

/**
 * The source is read, and may fault, in either case; a 32-bit target loses its upper half in either case. With a new
 * destination the target is what moves there where the condition is not met.
 */
function compileMove(instruction: Instruction, holds: (flags: number) => boolean): Execute {
  const { operand: other, operands, destination } = withoutDestination(instruction, 2);
  const source = operands[1]!; // of two
  if (other.kind !== 'register') throw new TypeError(`${instruction.form} moves to a register`);
  const size = instruction.operandSize;
  if (isNarrow(size)) {
    const [readOther, readSource] = [registerReader(other.register, size), reader(source, size)];
    const write = resultWriter(other.register, size, destination);
    return (cpu) => {
      const value = readSource(cpu);
      write(cpu, holds(cpu.rflags) ? value : readOther(cpu));
    };
  }
  const { words, index } = wideSource(source);
  const [to, otherwise] = [2 * (destination ?? other.register).index, 2 * other.register.index];
  return (cpu) => {
    const { gpr32 } = cpu;
    const from = words(cpu);
    const isMet = holds(cpu.rflags);
    const chosen = isMet ? from : gpr32;
    const at = isMet ? index : otherwise;
    const high = chosen[at + 1]!; // a wide source and a register have both words
    gpr32[to] = chosen[at]!;
    gpr32[to + 1] = high;
  };
}

export const INTEGER_CONDITIONS: readonly InstructionRow[] = CONDITIONS.flatMap(({ suffix, aliases, words, holds }) => [
  integerRow({
    mnemonic: `set${suffix}`,
    aliases: aliases.map((alias) => `set${alias}`),
    summary: `Set byte if ${words}`,
    operation: `operand = ${words} ? 1 : 0. No flags change.`,
    manual: 'SDM vol. 2, SETcc',
    forms: [`Set${suffix}_rm8`],
    compile: (instruction) => compileSet(instruction, holds),
  }),
  integerRow({
    mnemonic: `cmov${suffix}`,
    aliases: aliases.map((alias) => `cmov${alias}`),
    summary: `Move if ${words}`,
    operation: `if ${words}: first = second. Memory is read in either case. No flags change.`,
    features: ['CMOV'],
    manual: 'SDM vol. 2, CMOVcc',
    forms: sizedForms(`Cmov${suffix}`, ['r', 'rm'], [16, 32, 64]),
    compile: (instruction) => compileMove(instruction, holds),
  }),
]);
