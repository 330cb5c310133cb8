/** The registers that decide about extended state: XCR0, IA32_XSS, IA32_XFD, IA32_XFD_ERR, XINUSE, CR0, CR4. */
import type { Cpu } from '../../machine/cpu/cpu';
import { inUse } from '../../machine/xstate/xinuse';
import { bitsItem } from './bits';
import type { Item } from './item';
import { CR0_BITS, CR4_BITS, componentBits } from './register-bits';
import { decimal } from './value';

export function controlRegisters(cpu: Cpu, expression: (register: string) => string): readonly Item[] {
  const { processor } = cpu;
  const all = processor.xcr0Supported | processor.xssSupported;
  const mask = (name: string, value: bigint, supported: bigint, documentation: string, readOnly?: string): Item =>
    bitsItem({
      name,
      value,
      bits: 64,
      fields: componentBits(supported, value),
      documentation,
      expression: expression(name),
      ...(readOnly ? { readOnly } : {}),
    });
  return [
    mask(
      'xcr0',
      cpu.xcr0,
      processor.xcr0Supported,
      'XCR0: the user components that XSAVE manages and whose instructions are enabled (Intel SDM vol. 1, 13.3).',
    ),
    mask(
      'xss',
      cpu.xss,
      processor.xssSupported,
      'IA32_XSS (MSR 0xda0): the supervisor components that XSAVES and XRSTORS manage (Intel SDM vol. 1, 13.3).',
    ),
    mask(
      'xfd',
      cpu.xfd,
      processor.xfdSupported,
      'IA32_XFD (MSR 0x1c4): an instruction that needs one of these components raises #NM (Intel SDM vol. 1, 13.14).',
    ),
    mask(
      'xfd_err',
      cpu.xfdErr,
      processor.xfdSupported,
      'IA32_XFD_ERR (MSR 0x1c5): what the last #NM of that kind needed. The processor never clears it.',
    ),
    mask(
      'xinuse',
      inUse(cpu),
      all,
      'XINUSE: the components that are not in their initial state, as XGETBV(1) tells it (Intel SDM vol. 1, 13.6).',
      'XINUSE follows from what the registers hold: change those instead.',
    ),
    bitsItem({
      name: 'cr0',
      value: cpu.cr0,
      bits: 64,
      fields: CR0_BITS,
      documentation: 'CR0 (Intel SDM vol. 3, 2.5).',
      expression: expression('cr0'),
    }),
    bitsItem({
      name: 'cr4',
      value: cpu.cr4,
      bits: 64,
      fields: CR4_BITS,
      documentation: 'CR4 (Intel SDM vol. 3, 2.5).',
      expression: expression('cr4'),
    }),
    {
      name: 'cpl',
      value: decimal(cpu.cpl, 2, cpu.cpl === 3 ? '(user mode)' : '(kernel mode)'),
      type: 'Current privilege level.',
      expression: expression('cpl'),
      readOnly: 'The privilege level follows from where the trace is.',
    },
  ];
}
