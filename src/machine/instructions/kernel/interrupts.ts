/**
 * Interrupts and I/O ports (Intel SDM vol. 2, HLT, CLI, STI, IN, OUT). No devices are modelled: a halted processor goes on
 * at once, as if an interrupt had come, and ports read as ones. IOPL is 0, and there is no permission map.
 */
import { FLAG } from '../../architecture/bits';
import { Fault } from '../../architecture/exception';
import { GPR } from '../../architecture/gpr';
import type { Cpu } from '../../cpu/cpu';
import type { InstructionRow } from '../../cpu/instruction';
import { requireCpl0 } from '../../cpu/requirements';
import { CPL0 } from './row';

const IO_LEVEL = '#GP(0) when CPL is above IOPL';
const IOPL_SHIFT = 12;

function requireIoLevel(cpu: Cpu, name: string): void {
  const iopl = (cpu.rflags >>> IOPL_SHIFT) & 3;
  if (cpu.cpl > iopl) throw new Fault('#GP', { errorCode: 0, why: `${name}: CPL is ${cpu.cpl} and IOPL is ${iopl}` });
}

/** Bytes by the name of the accumulator in a form. */
const ACCUMULATORS = { AL: 1, AX: 2, EAX: 4 } as const;

export const INTERRUPT_INSTRUCTIONS: readonly InstructionRow[] = [
  {
    mnemonic: 'hlt',
    summary: 'Halt until an interrupt',
    operation: 'Goes on at once: interrupts take no time here.',
    features: [],
    exceptions: [CPL0],
    manual: 'SDM vol. 2, HLT',
    forms: ['Hlt'],
    compile: () => (cpu) => requireCpl0(cpu, 'HLT'),
  },
  {
    mnemonic: 'cli',
    summary: 'Disable interrupts',
    operation: 'RFLAGS.IF = 0.',
    features: [],
    exceptions: [IO_LEVEL],
    manual: 'SDM vol. 2, CLI',
    forms: ['Cli'],
    compile: () => (cpu) => {
      requireIoLevel(cpu, 'CLI');
      cpu.rflags &= ~FLAG.IF;
    },
  },
  {
    mnemonic: 'sti',
    summary: 'Enable interrupts',
    operation: 'RFLAGS.IF = 1.',
    features: [],
    exceptions: [IO_LEVEL],
    manual: 'SDM vol. 2, STI',
    forms: ['Sti'],
    compile: () => (cpu) => {
      requireIoLevel(cpu, 'STI');
      cpu.rflags |= FLAG.IF;
    },
  },
  {
    mnemonic: 'in',
    summary: 'Input from a port',
    operation: 'The accumulator = all ones: no device answers.',
    features: [],
    exceptions: [IO_LEVEL],
    manual: 'SDM vol. 2, IN',
    forms: Object.keys(ACCUMULATORS).flatMap((name) => [`In_${name}_imm8`, `In_${name}_DX`]),
    compile: ({ operands: [target] }) => {
      const size = target?.kind === 'register' ? target.register.size : 0;
      return (cpu) => {
        requireIoLevel(cpu, 'IN');
        const rax = cpu.gpr[GPR.RAX]!; // it exists
        const ones = (1n << BigInt(8 * size)) - 1n;
        cpu.gpr[GPR.RAX] = size === ACCUMULATORS.EAX ? ones : rax | ones;
      };
    },
  },
  {
    mnemonic: 'out',
    summary: 'Output to a port',
    operation: 'Nothing: no device listens.',
    features: [],
    exceptions: [IO_LEVEL],
    manual: 'SDM vol. 2, OUT',
    forms: Object.keys(ACCUMULATORS).flatMap((name) => [`Out_imm8_${name}`, `Out_DX_${name}`]),
    compile: () => (cpu) => requireIoLevel(cpu, 'OUT'),
  },
];
