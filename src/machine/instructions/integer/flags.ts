/** Flags by themselves: CLC, STC, CMC, CLD, STD, LAHF, SAHF, PUSHF, POPF (Intel SDM vol. 2). */

import { FLAG } from '../../architecture/bits';
import type { Cpu } from '../../cpu/cpu';
import type { InstructionRow } from '../../cpu/instruction';
import { moveStack, push, readStack, stackAddress } from '../../integer/stack';
import { loadAh, loadFlags, storeAh } from '../../integer/status';
import { integerRow } from './row';

const STACK_FAULTS = ['#SS(0) when RSP is not canonical', '#PF for a page fault'];

const WORD_MASK = 0xffff;

function setFlag(cpu: Cpu, flag: number, set: boolean): void {
  cpu.rflags = set ? cpu.rflags | flag : cpu.rflags & ~flag;
}

const SINGLE: readonly [string, string, string, (cpu: Cpu) => void][] = [
  ['clc', 'Clear the carry flag', 'CF = 0.', (cpu) => setFlag(cpu, FLAG.CF, false)],
  ['stc', 'Set the carry flag', 'CF = 1.', (cpu) => setFlag(cpu, FLAG.CF, true)],
  ['cmc', 'Complement the carry flag', 'CF = ~CF.', (cpu) => setFlag(cpu, FLAG.CF, (cpu.rflags & FLAG.CF) === 0)],
  ['cld', 'Clear the direction flag', 'DF = 0: strings go up.', (cpu) => setFlag(cpu, FLAG.DF, false)],
  ['std', 'Set the direction flag', 'DF = 1: strings go down.', (cpu) => setFlag(cpu, FLAG.DF, true)],
  ['lahf', 'Load the status flags into AH', 'AH = SF, ZF, 0, AF, 0, PF, 1, CF. No flags change.', loadAh],
  ['sahf', 'Store AH into the flags', 'SF, ZF, AF, PF and CF = their bits of AH.', storeAh],
];

/** The words last popped. Scratch, not state. */
const POPPED = new Uint32Array(2);

export const INTEGER_FLAGS: readonly InstructionRow[] = [
  ...SINGLE.map(([mnemonic, summary, operation, execute]) =>
    integerRow({
      mnemonic,
      summary,
      operation,
      exceptions: [],
      forms: [`${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}`],
      compile: () => execute,
    }),
  ),
  integerRow({
    mnemonic: 'pushf',
    aliases: ['pushfq'],
    summary: 'Push RFLAGS onto the stack',
    operation: 'RSP -= 8, then memory at RSP = RFLAGS.',
    exceptions: STACK_FAULTS,
    manual: 'SDM vol. 2, PUSHF/PUSHFD/PUSHFQ',
    forms: ['Pushfq'],
    compile: () => (cpu) => push(cpu, cpu.rflags, 0),
  }),
  integerRow({
    mnemonic: 'popf',
    aliases: ['popfq'],
    summary: 'Pop RFLAGS from the stack',
    operation: 'RFLAGS = memory at RSP, RSP += 8. IF changes at level 0 only. Single-stepping by TF is not modelled.',
    exceptions: STACK_FAULTS,
    manual: 'SDM vol. 2, POPF/POPFD/POPFQ',
    forms: ['Popfq'],
    compile: () => (cpu) => {
      readStack(cpu, POPPED, 0);
      moveStack(cpu, 8);
      loadFlags(cpu, POPPED[0]!); // two words
    },
  }),
  integerRow({
    mnemonic: 'pushfw',
    summary: 'Push FLAGS onto the stack',
    operation: 'RSP -= 2, then memory at RSP = bits 15:0 of RFLAGS.',
    exceptions: STACK_FAULTS,
    manual: 'SDM vol. 2, PUSHF/PUSHFD/PUSHFQ',
    forms: ['Pushfw'],
    compile: () => (cpu) => {
      cpu.memory.write16(cpu.access, stackAddress(cpu, -2), cpu.rflags & WORD_MASK);
      moveStack(cpu, -2);
    },
  }),
  integerRow({
    mnemonic: 'popfw',
    summary: 'Pop FLAGS from the stack',
    operation: 'Bits 15:0 of RFLAGS = memory at RSP, RSP += 2.',
    exceptions: STACK_FAULTS,
    manual: 'SDM vol. 2, POPF/POPFD/POPFQ',
    forms: ['Popfw'],
    compile: () => (cpu) => {
      const value = cpu.memory.read16(cpu.access, stackAddress(cpu, 0));
      moveStack(cpu, 2);
      loadFlags(cpu, value, WORD_MASK);
    },
  }),
];
