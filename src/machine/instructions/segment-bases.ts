/** The bases of FS and GS (Intel SDM vol. 2, RDFSBASE to WRGSBASE, SWAPGS). */

import { CR4 } from '../architecture/bits';
import { Fault } from '../architecture/exception';
import { toLinear } from '../architecture/linear-address';
import type { Cpu } from '../cpu/cpu';
import type { InstructionRow } from '../cpu/instruction';
import { requireCpl0 } from '../cpu/requirements';
import { registerOf } from './operands';

function requireEnabled(cpu: Cpu, name: string): void {
  if (cpu.cr4 & CR4.FSGSBASE) return;
  throw new Fault('#UD', { why: `CR4.FSGSBASE is 0: ${name} is not enabled` });
}

function rowsOf(segment: 'fs' | 'gs'): InstructionRow[] {
  const field = `${segment}Base` as const;
  const name = segment.toUpperCase();
  const common = { features: ['FSGSBASE'] as const, manual: `SDM vol. 2, RD${name}BASE and WR${name}BASE` };
  return [
    {
      ...common,
      mnemonic: `rd${segment}base`,
      summary: `Read the base of ${name}`,
      operation: `The general register = IA32_${name}_BASE, or its low 32 bits with zeros above.`,
      exceptions: ['#UD when CR4.FSGSBASE is 0'],
      forms: [`Rd${segment}base_r32`, `Rd${segment}base_r64`],
      compile: (instruction) => {
        const { index, size } = registerOf(instruction, 0);
        return (cpu) => {
          requireEnabled(cpu, `RD${name}BASE`);
          cpu.gpr[index] = BigInt.asUintN(8 * size, cpu[field]);
        };
      },
    },
    {
      ...common,
      mnemonic: `wr${segment}base`,
      summary: `Write the base of ${name}`,
      operation: `IA32_${name}_BASE = the general register; a 32-bit one with zeros above.`,
      exceptions: ['#UD when CR4.FSGSBASE is 0', '#GP(0) for an address that is not canonical'],
      forms: [`Wr${segment}base_r32`, `Wr${segment}base_r64`],
      compile: (instruction) => {
        const { index, size } = registerOf(instruction, 0);
        return (cpu) => {
          requireEnabled(cpu, `WR${name}BASE`);
          const value = BigInt.asUintN(8 * size, cpu.gpr[index]!); // an operand's register exists
          if (toLinear(value) === undefined) {
            throw new Fault('#GP', { errorCode: 0, why: `0x${value.toString(16)} is no base: it is not canonical` });
          }
          cpu[field] = value;
        };
      },
    },
  ];
}

export const SEGMENT_BASE_INSTRUCTIONS: readonly InstructionRow[] = [
  ...rowsOf('fs'),
  ...rowsOf('gs'),
  {
    mnemonic: 'swapgs',
    summary: 'Exchange the base of GS with that of the kernel',
    operation: 'IA32_GS_BASE and IA32_KERNEL_GS_BASE are exchanged.',
    features: [],
    exceptions: ['#GP(0) outside CPL 0'],
    manual: 'SDM vol. 2, SWAPGS',
    forms: ['Swapgs'],
    compile: () => (cpu) => {
      requireCpl0(cpu, 'SWAPGS');
      [cpu.gsBase, cpu.kernelGsBase] = [cpu.kernelGsBase, cpu.gsBase];
    },
  },
];
