/** The XSAVE feature set and the registers that govern it (Intel SDM vol. 2). */

import { CR4 } from '../../architecture/bits';
import { COMPONENTS, type ComponentSet } from '../../architecture/component';
import { Fault } from '../../architecture/exception';
import type { Feature } from '../../architecture/feature';
import { GPR } from '../../architecture/gpr';
import type { LinearAddress } from '../../architecture/linear-address';
import { PKRU_WRITTEN } from '../../control/pkru';
import type { Cpu } from '../../cpu/cpu';
import type { InstructionRow } from '../../cpu/instruction';
import { xgetbv, xsetbv } from '../../xstate/xcr';
import { xrstor, xrstors } from '../../xstate/xrstor';
import { xsave, xsavec, xsaveopt, xsaves } from '../../xstate/xsave';
import { XSAVE_INSTRUCTION, type XsaveMnemonic, type XsaveOptions } from '../../xstate/xsave-access';
import { addressOf, eax, ecx, edx, edxEax, setEdxEax } from '../operands';

interface XsaveRow {
  readonly mnemonic: XsaveMnemonic;
  readonly feature: Feature;
  readonly summary: string;
  readonly operation: readonly string[];
  readonly faults?: readonly string[];
  readonly run: (cpu: Cpu, address: LinearAddress, mask: ComponentSet, options: XsaveOptions) => void;
}

const ARMED_SAVE = 'A component that IA32_XFD disarms counts as initial; there is no #NM.';
const RESTORE_FAULTS = [
  '#PF when the header cannot be read, or on Intel’s processors something that could be loaded',
  '#GP(0) for a header that XCR0 does not allow, or with reserved bits',
  '#NM when IA32_XFD disarms a component that would be loaded (IA32_XFD_ERR says which)',
  '#GP(0) for reserved MXCSR bits',
];

const ALIGNED = '#GP(0) unless the area begins on a 64-byte boundary';
/** Outside CPL 0, where alignment can be checked. */
const ALIGNED_OR_CHECKED =
  '#GP(0) or #AC(0) unless the area begins on a 64-byte boundary (#AC with alignment checking, at CPL 3)';

const XSAVE_ROWS: readonly XsaveRow[] = [
  {
    mnemonic: 'xsave',
    feature: 'XSAVE',
    summary: 'Save extended state in the standard format',
    operation: [
      'RFBM = XCR0 & EDX:EAX. Writes every component of RFBM, and MXCSR with SSE or AVX.',
      'XSTATE_BV = (XSTATE_BV & ~RFBM) | (XINUSE & RFBM); XCOMP_BV is not touched.',
      `${ARMED_SAVE} Its section becomes its initial image.`,
    ],
    run: xsave,
  },
  {
    mnemonic: 'xsaveopt',
    feature: 'XSAVEOPT',
    summary: 'Save extended state in the standard format, leaving out what need not be written',
    operation: [
      'As XSAVE, but writes no component that is initial, or unmodified since XRSTOR loaded it from this area.',
      ARMED_SAVE,
    ],
    run: xsaveopt,
  },
  {
    mnemonic: 'xsavec',
    feature: 'XSAVEC',
    summary: 'Save extended state in the compacted format',
    operation: [
      'RFBM = XCR0 & EDX:EAX. Writes the components of RFBM that are in use, laid out by RFBM.',
      'XSTATE_BV = what was written; XCOMP_BV = RFBM | 1 << 63; the rest of the header is not written.',
      ARMED_SAVE,
    ],
    run: xsavec,
  },
  {
    mnemonic: 'xsaves',
    feature: 'XSAVES',
    summary: 'Save extended state with supervisor components in the compacted format',
    operation: [
      'As XSAVEC with RFBM = (XCR0 | IA32_XSS) & EDX:EAX, and without what is unmodified since XRSTORS from this area.',
      ARMED_SAVE,
    ],
    faults: ['#GP(0) outside CPL 0'],
    run: xsaves,
  },
  {
    mnemonic: 'xrstor',
    feature: 'XSAVE',
    summary: 'Restore extended state from either format',
    operation: [
      'RFBM = XCR0 & EDX:EAX. Loads the components of RFBM that XSTATE_BV has and initialises the others of RFBM.',
      'Standard format: MXCSR is loaded with SSE or AVX whatever XSTATE_BV says. Compacted: it belongs to SSE.',
      'When that is refused, Intel’s processors have loaded x87 and XMM and initialised what XSTATE_BV lacks.',
    ],
    run: xrstor,
  },
  {
    mnemonic: 'xrstors',
    feature: 'XSAVES',
    summary: 'Restore extended state with supervisor components from the compacted format',
    operation: ['As XRSTOR with RFBM = (XCR0 | IA32_XSS) & EDX:EAX. #GP(0) for the standard format.'],
    faults: ['#GP(0) outside CPL 0'],
    run: xrstors,
  },
];

