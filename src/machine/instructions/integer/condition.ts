/** SETcc and CMOVcc (Intel SDM vol. 2): the conditions of jumps as values and as moves. */
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { CONDITIONS } from '../../integer/condition';
import { isNarrow, operandAt, reader, registerReader, registerWriter, wideSource, writer } from '../../integer/places';
import { integerRow, sizedForms } from './row';

function compileSet(instruction: Instruction, holds: (flags: number) => boolean): Execute {
  const write = writer(operandAt(instruction, 0), 1);
  return (cpu) => write(cpu, holds(cpu.rflags) ? 1 : 0);
}

/** The source is read, and may fault, in either case; a 32-bit target loses its upper half in either case. */
function compileMove(instruction: Instruction, holds: (flags: number) => boolean): Execute {
  const [target, source] = [operandAt(instruction, 0), operandAt(instruction, 1)];
  if (target.kind !== 'register') throw new TypeError(`${instruction.form} moves to a register`);
  const size = instruction.operandSize;
  if (isNarrow(size)) {
    const [readTarget, readSource] = [registerReader(target.register, size), reader(source, size)];
    const write = registerWriter(target.register, size);
    return (cpu) => {
      const value = readSource(cpu);
      write(cpu, holds(cpu.rflags) ? value : readTarget(cpu));
    };
  }
  const { words, index } = wideSource(source);
  const to = 2 * target.register.index;
  return (cpu) => {
    const from = words(cpu);
    if (!holds(cpu.rflags)) return;
    cpu.gpr32[to] = from[index]!; // a wide source has both words
    cpu.gpr32[to + 1] = from[index + 1]!;
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
