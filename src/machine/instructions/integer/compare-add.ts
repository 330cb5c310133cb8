/** CMPccXADD (Intel SDM vol. 2): an addition to memory on condition of a comparison with it. */
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { checkAlignment } from '../../cpu/requirements';
import { CMP } from '../../integer/arithmetic';
import { CONDITIONS } from '../../integer/condition';
import { tableOf } from '../../table';
import { addressOf, registerOf } from '../operands';
import { integerRow, MEMORY_FAULTS, MISSING, UNALIGNED } from './row';

/** What memory held. Scratch, not state. */
const LOADED = new Uint32Array(2);
const STORED = new Uint8Array(8);
const STORED_WORDS = new Uint32Array(STORED.buffer);

/** Memory is written in either case, with its own value where the condition is not met. */
function compileCompareAdd(instruction: Instruction, holds: (flags: number) => boolean): Execute {
  const size = instruction.form.includes('_m64_') ? 8 : 4;
  const address = addressOf(instruction);
  const [second, third] = [2 * registerOf(instruction, 1).index, 2 * registerOf(instruction, 2).index];
  const bytes = STORED.subarray(0, size);
  const compareNarrow = CMP.narrow(4);
  return (cpu) => {
    const { gpr32 } = cpu;
    const at = address(cpu);
    checkAlignment(cpu, at, size, 'operand');
    LOADED[0] = cpu.memory.read32(cpu.access, at);
    LOADED[1] = size === 8 ? cpu.memory.read32(cpu.access, at + 4) : 0;
    const [low, high] = LOADED as unknown as [number, number]; // two words
    const [against, againstHigh] = [gpr32[second]!, gpr32[second + 1]!]; // an operand's register has two words
    const flags =
      size === 8 ? CMP.wide(low, high, against, againstHigh, cpu.rflags) : compareNarrow(low, against, cpu.rflags);
    const [more, moreHigh] = holds(flags) ? [gpr32[third]!, gpr32[third + 1]!] : [0, 0]; // the same of the third
    const sum = low + more;
    STORED_WORDS[0] = sum;
    STORED_WORDS[1] = high + moreHigh + (sum > 0xffff_ffff ? 1 : 0);
    cpu.memory.write(cpu.access, at, bytes);
    gpr32[second] = low;
    gpr32[second + 1] = high;
    cpu.rflags = flags;
  };
}

/** The conditions that disassemblers write otherwise here. */
const SUFFIXES = tableOf<string>({ ae: 'nb', e: 'z', ne: 'nz', a: 'nbe', ge: 'nl', g: 'nle' });

export const INTEGER_COMPARE_ADDS: readonly InstructionRow[] = CONDITIONS.map(({ suffix, aliases, words, holds }) => {
  const name = SUFFIXES[suffix] ?? suffix;
  const others = [suffix, ...aliases].filter((other) => other !== name);
  return integerRow({
    mnemonic: `cmp${name}xadd`,
    aliases: others.map((other) => `cmp${other}xadd`),
    summary: `Compare, and add if ${words}`,
    operation: `Compares memory with second, which sets the flags; if ${words}: memory += third. Then second = what memory held.`,
    features: ['CMPCCXADD'],
    exceptions: [MISSING, ...MEMORY_FAULTS, `${UNALIGNED} when the operand is not aligned to its size`],
    manual: 'SDM vol. 2, CMPccXADD',
    forms: [`VEX_Cmp${name}xadd_m32_r32_r32`, `VEX_Cmp${name}xadd_m64_r64_r64`],
    compile: (instruction) => compileCompareAdd(instruction, holds),
  });
});
