/** Model-specific and control registers, and CPUID (Intel SDM vol. 2). */

import { GPR } from '../architecture/gpr';
import { clearTaskSwitched, loadMachineStatusWord, readControl, writeControl } from '../control/control';
import { readMsr, writeMsr } from '../control/msr';
import { effectiveAddress } from '../cpu/effective-address';
import type { Execute, Instruction, InstructionRow } from '../cpu/instruction';
import { requireCpl0 } from '../cpu/requirements';
import { eax, ecx, edxEax, registerOf, setEdxEax } from './operands';

const CPL0 = '#GP(0) outside CPL 0';

export const SYSTEM_INSTRUCTIONS: readonly InstructionRow[] = [
  {
    mnemonic: 'rdmsr',
    summary: 'Read a model-specific register',
    operation: 'EDX:EAX = MSR[ECX].',
    features: ['MSR'],
    exceptions: ['#UD', CPL0, '#GP(0) for an MSR that does not exist'],
    manual: 'SDM vol. 2, RDMSR',
    forms: ['Rdmsr'],
    compile: () => (cpu) => setEdxEax(cpu, readMsr(cpu, ecx(cpu))),
  },
  {
    mnemonic: 'wrmsr',
    summary: 'Write a model-specific register',
    operation: 'MSR[ECX] = EDX:EAX.',
    features: ['MSR'],
    exceptions: ['#UD', CPL0, '#GP(0) for an MSR that does not exist', '#GP(0) for reserved bits'],
    manual: 'SDM vol. 2, WRMSR',
    forms: ['Wrmsr'],
    compile: () => (cpu) => writeMsr(cpu, ecx(cpu), edxEax(cpu)),
  },
  {
    mnemonic: 'clts',
    summary: 'Clear the task-switched flag',
    operation: 'CR0.TS = 0.',
    features: [],
    exceptions: [CPL0],
    manual: 'SDM vol. 2, CLTS',
    forms: ['Clts'],
    compile: () => clearTaskSwitched,
  },
  {
    mnemonic: 'lmsw',
    summary: 'Load the machine status word',
    operation: 'CR0 bits 3:0 = bits 3:0 of the operand; PE can be set but not cleared.',
    features: [],
    exceptions: [CPL0, '#GP(0) or #SS(0) for an address that is not canonical', '#PF for a page fault'],
    manual: 'SDM vol. 2, LMSW',
    forms: ['Lmsw_rm16', 'Lmsw_r32m16', 'Lmsw_r64m16'],
    compile: compileLmsw,
  },
  {
    mnemonic: 'cpuid',
    summary: 'What this processor is and has',
    operation: 'EAX, EBX, ECX, EDX = leaf EAX, subleaf ECX.',
    features: [],
    exceptions: [],
    manual: 'SDM vol. 2, CPUID',
    forms: ['Cpuid'],
    compile: () => (cpu) => {
      const result = cpu.processor.toldCpuid(eax(cpu), ecx(cpu), cpu);
      for (const [index, register] of [GPR.RAX, GPR.RBX, GPR.RCX, GPR.RDX].entries()) {
        cpu.gpr[register] = BigInt(result[index]!); // there are four of each
      }
    },
  },
  {
    mnemonic: 'mov',
    summary: 'Read a control register',
    operation: 'The general register = CR0, CR2, CR3 or CR4.',
    features: [],
    exceptions: ['#UD for another control register', CPL0],
    manual: 'SDM vol. 2, MOV (control registers)',
    forms: ['Mov_r64_cr'],
    compile: (instruction) => {
      const target = registerOf(instruction, 0).index;
      const source = registerOf(instruction, 1).index;
      return (cpu) => {
        cpu.gpr[target] = readControl(cpu, source);
      };
    },
  },
  {
    mnemonic: 'mov',
    summary: 'Write a control register',
    operation: 'CR0, CR2, CR3 or CR4 = the general register.',
    features: [],
    exceptions: [
      '#UD for another control register',
      CPL0,
      '#GP(0) for reserved bits, for a feature that CPUID lacks, and for what would leave 64-bit mode',
    ],
    manual: 'SDM vol. 2, MOV (control registers)',
    forms: ['Mov_cr_r64'],
    compile: (instruction) => {
      const target = registerOf(instruction, 0).index;
      const source = registerOf(instruction, 1).index;
      return (cpu) => {
        writeControl(cpu, target, cpu.gpr[source]!); // an operand's register exists
      };
    },
  },
];

function compileLmsw({ operands }: Instruction): Execute {
  const [operand] = operands;
  if (operand?.kind === 'memory') {
    return (cpu) => {
      requireCpl0(cpu, 'LMSW');
      loadMachineStatusWord(cpu, BigInt(cpu.memory.read16(cpu.access, effectiveAddress(operand.memory, cpu))));
    };
  }
  if (operand?.kind !== 'register') throw new TypeError('LMSW has an operand');
  const { index } = operand.register;
  return (cpu) => loadMachineStatusWord(cpu, cpu.gpr[index]!); // an operand's register exists
}
