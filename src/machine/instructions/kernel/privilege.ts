/**
 * Privilege: SMAP's flag, the way back to user mode, and what is not enabled here (Intel SDM vol. 2, CLAC, STAC, SYSRET,
 * UIRET, ENCLS, RDPID).
 */

import { EFER, FLAG } from '../../architecture/bits';
import { Fault } from '../../architecture/exception';
import type { Feature } from '../../architecture/feature';
import { GPR } from '../../architecture/gpr';
import { toLinear } from '../../architecture/linear-address';
import type { Cpu } from '../../cpu/cpu';
import type { InstructionRow } from '../../cpu/instruction';
import { requireCpl0 } from '../../cpu/requirements';
import { MISSING } from '../integer/row';
import { registerOf } from '../operands';
import { CPL0 } from './row';

const R11 = 11;
const USER = 3;
/** What SYSRET takes of R11: RF, VM and reserved bits are 0, bit 1 is 1. */
const FROM_R11 = 0x3c7fd7;
const ALWAYS_SET = 2;

function acRow(mnemonic: 'clac' | 'stac', set: boolean): InstructionRow {
  const name = mnemonic.toUpperCase();
  return {
    mnemonic,
    summary: set ? 'Set RFLAGS.AC' : 'Clear RFLAGS.AC',
    operation: `RFLAGS.AC = ${set ? 1 : 0}.`,
    features: ['SMAP'],
    exceptions: [MISSING, '#UD outside CPL 0'],
    manual: `SDM vol. 2, ${name}`,
    forms: [set ? 'Stac' : 'Clac'],
    compile: () => (cpu) => {
      if (cpu.cpl !== 0) throw new Fault('#UD', { why: `${name} needs CPL 0, and CPL is ${cpu.cpl}` });
      cpu.rflags = set ? cpu.rflags | FLAG.AC : cpu.rflags & ~FLAG.AC;
    },
  };
}

function disabledRow(mnemonic: string, summary: string, features: readonly Feature[], why: string): InstructionRow {
  return {
    mnemonic,
    summary,
    operation: `#UD: ${why}.`,
    features,
    exceptions: [`#UD: ${why}`],
    manual: `SDM ${mnemonic === 'encls' ? 'vol. 3, 37' : 'vol. 2'}, ${mnemonic.toUpperCase()}`,
    forms: [`${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}`],
    compile: () => () => {
      throw new Fault('#UD', { why });
    },
  };
}

function returnToUser(cpu: Cpu, target: bigint): void {
  if ((cpu.efer & EFER.SCE) === 0n) throw new Fault('#UD', { why: 'EFER.SCE is 0: SYSRET is not enabled' });
  requireCpl0(cpu, 'SYSRET');
  const rip = toLinear(target);
  if (rip === undefined)
    throw new Fault('#GP', { errorCode: 0, why: `RCX is not canonical: 0x${target.toString(16)}` });
  cpu.rip = rip;
  cpu.rflags = (Number(cpu.gpr[R11]! & 0xffff_ffffn) & FROM_R11) | ALWAYS_SET; // R11 exists
  cpu.cpl = USER;
}

export const PRIVILEGE_INSTRUCTIONS: readonly InstructionRow[] = [
  acRow('clac', false),
  acRow('stac', true),
  {
    mnemonic: 'sysretq',
    aliases: ['sysret'],
    summary: 'Return from a fast system call',
    operation: 'RIP = RCX, RFLAGS = R11, CPL = 3.',
    features: ['SYSCALL'],
    exceptions: ['#UD when EFER.SCE is 0', CPL0, '#GP(0) for an RCX that is not canonical'],
    manual: 'SDM vol. 2, SYSRET',
    forms: ['Sysretq'],
    compile: () => (cpu) => returnToUser(cpu, cpu.gpr[GPR.RCX]!), // RCX exists
  },
  {
    mnemonic: 'rdpid',
    summary: 'Read the processor ID',
    operation: 'The register = IA32_TSC_AUX, the number of the CPU.',
    features: ['RDPID'],
    exceptions: [MISSING],
    manual: 'SDM vol. 2, RDPID',
    forms: ['Rdpid_r64'],
    compile: (instruction) => {
      const { index } = registerOf(instruction, 0);
      return (cpu) => {
        cpu.gpr[index] = BigInt(cpu.index);
      };
    },
  },
  disabledRow('uiret', 'Return from a user interrupt', ['UINTR'], 'CR4.UINTR is 0: user interrupts are not enabled'),
  disabledRow('encls', 'Execute an enclave system function', [], 'enclaves are not enabled in IA32_FEATURE_CONTROL'),
];