/** `xsave` and its 64-bit form `xsave64`, which differ in the x87 pointers only. */
function xsaveRows({ mnemonic, feature, summary, operation, faults = [], run }: XsaveRow): InstructionRow[] {
  const isRestore = mnemonic.startsWith('xrstor');
  return [false, true].map((rexW) => ({
    mnemonic: rexW ? `${mnemonic}64` : mnemonic,
    summary: `${summary}${rexW ? ', with 64-bit x87 pointers' : ''}`,
    operation: operation.join('\n'),
    features: [feature],
    components: COMPONENTS.map(({ index }) => index),
    exceptions: [
      '#UD without the feature, or when CR4.OSXSAVE is 0',
      '#NM when CR0.TS is 1',
      ...faults,
      '#GP(0) or #SS(0) for an address that is not canonical',
      mnemonic === 'xsaves' || mnemonic === 'xrstors' ? ALIGNED : ALIGNED_OR_CHECKED,
      ...(isRestore ? RESTORE_FAULTS : []),
      '#PF for a page fault',
    ],
    manual: `SDM vol. 2, ${mnemonic.toUpperCase()}; vol. 1, chapter 13`,
    forms: [`${mnemonic[0]?.toUpperCase()}${mnemonic.slice(1)}${rexW ? '64' : ''}_mem`],
    compile: (instruction) => {
      const address = addressOf(instruction);
      const options = { rexW, isEnabled: true };
      const needs = XSAVE_INSTRUCTION[mnemonic];
      return (cpu) => {
        needs.checkEnabled(cpu);
        run(cpu, address(cpu), eax(cpu), options); // no component has its bit in EDX
      };
    },
  }));
}

const OSXSAVE_NEEDED = '#UD without XSAVE, or when CR4.OSXSAVE is 0';

export const XSAVE_INSTRUCTIONS: readonly InstructionRow[] = [
  ...XSAVE_ROWS.flatMap(xsaveRows),
  {
    mnemonic: 'xgetbv',
    summary: 'Get the value of an extended control register',
    operation: 'EDX:EAX = XCR0 when ECX is 0; XCR0 & XINUSE when ECX is 1 (bit 1 also while MXCSR is not 0x1f80).',
    features: ['XSAVE'],
    exceptions: [OSXSAVE_NEEDED, '#GP(0) for another ECX'],
    manual: 'SDM vol. 2, XGETBV',
    forms: ['Xgetbv'],
    compile: () => (cpu) => setEdxEax(cpu, xgetbv(cpu, ecx(cpu))),
  },
  {
    mnemonic: 'xsetbv',
    summary: 'Set an extended control register',
    operation: 'XCR0 = EDX:EAX. Components whose bits become 0 keep their contents.',
    features: ['XSAVE'],
    exceptions: [
      OSXSAVE_NEEDED,
      '#GP(0) outside CPL 0',
      '#GP(0) unless ECX is 0',
      '#GP(0) for an unsupported set of bits',
    ],
    manual: 'SDM vol. 2, XSETBV',
    forms: ['Xsetbv'],
    compile: () => (cpu) => xsetbv(cpu, ecx(cpu), edxEax(cpu)),
  },
  {
    mnemonic: 'rdpkru',
    summary: 'Read the protection key rights of user pages',
    operation: 'EAX = PKRU; EDX = 0.',
    features: ['PKU'],
    components: [9],
    exceptions: ['#UD without PKU, or when CR4.PKE is 0', '#GP(0) unless ECX is 0'],
    manual: 'SDM vol. 2, RDPKRU',
    forms: ['Rdpkru'],
    compile: () => (cpu) => {
      requirePke(cpu, 'RDPKRU');
      requireZero(ecx(cpu), 'RDPKRU', 'ECX');
      setEdxEax(cpu, BigInt(cpu.pkru));
    },
  },
  {
    mnemonic: 'wrpkru',
    summary: 'Write the protection key rights of user pages',
    operation: 'PKRU = EAX.',
    features: ['PKU'],
    components: [9],
    exceptions: ['#UD without PKU, or when CR4.PKE is 0', '#GP(0) unless ECX and EDX are 0'],
    manual: 'SDM vol. 2, WRPKRU',
    forms: ['Wrpkru'],
    written: () => PKRU_WRITTEN,
    compile: () => (cpu) => {
      requirePke(cpu, 'WRPKRU');
      requireZero(ecx(cpu), 'WRPKRU', 'ECX');
      requireZero(edx(cpu), 'WRPKRU', 'EDX');
      cpu.pkru = Number(BigInt.asUintN(32, cpu.gpr[GPR.RAX]!)); // RAX is always there
    },
  },
];

function requirePke(cpu: Cpu, name: string): void {
  if (!cpu.processor.has('PKU')) throw new Fault('#UD', { why: `${cpu.processor.name} has no protection keys` });
  if ((cpu.cr4 & CR4.PKE) === 0n) throw new Fault('#UD', { why: `CR4.PKE is 0: ${name} is not enabled` });
}

function requireZero(value: number, name: string, register: string): void {
  if (value === 0) return;
  throw new Fault('#GP', { errorCode: 0, why: `${name} needs ${register} = 0, and it is 0x${value.toString(16)}` });
}
