/**
 * Instructions of what the platform has not enabled: PCONFIG, HRESET, SYSENTER and SYSEXIT (Intel SDM vol. 2). The
 * registers that would enable it are as they are after power-up, and a kernel for 64-bit code alone leaves them so.
 */
import { Fault } from '../../architecture/exception';
import type { Feature } from '../../architecture/feature';
import type { Cpu } from '../../cpu/cpu';
import type { InstructionRow } from '../../cpu/instruction';
import { requireCpl0 } from '../../cpu/requirements';
import { MISSING } from '../integer/row';
import { eax } from '../operands';
import { CPL0 } from './row';

const NO_SELECTOR = 'IA32_SYSENTER_CS is 0: there is no entry for 32-bit system calls';
const NO_KEYS = 'IA32_TME_ACTIVATE does not enable keys for memory, which PCONFIG would program';

function refuse(why: string): never {
  throw new Fault('#GP', { errorCode: 0, why });
}

/** AMD's processors have SYSENTER and SYSEXIT outside long mode only (APM vol. 3). */
function requireIntel(cpu: Cpu, name: string): void {
  if (cpu.processor.model.vendor === 'AuthenticAMD')
    throw new Fault('#UD', { why: `processors of AMD have no ${name} in 64-bit mode` });
}

const BY_AMD = '#UD on processors of AMD';

const ROWS: readonly (Omit<InstructionRow, 'compile' | 'manual' | 'features'> & {
  readonly feature: Feature;
  readonly execute: (cpu: Cpu) => void;
})[] = [
  {
    mnemonic: 'pconfig',
    summary: 'Configure the platform',
    operation: `#GP(0) at CPL 0: ${NO_KEYS}.`,
    feature: 'PCONFIG',
    exceptions: [MISSING, '#UD outside CPL 0', `#GP(0): ${NO_KEYS}`],
    forms: ['Pconfig'],
    execute: (cpu) => {
      if (cpu.cpl !== 0) throw new Fault('#UD', { why: `PCONFIG needs CPL 0, and CPL is ${cpu.cpl}` });
      refuse(NO_KEYS);
    },
  },
  {
    mnemonic: 'hreset',
    summary: 'Reset the history of a logical processor',
    operation:
      'Nothing: histories are not modelled. EAX names what to reset, and IA32_HRESET_ENABLE allows none of it.',
    feature: 'HRESET',
    exceptions: [MISSING, CPL0, '#GP(0) when EAX is not 0'],
    forms: ['Hreset_imm8'],
    execute: (cpu) => {
      requireCpl0(cpu, 'HRESET');
      if (eax(cpu) !== 0) refuse('IA32_HRESET_ENABLE is 0, and EAX names something to reset');
    },
  },
  {
    mnemonic: 'sysenter',
    summary: 'Fast system call of 32-bit code',
    operation: `#GP(0): ${NO_SELECTOR}.`,
    feature: 'SEP',
    exceptions: [MISSING, BY_AMD, `#GP(0): ${NO_SELECTOR}`],
    forms: ['Sysenter'],
    execute: (cpu) => {
      requireIntel(cpu, 'SYSENTER');
      refuse(NO_SELECTOR);
    },
  },
  {
    mnemonic: 'sysexitq',
    summary: 'Fast return from a system call of 32-bit code',
    operation: `#GP(0) at CPL 0 too: ${NO_SELECTOR}.`,
    feature: 'SEP',
    exceptions: [MISSING, BY_AMD, CPL0, `#GP(0): ${NO_SELECTOR}`],
    forms: ['Sysexitq'],
    execute: (cpu) => {
      requireIntel(cpu, 'SYSEXIT');
      requireCpl0(cpu, 'SYSEXIT');
      refuse(NO_SELECTOR);
    },
  },
];

export const PLATFORM_INSTRUCTIONS: readonly InstructionRow[] = ROWS.map(({ feature, execute, ...row }) => ({
  ...row,
  features: [feature],
  manual: `SDM vol. 2, ${row.mnemonic.toUpperCase().replace(/Q$/, '')}`,
  compile: () => execute,
}));
