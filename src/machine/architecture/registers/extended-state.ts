/** The registers that govern extended state (Intel SDM vol. 1, 13.3, 13.6 and 13.14). */
import { UNSETTLED } from '../choices';
import type { RegisterRow } from './row';

const MASK = { width: 64, kind: 'components', storage: 'u64', group: 'control' } as const;

export const EXTENDED_STATE_REGISTERS = {
  xcr0: {
    ...MASK,
    name: 'xcr0',
    title: 'XCR0',
    documentation: 'The user components that the system enables: XSAVE manages them, and their instructions work.',
    manual: 'SDM vol. 1, 13.3',
    components: 'xcr0',
    feature: 'XSAVE',
    reset: 1n,
    write: 'XSETBV',
  },
  xss: {
    ...MASK,
    name: 'xss',
    title: 'IA32_XSS',
    documentation: 'The supervisor components that the system enables: only XSAVES and XRSTORS reach them.',
    manual: 'SDM vol. 1, 13.3',
    msr: 0xda0,
    components: 'xss',
    feature: 'XSAVES',
    write: 'WRMSR',
  },
  xfd: {
    ...MASK,
    name: 'xfd',
    title: 'IA32_XFD',
    documentation: `Extended feature disable: an instruction that needs one of these components raises #NM. ${UNSETTLED.armingXfd.modelled}`,
    manual: 'SDM vol. 1, 13.14',
    msr: 0x1c4,
    components: 'xfd',
    feature: 'XFD',
    write: 'WRMSR',
  },
  xfdErr: {
    ...MASK,
    name: 'xfd_err',
    title: 'IA32_XFD_ERR',
    documentation: 'The components that the last #NM by IA32_XFD was about. Only software clears it.',
    manual: 'SDM vol. 1, 13.14',
    msr: 0x1c5,
    components: 'xfd',
    feature: 'XFD',
    write: 'WRMSR',
  },
  inUse: {
    ...MASK,
    storage: 'derived',
    name: 'xinuse',
    title: 'XINUSE',
    documentation:
      'The components that may not be in their initial state: on Intel’s processors all that an instruction has written. XGETBV with ECX = 1 reads XCR0 & XINUSE.',
    manual: 'SDM vol. 1, 13.6',
    components: 'all',
    feature: 'XSAVE',
    write: { never: 'XINUSE follows from what the registers hold: change those instead.' },
  },
} as const satisfies Record<string, RegisterRow>;
