/** All constants that expressions and operands know without a declaration, in groups: for `xtrace constants` and the documentation. */
import { COMPONENTS } from '../../machine/architecture/component';
import { MSRS } from '../../machine/control/msr';
import { ERRNO, KERNEL_CONSTANTS, type NamedConstant, SIGNALS } from './constants';

export interface ConstantGroup {
  readonly title: string;
  /** A sentence on what they are for. */
  readonly documentation: string;
  readonly constants: readonly NamedConstant[];
}

const ELSEWHERE: ReadonlySet<NamedConstant> = new Set([...ERRNO, ...SIGNALS]);

const COMPONENT_CONSTANTS: readonly NamedConstant[] = COMPONENTS.map(({ id, index, title }) => ({
  name: id,
  value: 1n << BigInt(index),
  documentation: `${title}.`,
}));

export const CONSTANT_GROUPS: readonly ConstantGroup[] = [
  {
    title: 'State components',
    documentation: 'Masks of XCR0, IA32_XSS and IA32_XFD: `xfd == XTILEDATA`.',
    constants: COMPONENT_CONSTANTS,
  },
  {
    title: 'Numbers of MSRs',
    documentation: 'For RDMSR and WRMSR: `mov ecx, IA32_XFD`.',
    constants: MSRS.map(({ number, name, documentation }) => ({ name, value: BigInt(number), documentation })),
  },
  {
    title: 'Errors',
    documentation: 'A system call that fails returns them negative: `=> = -EPERM`.',
    constants: ERRNO,
  },
  {
    title: 'Signals',
    documentation: 'Numbers of signals, for system calls; `signal` and `=>` take the name alone.',
    constants: SIGNALS,
  },
  {
    title: 'Other numbers of the kernel',
    documentation: 'Arguments of system calls, and offsets in what the kernel writes to user memory.',
    constants: KERNEL_CONSTANTS.filter((constant) => !ELSEWHERE.has(constant)),
  },
];
