/** Segment registers and descriptor tables (Intel SDM vol. 2, MOV, LGDT, LIDT). */
import { Fault } from '../../architecture/exception';
import { effectiveAddress, SEGMENT } from '../../cpu/effective-address';
import type { Execute, Instruction, InstructionRow } from '../../cpu/instruction';
import { requireCpl0 } from '../../cpu/requirements';
import { readSelector, writeSelector } from '../../cpu/selectors';
import { addressOf, registerOf } from '../operands';
import { CPL0, NOT_CANONICAL, PAGE_FAULT } from './row';

/** A limit of 16 bits and a base of 64. */
const TABLE_REGISTER_BYTES = 10;

function tableRow(mnemonic: 'lgdt' | 'lidt', table: string, instead: string): InstructionRow {
  return {
    mnemonic,
    summary: `Load the ${table} descriptor table register`,
    operation: `Reads limit and base; ${instead}`,
    features: [],
    exceptions: [CPL0, NOT_CANONICAL, PAGE_FAULT],
    manual: 'SDM vol. 2, LGDT/LIDT',
    forms: [`${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}_m1664`],
    compile: (instruction) => {
      const address = addressOf(instruction);
      return (cpu) => {
        requireCpl0(cpu, mnemonic.toUpperCase());
        cpu.memory.read(cpu.access, address(cpu), TABLE_REGISTER_BYTES);
      };
    },
  };
}

function compileRead({ operands: [target, source] }: Instruction): Execute {
  const index = source?.kind === 'register' ? source.register.index : 0;
  if (target?.kind === 'memory') {
    return (cpu) => cpu.memory.write16(cpu.access, effectiveAddress(target.memory, cpu), readSelector(cpu, index));
  }
  if (target?.kind !== 'register') throw new TypeError('MOV has a target');
  const { register } = target;
  return (cpu) => {
    const value = BigInt(readSelector(cpu, index));
    const upper = register.size === 2 ? cpu.gpr[register.index]! & ~0xffffn : 0n; // an operand's register exists
    cpu.gpr[register.index] = upper | value;
  };
}

function compileWrite(instruction: Instruction): Execute {
  const { index } = registerOf(instruction, 0);
  const [, source] = instruction.operands;
  return (cpu) => {
    if (index === SEGMENT.CS) throw new Fault('#UD', { why: 'MOV cannot load CS' });
    const selector =
      source?.kind === 'memory'
        ? cpu.memory.read16(cpu.access, effectiveAddress(source.memory, cpu))
        : Number(cpu.gpr[registerOf(instruction, 1).index]! & 0xffffn); // an operand's register exists
    writeSelector(cpu, index, selector);
  };
}

export const SEGMENT_INSTRUCTIONS: readonly InstructionRow[] = [
  tableRow('lgdt', 'global', 'the descriptors stay those of Linux.'),
  tableRow('lidt', 'interrupt', '`idt` says which code handles an exception.'),
  {
    mnemonic: 'mov',
    summary: 'Read a segment register',
    operation: 'The operand = the selector; a register of 32 or 64 bits has zeros above.',
    features: [],
    exceptions: [NOT_CANONICAL, PAGE_FAULT],
    manual: 'SDM vol. 2, MOV',
    forms: ['Mov_r32m16_Sreg', 'Mov_rm16_Sreg', 'Mov_r64m16_Sreg'],
    compile: compileRead,
  },
  {
    mnemonic: 'mov',
    summary: 'Load a segment register',
    operation: 'The selector = the low 16 bits of the operand; the base of FS or GS becomes 0.',
    features: [],
    exceptions: ['#UD for CS', NOT_CANONICAL, PAGE_FAULT, '#GP for a selector that this level may not load'],
    manual: 'SDM vol. 2, MOV',
    forms: ['Mov_Sreg_r32m16', 'Mov_Sreg_rm16', 'Mov_Sreg_r64m16'],
    compile: compileWrite,
  },
];
