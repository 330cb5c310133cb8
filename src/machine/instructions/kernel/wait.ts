/** MONITOR and MWAIT (Intel SDM vol. 2). A processor may end such a wait at any time: here it is over at once. */
import { Fault } from '../../architecture/exception';
import { GPR } from '../../architecture/gpr';
import type { Cpu } from '../../cpu/cpu';
import { compileAddress } from '../../cpu/effective-address';
import type { InstructionRow } from '../../cpu/instruction';
import { MISSING } from '../integer/row';
import { ecx } from '../operands';
import { PAGE_FAULT } from './row';

/** MWAIT: interrupts end the wait even where RFLAGS.IF is 0. */
const BREAK_ON_INTERRUPT = 1;

function requireKernel(cpu: Cpu, allowed: number, name: string): void {
  if (cpu.cpl !== 0) throw new Fault('#UD', { why: `${name} needs CPL 0, and CPL is ${cpu.cpl}` });
  if ((ecx(cpu) & ~allowed) === 0) return;
  throw new Fault('#GP', { errorCode: 0, why: `${name} knows no such extensions as ECX names` });
}

const OUTSIDE = '#UD outside CPL 0';

export const KERNEL_WAITS: readonly InstructionRow[] = [
  {
    mnemonic: 'monitor',
    summary: 'Set up the monitoring of an address',
    operation: 'The byte at the address in RAX must be readable; nothing else happens.',
    features: ['MONITOR'],
    exceptions: [
      ...[MISSING, OUTSIDE, '#GP(0) when ECX is not 0'],
      ...['#GP(0) for an address that is not canonical', PAGE_FAULT],
    ],
    manual: 'SDM vol. 2, MONITOR',
    forms: ['Monitorq'],
    compile: () => {
      const base = { file: 'gpr', index: GPR.RAX, size: 8 } as const;
      const address = compileAddress({ base, scale: 1, displacement: 0, size: 1 });
      return (cpu) => {
        requireKernel(cpu, 0, 'MONITOR');
        cpu.memory.read8(cpu.access, address(cpu));
      };
    },
  },
  {
    mnemonic: 'mwait',
    summary: 'Wait for a write to the monitored address',
    operation: 'The wait is over at once, as a processor may end it.',
    features: ['MONITOR'],
    exceptions: [MISSING, OUTSIDE, '#GP(0) when ECX has bits beyond bit 0'],
    manual: 'SDM vol. 2, MWAIT',
    forms: ['Mwait'],
    compile: () => (cpu) => requireKernel(cpu, BREAK_ON_INTERRUPT, 'MWAIT'),
  },
];
