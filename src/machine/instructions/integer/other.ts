/** Instructions that do nothing here, or that raise an exception (Intel SDM vol. 2). */

import { Fault } from '../../architecture/exception';
import type { Execute, InstructionRow } from '../../cpu/instruction';
import { integerRow } from './row';

const nothing: Execute = () => {};

const FENCES: readonly [string, string][] = [
  ['lfence', 'Load fence'],
  ['mfence', 'Memory fence'],
  ['sfence', 'Store fence'],
];

const PREFETCHES = ['prefetcht0', 'prefetcht1', 'prefetcht2', 'prefetchnta', 'prefetchw'];

/** Hints that other processors take as no operation. */
const HINTS: readonly (readonly [form: string, summary: string, what: string])[] = [
  ['Cldemote_m8', 'Demote a cache line', 'caches are not modelled, and the operand is not accessed'],
  ['Prefetchit0_m8', 'Prefetch code into all caches', 'caches are not modelled, and the operand is not accessed'],
  ['Prefetchit1_m8', 'Prefetch code into the second cache', 'caches are not modelled, and the operand is not accessed'],
];

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
    mnemonic: 'pause',
    summary: 'Spin loop hint',
    operation: 'Nothing.',
    exceptions: [],
    forms: ['Pause'],
    compile: () => nothing,
  }),
  ...FENCES.map(([mnemonic, summary]) =>
    integerRow({
      mnemonic,
      summary,
      operation: 'Nothing: memory is in order anyway.',
      exceptions: [],
      forms: [`${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}`],
      compile: () => nothing,
    }),
  ),
  ...PREFETCHES.map((mnemonic) =>
    integerRow({
      mnemonic,
      summary: 'Prefetch data into caches',
      operation: 'Nothing: caches are not modelled, and the operand is not accessed.',
      exceptions: [],
      manual: mnemonic === 'prefetchw' ? 'SDM vol. 2, PREFETCHW' : 'SDM vol. 2, PREFETCHh',
      forms: [`${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}_m8`],
      compile: () => nothing,
    }),
  ),
  ...HINTS.map(([form, summary, what]) =>
    integerRow({
      mnemonic: form.replace(/_.*/, '').toLowerCase(),
      summary,
      operation: `Nothing: ${what}.`,
      exceptions: [],
      forms: [form],
      compile: () => nothing,
    }),
  ),
  ...['Rdsspd_r32', 'Rdsspq_r64'].map((form) =>
    integerRow({
      mnemonic: form.replace(/_.*/, '').toLowerCase(),
      summary: 'Read the shadow stack pointer',
      operation: 'Nothing: shadow stacks are never enabled.',
      exceptions: [],
      manual: 'SDM vol. 2, RDSSPD/RDSSPQ',
      forms: [form],
      compile: () => nothing,
    }),
  ),
  ...['Incsspd_r32', 'Incsspq_r64'].map((form) =>
    integerRow({
      mnemonic: form.replace(/_.*/, '').toLowerCase(),
      summary: 'Increment the shadow stack pointer',
      operation: 'Raises #UD: shadow stacks are never enabled.',
      exceptions: ['#UD always: shadow stacks are not enabled'],
      manual: 'SDM vol. 2, INCSSPD/INCSSPQ',
      forms: [form],
      compile:
        ({ mnemonic }) =>
        () => {
          throw new Fault('#UD', { why: `shadow stacks are not enabled, and ${mnemonic.toUpperCase()} needs one` });
        },
    }),
  ),
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
  integerRow({
    mnemonic: 'int1',
    summary: 'Debug trap',
    operation: 'Raises #DB, a trap: RIP is that of the next instruction. DR6 tells of no condition.',
    exceptions: ['#DB always'],
    manual: 'SDM vol. 2, INT n/INTO/INT3/INT1',
    forms: ['Int1'],
    compile: () => () => {
      throw new Fault('#DB', { dr6: 0, why: 'INT1 raises it always' });
    },
  }),
];
