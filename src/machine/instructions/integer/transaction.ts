/**
 * Transactions (Intel SDM vol. 1, 16; vol. 2, XBEGIN, XEND, XABORT, XTEST, XSUSLDTRK, XRESLDTRK). A processor may abort a
 * transaction at any time: this one does it at once, so no instruction ever executes within one.
 */
import { FLAG } from '../../architecture/bits';
import { Fault } from '../../architecture/exception';
import { GPR } from '../../architecture/gpr';
import type { InstructionRow } from '../../cpu/instruction';
import { STATUS_FLAGS } from '../../integer/flags';
import { operandAt } from '../../integer/places';
import { integerRow, MISSING } from './row';

/** EAX after an abort that names no reason, and does not advise to try again. */
const NO_REASON = 0n;

export const INTEGER_TRANSACTIONS: readonly InstructionRow[] = [
  integerRow({
    mnemonic: 'xbegin',
    summary: 'Begin a transaction',
    operation: 'Aborts at once, as a processor may: EAX = 0, which names no reason, and RIP = target. No flags change.',
    features: ['RTM'],
    exceptions: [MISSING],
    forms: ['Xbegin_rel32', 'Xbegin_rel16'],
    straight: false,
    compile: (instruction) => {
      const operand = operandAt(instruction, 0);
      if (operand.kind !== 'branch') throw new TypeError('XBEGIN has a target');
      const { target } = operand;
      return (cpu) => {
        cpu.gpr[GPR.RAX] = NO_REASON;
        cpu.rip = target;
      };
    },
  }),
  integerRow({
    mnemonic: 'xend',
    summary: 'End a transaction',
    operation: 'Raises #GP(0): there is never a transaction to end.',
    features: ['RTM'],
    exceptions: [MISSING, '#GP(0) outside a transaction'],
    forms: ['Xend'],
    compile: () => () => {
      throw new Fault('#GP', { errorCode: 0, why: 'XEND ends a transaction, and there is none' });
    },
  }),
  integerRow({
    mnemonic: 'xabort',
    summary: 'Abort a transaction',
    operation: 'Nothing: outside a transaction it does nothing.',
    features: ['RTM'],
    exceptions: [MISSING],
    forms: ['Xabort_imm8'],
    compile: () => () => undefined,
  }),
  integerRow({
    mnemonic: 'xtest',
    summary: 'Test whether there is a transaction',
    operation: 'ZF = 1, as there is none; CF, OF, SF, PF and AF become 0.',
    features: ['RTM'],
    exceptions: [MISSING],
    forms: ['Xtest'],
    compile: () => (cpu) => {
      cpu.rflags = (cpu.rflags & ~STATUS_FLAGS) | FLAG.ZF;
    },
  }),
  ...(['Xsusldtrk', 'Xresldtrk'] as const).map((form) =>
    integerRow({
      mnemonic: form.toLowerCase(),
      summary: `${form === 'Xsusldtrk' ? 'Suspend' : 'Resume'} the tracking of loads in a transaction`,
      operation: 'Nothing: outside a transaction it does nothing.',
      features: ['TSXLDTRK'],
      exceptions: [MISSING],
      forms: [form],
      compile: () => () => undefined,
    }),
  ),
];
