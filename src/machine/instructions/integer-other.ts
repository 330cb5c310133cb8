/** Instructions that do nothing, or that do nothing but raise an exception (Intel SDM vol. 2). */
import { Fault } from '../exception';
import type { Execute, InstructionRow } from '../instruction';
import { integerRow } from './integer-row';

const nothing: Execute = () => {};

export const INTEGER_OTHERS: readonly InstructionRow[] = [
  integerRow({
    mnemonic: 'nop',
    summary: 'No operation',
    operation: 'Nothing; a memory operand is not accessed.',
    exceptions: [],
    forms: ['Nopd', 'Nopw', 'Nopq', 'Nop_rm16', 'Nop_rm32', 'Nop_rm64'],
    compile: () => nothing,
  }),
  integerRow({
    mnemonic: 'endbr64',
    summary: 'Terminate indirect branch in 64-bit mode',
    operation: 'Nothing: control-flow enforcement is not modelled.',
    exceptions: [],
    forms: ['Endbr64'],
    compile: () => nothing,
  }),
  integerRow({
    mnemonic: 'ud2',
    summary: 'Undefined instruction',
    operation: 'Raises #UD.',
    exceptions: ['#UD always'],
    manual: 'SDM vol. 2, UD',
    forms: ['Ud2'],
    compile: () => () => {
      throw new Fault('#UD', { why: 'UD2 raises it always' });
    },
  }),
  integerRow({
    mnemonic: 'int3',
    summary: 'Breakpoint',
    operation: 'Raises #BP, a trap: RIP is that of the next instruction.',
    exceptions: ['#BP always'],
    manual: 'SDM vol. 2, INT n/INTO/INT3/INT1',
    forms: ['Int3'],
    compile: () => () => {
      throw new Fault('#BP', { why: 'INT3 raises it always' });
    },
  }),
];
